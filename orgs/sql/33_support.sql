-- Support access (break-glass): asked for by one person, approved by another, for an hour at most. The site has no right to write
-- the table: these functions do, and app.enter asks app.support_open at the beginning of each request.

-- Whether a user holds the role of support at a desk, in force on a day.
CREATE OR REPLACE FUNCTION app.is_support(p_user int, p_desk int, p_day date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM orgs_grant g JOIN orgs_user u ON u.id = g.user_id AND u.is_active
    WHERE g.user_id = p_user AND g.unit_id = p_desk AND g.role = 'support' AND g.valid_from <= p_day AND (g.valid_to IS NULL OR g.valid_to > p_day))
$$;

-- The support access of a user to an employer that is live at this moment; null when there is none. Who lost the role of support
-- loses it at once, and to appoint an administrator it is live only as long as there is none. Not for the site to call.
CREATE OR REPLACE FUNCTION app.support_open(p_user int, p_unit int, p_day date) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object('public_id', s.public_id, 'kind', s.kind, 'until', extract(epoch FROM s.valid_until), 'desk', d.code)
  FROM orgs_supportaccess s JOIN orgs_orgunit d ON d.id = s.desk_id
  WHERE s.requested_by_id = p_user AND s.unit_id = p_unit AND s.approved_at IS NOT NULL AND s.approved_by_id <> s.requested_by_id
    AND s.ended_at IS NULL AND s.valid_until > clock_timestamp() AND app.is_support(p_user, s.desk_id, p_day)
    AND (s.kind = 'look' OR app.is_orphaned(s.unit_id, p_day, p_user))
  ORDER BY s.valid_until DESC LIMIT 1
$$;

-- Ask for it, at the desk in the URL. The answer is a word, or the id.
CREATE OR REPLACE FUNCTION app.ask_support(p_code text, p_kind text, p_ticket text, p_reason text, p_minutes int) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_desk int := nullif(current_setting('app.unit', true), '')::int; v_unit orgs_orgunit%ROWTYPE; v_id uuid := gen_random_uuid();
BEGIN
  IF app.uid() IS NULL OR NOT coalesce(v_desk = ANY(app.units('support')), false) THEN
    RAISE EXCEPTION 'support access is asked for at the desk of support' USING errcode = '42501';
  END IF;
  SELECT * INTO v_unit FROM orgs_orgunit WHERE code = p_code AND is_employer AND open;
  IF NOT FOUND OR NOT v_desk = ANY(app.path(v_unit.id, app.day())) THEN RETURN 'unknown'; END IF;
  IF EXISTS (SELECT 1 FROM orgs_grant g JOIN orgs_orgunit n ON n.id = g.unit_id WHERE g.user_id = app.uid()
      AND (n.id = v_unit.id OR n.employer_id = v_unit.id) AND (g.valid_to IS NULL OR g.valid_to > app.day())) THEN RETURN 'inside'; END IF;
  IF p_kind = 'recover' AND NOT app.is_orphaned(v_unit.id, app.day(), NULL) THEN RETURN 'administered'; END IF;
  IF EXISTS (SELECT 1 FROM orgs_supportaccess s WHERE s.requested_by_id = app.uid() AND s.unit_id = v_unit.id AND s.ended_at IS NULL
      AND coalesce(s.valid_until, s.requested_at + interval '24 hours') > clock_timestamp()) THEN RETURN 'open'; END IF;
  INSERT INTO orgs_supportaccess (public_id, unit_id, desk_id, kind, ticket, reason, minutes, requested_by_id, requested_at)
  VALUES (v_id, v_unit.id, v_desk, p_kind, p_ticket, p_reason, p_minutes, app.uid(), clock_timestamp());
  RETURN v_id::text;
END $$;

-- Approve it, as a second person of the same desk: neither account may go back to the other by any chain of grants. The time
-- begins now. The answer is a word.
CREATE OR REPLACE FUNCTION app.approve_support(p_id uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s orgs_supportaccess%ROWTYPE; v_now timestamptz := clock_timestamp();
BEGIN
  SELECT * INTO s FROM orgs_supportaccess WHERE public_id = p_id FOR UPDATE;
  IF NOT FOUND OR app.uid() IS NULL OR NOT coalesce(s.desk_id = ANY(app.units('support')), false) THEN
    RAISE EXCEPTION 'support access is approved at the desk where it was asked for' USING errcode = '42501';
  END IF;
  IF s.requested_by_id = app.uid() THEN RETURN 'own'; END IF;
  IF NOT app.independent(app.uid(), s.requested_by_id, 'support') THEN RETURN 'dependent'; END IF;
  IF s.approved_at IS NOT NULL OR s.ended_at IS NOT NULL THEN RETURN 'decided'; END IF;
  IF s.requested_at < v_now - interval '24 hours' THEN RETURN 'late'; END IF;
  IF s.kind = 'recover' AND NOT app.is_orphaned(s.unit_id, app.day(), NULL) THEN RETURN 'administered'; END IF;
  UPDATE orgs_supportaccess SET approved_by_id = app.uid(), approved_at = v_now, valid_until = v_now + make_interval(mins => s.minutes) WHERE id = s.id;
  RETURN 'done';
END $$;

-- End it early, withdraw or refuse it: both people of support, and the employer's own administrators and founder. The employer may
-- not refuse what was not approved yet.
CREATE OR REPLACE FUNCTION app.end_support(p_id uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s orgs_supportaccess%ROWTYPE;
BEGIN
  SELECT * INTO s FROM orgs_supportaccess WHERE public_id = p_id FOR UPDATE;
  IF NOT FOUND OR app.uid() IS NULL OR NOT (s.desk_id = ANY(app.units('support'))
      OR (s.approved_at IS NOT NULL AND (s.unit_id = ANY(app.units('access')) OR s.unit_id = ANY(app.units('founding'))))) THEN
    RAISE EXCEPTION 'support access is ended by support or by the employer' USING errcode = '42501';
  END IF;
  IF s.ended_at IS NOT NULL OR s.valid_until <= clock_timestamp() THEN RETURN false; END IF;
  UPDATE orgs_supportaccess SET ended_by_id = app.uid(), ended_at = clock_timestamp() WHERE id = s.id;
  RETURN true;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.ask_support(text, text, text, text, int), app.approve_support(uuid), app.end_support(uuid) TO app_web;
