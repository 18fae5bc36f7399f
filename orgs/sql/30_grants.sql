-- A grant's permission rows (django-guardian, direct foreign key) are written by the database itself, from the role's
-- actions: no login of the site can write them. A grant that waits for its second administrator has none.

CREATE OR REPLACE FUNCTION app.write_permissions(p_grant bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM orgs_unitpermission WHERE grant_id = p_grant;
  INSERT INTO orgs_unitpermission (grant_id, user_id, content_object_id, permission_id)
  SELECT g.id, g.user_id, g.unit_id, p.id
  FROM orgs_grant g
  JOIN orgs_rolerecord r ON r.code = g.role
  JOIN auth_permission p ON p.codename IN (SELECT jsonb_array_elements_text(r.actions))
  JOIN django_content_type c ON c.id = p.content_type_id AND c.app_label = 'orgs' AND c.model = 'orgunit'
  WHERE g.id = p_grant AND (NOT r.second_needed OR g.confirmed_by_id IS NOT NULL);
$$;

CREATE OR REPLACE FUNCTION app.grant_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM app.write_permissions(NEW.id);
  IF TG_OP = 'INSERT' THEN
    -- Whoever recovers an employer for an hour hands it to its own people, whom its records know: not to a colleague of support, nor
    -- to an address of her own, for good.
    IF EXISTS (SELECT 1 FROM orgs_supportaccess s WHERE s.kind = 'recover' AND s.unit_id = NEW.unit_id AND s.requested_by_id = NEW.granted_by_id
        AND s.ended_at IS NULL AND s.valid_until > clock_timestamp())
       AND (EXISTS (SELECT 1 FROM orgs_grant g WHERE g.user_id = NEW.user_id AND g.role = 'support' AND (g.valid_to IS NULL OR g.valid_to > app.day()))
         OR NOT EXISTS (SELECT 1 FROM orgs_user u JOIN orgs_staffrecord s ON s.person_id = u.person_id OR lower(s.work_email) = u.login
           WHERE u.id = NEW.user_id AND s.unit_id = NEW.unit_id AND s.valid_from <= app.day() AND (s.valid_to IS NULL OR s.valid_to > app.day()))) THEN
      RAISE EXCEPTION 'support appoints nobody but people of the employer' USING errcode = '42501';
    END IF;
    INSERT INTO orgs_grantuse (grant_id, unit_id, noted_since) VALUES (NEW.id, NEW.unit_id, greatest(NEW.valid_from, NEW.recorded_at::date));
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS grant_written ON orgs_grant;
CREATE TRIGGER grant_written AFTER INSERT OR UPDATE ON orgs_grant FOR EACH ROW EXECUTE FUNCTION app.grant_written();

-- Whether two users hold a role, both in force today, as two people: neither's goes back to the other by any chain of grants, and not
-- both to one who holds the same role at the same unit. Whichever of the two acts first, an account that one of them made is no second
-- person, and two accounts that one colleague made are not two. Two whom somebody of another role appointed are (a founder, or a unit above).
CREATE OR REPLACE FUNCTION app.independent(p_user int, p_of int, p_role text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE made(by_id, user_id) AS (
    SELECT granted_by_id, user_id FROM orgs_grant WHERE granted_by_id IN (p_of, p_user)
    UNION
    SELECT m.by_id, g.user_id FROM orgs_grant g JOIN made m ON g.granted_by_id = m.user_id
  ), held AS (
    SELECT g.id, g.user_id, g.granted_by_id, g.unit_id FROM orgs_grant g
    WHERE g.user_id IN (p_user, p_of) AND g.role = p_role AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
      AND NOT EXISTS (SELECT 1 FROM made m WHERE g.granted_by_id IN (m.by_id, m.user_id) AND m.by_id IN (p_user, p_of) AND m.by_id <> g.user_id)
  ), peers(held_id, grant_id, user_id, unit_id) AS (
    SELECT h.id, h.id, h.granted_by_id, h.unit_id FROM held h
    UNION
    SELECT p.held_id, g.id, g.granted_by_id, p.unit_id FROM peers p
    JOIN orgs_grant g ON g.user_id = p.user_id AND g.unit_id = p.unit_id AND g.role = p_role AND g.id < p.grant_id
  ), peer AS (
    SELECT p.held_id, p.user_id FROM peers p
    WHERE EXISTS (SELECT 1 FROM orgs_grant g WHERE g.user_id = p.user_id AND g.unit_id = p.unit_id AND g.role = p_role AND g.id < p.grant_id)
  )
  SELECT p_user IS DISTINCT FROM p_of AND EXISTS (
    SELECT 1 FROM held h WHERE h.user_id = p_user AND (p_of IS NULL OR EXISTS (
      SELECT 1 FROM held o WHERE o.user_id = p_of AND NOT EXISTS (
        SELECT 1 FROM peer a JOIN peer b ON b.user_id = a.user_id WHERE a.held_id = h.id AND b.held_id = o.id))))
$$;

-- Until when a role with an end can be extended: the day after which the review of the next quarter is overdue.
CREATE OR REPLACE FUNCTION app.review_horizon(p_day date) RETURNS date LANGUAGE sql IMMUTABLE AS
$$ SELECT (date_trunc('quarter', p_day::timestamp) + interval '3 months')::date + 28 $$;

-- What the site may write of a grant, beyond the policy: it is given in the giver's own name; who, what, where, by whom and
-- from when never change; the second administrator confirms in their own name; an end is not moved into the past or taken
-- back, and put off only while it is still to come, in one's own name, with a reason, and until the next review at most. The owner (migrations, commands) and named parts of the system are not asked.
CREATE OR REPLACE FUNCTION app.grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_put_off boolean;
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE')
     OR coalesce(current_setting('app.scope', true), '') = 'system' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.granted_by_id IS DISTINCT FROM app.uid() OR NEW.confirmed_by_id IS NOT NULL OR NEW.extended_by_id IS NOT NULL OR NEW.valid_from < app.day() THEN
      RAISE EXCEPTION 'a role is given in one''s own name, from today or later, and confirmed by another' USING errcode = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.public_id, NEW.user_id, NEW.role, NEW.unit_id, NEW.valid_from, NEW.granted_by_id, NEW.reason, NEW.recorded_at)
     IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.user_id, OLD.role, OLD.unit_id, OLD.valid_from, OLD.granted_by_id, OLD.reason, OLD.recorded_at) THEN
    RAISE EXCEPTION 'a grant is ended and given anew, never rewritten' USING errcode = '42501';
  END IF;
  IF NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id
     AND (NOT app.independent(NEW.confirmed_by_id, NEW.granted_by_id, 'access_admin') OR OLD.confirmed_by_id IS NOT NULL OR NEW.confirmed_by_id IS DISTINCT FROM app.uid() OR NEW.confirmed_by_id IS NOT DISTINCT FROM NEW.granted_by_id) THEN
    RAISE EXCEPTION 'a second administrator confirms in their own name' USING errcode = '42501';
  END IF;
  v_put_off := coalesce(NEW.valid_to > OLD.valid_to AND OLD.valid_to > app.day() AND NEW.valid_to <= app.review_horizon(app.day())
    AND NEW.extended_by_id = app.uid() AND NEW.extension <> ''
    AND NOT EXISTS (SELECT 1 FROM orgs_rolerecord r WHERE r.code = NEW.role AND r.second_needed), false);
  IF NEW.valid_to IS DISTINCT FROM OLD.valid_to AND NOT v_put_off
     AND (NEW.valid_to IS NULL OR NEW.valid_to > coalesce(OLD.valid_to, 'infinity') OR NEW.valid_to < app.day()) THEN
    RAISE EXCEPTION 'the end of a grant is brought forward, to today at the earliest, or put off with a reason until the next review' USING errcode = '42501';
  END IF;
  IF (NEW.extended_by_id, NEW.extension) IS DISTINCT FROM (OLD.extended_by_id, OLD.extension) AND NOT v_put_off THEN
    RAISE EXCEPTION 'who extends a grant puts its end off' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS grant_guard ON orgs_grant;
CREATE TRIGGER grant_guard BEFORE INSERT OR UPDATE ON orgs_grant FOR EACH ROW EXECUTE FUNCTION app.grant_guard();

-- Whether a role belongs at a unit. Roles that see totals only are for units that may have others below, and for overlays;
-- every other role is for an employer and its divisions, except those a steward may give at a unit that employs nobody.
CREATE OR REPLACE FUNCTION app.role_fits(p_role text, p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM orgs_rolerecord r, orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id
    WHERE r.code = p_role AND u.id = p_unit AND CASE
      WHEN r.totals_only THEN t.kind = 'overlay' OR EXISTS (SELECT 1 FROM orgs_orgunittype b WHERE b.under ? t.code)
      ELSE u.is_employer OR t.kind = 'inside' OR r.granted_by ? 'stewardship' END)
$$;

-- Whether a role at a unit is one that stewards look after: totals only, or at a unit behind nobody's wall.
CREATE OR REPLACE FUNCTION app.is_stewards(p_role text, p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM orgs_rolerecord r, orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id
    WHERE r.code = p_role AND u.id = p_unit AND r.granted_by ? 'stewardship'
      AND (r.totals_only OR NOT (u.is_employer OR t.kind = 'inside')))
$$;

-- Whether the current user looks after access at what became of a closed unit: there it is said who reads its records.
CREATE OR REPLACE FUNCTION app.inherits(p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT cardinality(app.units('access')) > 0 AND app.heirs(p_unit, app.day()) && app.units('access')
$$;

-- May the current user give this role here? The families that may give a role come from orgs/access/roles.py.
CREATE OR REPLACE FUNCTION app.may_grant(p_role text, p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (p_role = 'history_reader' AND app.inherits(p_unit)) OR app.role_fits(p_role, p_unit) AND EXISTS (
    SELECT 1 FROM orgs_rolerecord r, jsonb_array_elements_text(r.granted_by) f
    WHERE r.code = p_role AND p_unit = ANY(app.units(f))
      AND (f <> 'stewardship' OR app.is_stewards(p_role, p_unit)))
$$;

-- Which of these users are the last who administer access at a unit: one of them holds that role beyond the day, and nobody else
-- does from then on without an end in sight. A leaving that is recorded is an end. One rule for ending a role and for leaving.
CREATE OR REPLACE FUNCTION app.last_access_admins(p_unit int, p_users int[], p_on date) RETURNS SETOF int LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (p_unit = ANY(app.units('access')) OR p_unit = ANY(app.units('founding')) OR p_unit = ANY(app.units('staffing'))) THEN
    RAISE EXCEPTION 'who ends roles or records a leaving at the unit asks for its last access administrators' USING errcode = '42501';
  END IF;
  RETURN QUERY
    SELECT DISTINCT g.user_id FROM orgs_grant g
    WHERE g.unit_id = p_unit AND g.role = 'access_admin' AND g.user_id = ANY(p_users) AND (g.valid_to IS NULL OR g.valid_to > p_on)
      AND NOT EXISTS (
        SELECT 1 FROM orgs_grant o JOIN orgs_user u ON u.id = o.user_id AND u.is_active
        JOIN orgs_rolerecord r ON r.code = o.role AND (NOT r.second_needed OR o.confirmed_by_id IS NOT NULL)
        WHERE o.unit_id = p_unit AND o.role = 'access_admin' AND o.user_id <> ALL(p_users)
          AND o.valid_from <= p_on AND o.valid_to IS NULL
          AND NOT EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.person_id = u.person_id AND s.unit_id = p_unit
            AND s.valid_to > o.valid_from));
END $$;

-- A colleague who has no account yet. Says nothing of whether one existed before. The account is tied to the person whom
-- this employer's own records know, and nobody else's, by that work e-mail; a tie that is there stays.
CREATE OR REPLACE FUNCTION app.ensure_user(p_login text, p_unusable_password text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id int; v_persons bigint[];
BEGIN
  IF cardinality(app.units('access')) = 0 AND cardinality(app.units('founding')) = 0 AND cardinality(app.units('stewardship')) = 0 THEN
    RAISE EXCEPTION 'inviting needs an access role here' USING errcode = '42501';
  END IF;
  IF p_unusable_password NOT LIKE '!%' THEN
    RAISE EXCEPTION 'an account begins without a password' USING errcode = '42501';
  END IF;
  INSERT INTO orgs_user (login, password, is_active, subject, created_at)
  VALUES (p_login, p_unusable_password, true, gen_random_uuid(), now()) ON CONFLICT (login) DO NOTHING;
  SELECT id INTO v_id FROM orgs_user WHERE login = p_login;
  SELECT array_agg(DISTINCT s.person_id) INTO v_persons FROM orgs_staffrecord s
  WHERE s.unit_id = ANY(app.units('access')) AND lower(s.work_email) = p_login
    AND s.valid_from <= app.day() AND (s.valid_to IS NULL OR s.valid_to > app.day());
  IF cardinality(v_persons) = 1 AND NOT EXISTS (SELECT 1 FROM orgs_user WHERE person_id = v_persons[1]) THEN
    UPDATE orgs_user SET person_id = v_persons[1] WHERE id = v_id AND person_id IS NULL;
  END IF;
  RETURN v_id;
END $$;

-- What an employer's own records call the person behind an account; '' when they do not know them.
CREATE OR REPLACE FUNCTION app.called(p_user int, p_unit int) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT s.name FROM orgs_orgunit u JOIN orgs_staffrecord s ON s.unit_id IN (u.id, u.employer_id) JOIN orgs_user a ON a.person_id = s.person_id
    WHERE u.id = p_unit AND a.id = p_user LIMIT 1), '')::text
$$;

-- Who may do what at a unit, by which grant: for its access administrators and its auditors alone. A name is given only to
-- them, and is what the employer's own records call that person.
DROP FUNCTION IF EXISTS app.who_may(int, text);
CREATE FUNCTION app.who_may(p_unit int, p_action text)
RETURNS TABLE(action text, family text, user_id int, called text, role text, unit_code text, unit_name text, from_above boolean,
              valid_from date, valid_to date, granted_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.code::text, a.family::text, h.id, coalesce(nullif(app.called(h.id, p_unit), ''), h.login)::text, g.role::text, u.code::text, u.name::text, u.id <> p_unit,
         g.valid_from, g.valid_to, coalesce(nullif(app.called(b.id, p_unit), ''), b.login, '')::text
  FROM (SELECT app.path(p_unit, app.day()) AS path, app.kept_path(p_unit, app.day()) AS kept OFFSET 0) here  -- asked once, not for each row
  CROSS JOIN orgs_unitpermission x
  JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN auth_permission p ON p.id = x.permission_id
  JOIN orgs_action a ON a.code = p.codename
  JOIN orgs_user h ON h.id = g.user_id AND h.is_active
  JOIN orgs_orgunit u ON u.id = g.unit_id
  LEFT JOIN orgs_user b ON b.id = g.granted_by_id
  WHERE (p_unit = ANY(app.units('access')) OR p_unit = ANY(app.units('audit')))
    AND (p_action IS NULL OR a.code = p_action)
    AND CASE a.reach
      WHEN 'below' THEN u.id = ANY(here.path)
        OR (app.keeps(a.family) AND u.id = ANY(here.kept))
        OR (a.family = 'aggregate' AND EXISTS (SELECT 1 FROM orgs_overlaymembership m WHERE m.overlay_id = u.id AND m.unit_id = p_unit AND m.valid @> app.day()))
      WHEN 'here' THEN u.id = p_unit
      ELSE u.id IN (SELECT p_unit UNION
        SELECT d.employer_id FROM orgs_orgunit d JOIN orgs_orgunittype t ON t.id = d.type_id WHERE d.id = p_unit AND t.kind = 'inside') END
  ORDER BY 2, 1, 4
$$;

-- Which grants at a unit still waited, at the end of a day, for the second administrator whom their role needs: of the grants
-- that the caller's policies show, the history of one column. It says nothing of any other grant.
CREATE OR REPLACE FUNCTION app.unconfirmed_on(p_unit int, p_day date) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.id FROM orgs_grant g JOIN orgs_rolerecord r ON r.code = g.role AND r.second_needed
  WHERE g.unit_id = p_unit AND g.valid_from <= p_day
    AND (p_unit = ANY(app.units('access')) OR p_unit = ANY(app.units('founding')))
    AND NOT EXISTS (
      SELECT 1 FROM orgs_grantevent e WHERE e.pgh_obj_id = g.id AND e.confirmed_by_id IS NOT NULL
        AND e.pgh_created_at < (p_day + 1)::timestamp AT TIME ZONE 'Europe/London')
    -- Recorded as confirmed at once, later than the day it is valid from: by the command line, for an earlier day.
    AND NOT EXISTS (
      SELECT 1 FROM orgs_grantevent e WHERE e.pgh_obj_id = g.id AND e.pgh_label = 'insert' AND e.confirmed_by_id IS NOT NULL)
$$;

-- The dead permission rows of grants that have ended. They open nothing (app.enter compares dates); this is housekeeping.
CREATE OR REPLACE FUNCTION app.sweep_permissions() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_done int;
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:sweeper' THEN
    RAISE EXCEPTION 'only the sweeper sweeps' USING errcode = '42501';
  END IF;
  DELETE FROM orgs_unitpermission x USING orgs_grant g WHERE g.id = x.grant_id AND g.valid_to <= app.day();
  GET DIAGNOSTICS v_done = ROW_COUNT;
  RETURN v_done;
END $$;

-- For the aggregation worker, which must not read who holds what: the sets of employers, two or more of them, about whose
-- people one account may know or has ever known. What concerns the account alone, or no person, is not asked. To an account
-- that may read figures, or ever might, come the employers of those who shared a profile that it has looked at.
CREATE OR REPLACE FUNCTION app.known_together(p_day date) RETURNS SETOF int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH held AS (
    SELECT g.user_id, coalesce(u.employer_id, u.id) AS employer_id, a.family
    FROM orgs_grant g
    JOIN orgs_orgunit u ON u.id = g.unit_id
    JOIN orgs_rolerecord r ON r.code = g.role AND (NOT r.second_needed OR g.confirmed_by_id IS NOT NULL)
    JOIN orgs_action a ON r.actions ? a.code
      AND (a.family = 'aggregate' OR (a.reach = 'employer'
        AND a.family NOT IN ('own', 'access', 'founding', 'audit', 'packs', 'settings', 'sharing')))
    WHERE g.valid_from <= p_day
  ), known AS (
    SELECT user_id, employer_id FROM held WHERE family <> 'aggregate'
    UNION
    SELECT e.actor_id, coalesce(u.employer_id, u.id)
    FROM orgs_readevent e
    JOIN orgs_sharingreceipt x ON x.profile = ANY(e.profiles)
    JOIN orgs_orgunit u ON u.id = x.home_id
    WHERE e.profiles <> '{}' AND e.actor_id IN (SELECT user_id FROM held WHERE family = 'aggregate')
    UNION
    SELECT s.requested_by_id, s.unit_id FROM orgs_supportaccess s WHERE s.kind = 'look' AND s.approved_at IS NOT NULL
  )
  SELECT DISTINCT array_agg(DISTINCT employer_id ORDER BY employer_id) FROM known
  GROUP BY user_id HAVING count(DISTINCT employer_id) > 1
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.known_together(date) TO app_builder;
GRANT EXECUTE ON FUNCTION app.review_horizon(date), app.independent(int, int, text), app.may_grant(text, int), app.role_fits(text, int), app.is_stewards(text, int),
  app.inherits(int), app.last_access_admins(int, int[], date), app.unconfirmed_on(int, date), app.ensure_user(text, text), app.who_may(int, text), app.sweep_permissions() TO app_web;
