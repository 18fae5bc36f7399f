-- People who join, move and leave. Person has no grant: these functions alone make one, and put a record on another.

-- Bare keys for people who join. They say nothing of anybody.
CREATE OR REPLACE FUNCTION app.new_persons(p_count int) RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF cardinality(app.units('staffing')) = 0 THEN
    RAISE EXCEPTION 'taking on people needs the right to keep the staff list here' USING errcode = '42501';
  END IF;
  IF p_count NOT BETWEEN 0 AND 60000 THEN RAISE EXCEPTION 'so many people do not join at once' USING errcode = '22023'; END IF;
  RETURN QUERY INSERT INTO orgs_person (public_id) SELECT gen_random_uuid() FROM generate_series(1, p_count) RETURNING id;
END $$;

-- Whether nobody's record hangs on a person yet.
CREATE OR REPLACE FUNCTION app.is_new_person(p_person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM orgs_staffrecord WHERE person_id = p_person)
    AND NOT EXISTS (SELECT 1 FROM orgs_user WHERE person_id = p_person)
    AND NOT EXISTS (SELECT 1 FROM orgs_recordlink WHERE before_id = p_person)
$$;

-- No employer puts a record on somebody whom another one knows: the site makes records of new people, and changes whose a
-- record is by a code alone (app.redeem_move_code). The owner and named parts of the system are not asked.
CREATE OR REPLACE FUNCTION app.staff_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('app.scope', true), '') = 'system' THEN RETURN NEW; END IF;
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN RETURN NEW; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT app.is_new_person(NEW.person_id) THEN
      RAISE EXCEPTION 'a record begins with a person of its own' USING errcode = '42501';
    END IF;
  ELSIF (NEW.id, NEW.public_id, NEW.person_id, NEW.unit_id) IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.person_id, OLD.unit_id) THEN
    RAISE EXCEPTION 'whose a record is changes by a code of the person' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS staff_guard ON orgs_staffrecord;
CREATE TRIGGER staff_guard BEFORE INSERT OR UPDATE ON orgs_staffrecord FOR EACH ROW EXECUTE FUNCTION app.staff_guard();

-- A colleague who was invited before the staff list knew her: the account is tied to the record that is made for her work
-- e-mail, as app.ensure_user ties it when the record was there first. A record that was there is not asked: whoever keeps the
-- list could put an account of her choice on somebody by changing an address.
CREATE OR REPLACE FUNCTION app.tie_accounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE orgs_user u SET person_id = known.person_id
  FROM (SELECT a.id AS user_id, min(s.person_id) AS person_id
    FROM made s JOIN orgs_user a ON a.login = lower(s.work_email) AND a.person_id IS NULL
    JOIN orgs_grant g ON g.user_id = a.id AND g.unit_id = s.unit_id
      AND (g.valid_to IS NULL OR g.valid_to > coalesce(app.day(), current_date))
    WHERE s.work_email <> '' AND s.valid_from <= coalesce(app.day(), current_date)
      AND (s.valid_to IS NULL OR s.valid_to > coalesce(app.day(), current_date))
    GROUP BY a.id HAVING count(DISTINCT s.person_id) = 1) known
  WHERE u.id = known.user_id AND NOT EXISTS (SELECT 1 FROM orgs_user o WHERE o.person_id = known.person_id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.tie_accounts() FROM PUBLIC;
DROP TRIGGER IF EXISTS staff_ties ON orgs_staffrecord;
CREATE TRIGGER staff_ties AFTER INSERT ON orgs_staffrecord REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION app.tie_accounts();

-- The person's one code, in place of an earlier one. Who has no record at the unit of the page has none to take along.
CREATE OR REPLACE FUNCTION app.make_move_code(p_digest text, p_until timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.person_id = app.person_id() AND s.unit_id = ANY(app.units('own'))) THEN
    RAISE EXCEPTION 'a code is made on one''s own record' USING errcode = '42501';
  END IF;
  IF p_until > clock_timestamp() + interval '15 days' THEN RAISE EXCEPTION 'a code does not last so long' USING errcode = '22023'; END IF;
  INSERT INTO orgs_movecode (person_id, digest, made_at, expires_at) VALUES (app.person_id(), p_digest, clock_timestamp(), p_until)
  ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at, expires_at = excluded.expires_at;
END $$;

-- Put the record of one's own employer on the person who made a code. By whoever keeps the staff list, as long as no account
-- hangs on the record: an account is tied by its owner alone. By the person herself, signed in at the employer where the
-- record is: then her account comes along. Without a record: an account that is nobody's yet becomes the person's who made
-- the code, when she has a record here. The answer is a word, and never says where else the person is known.
CREATE OR REPLACE FUNCTION app.redeem_move_code(p_staff bigint, p_digest text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_staff orgs_staffrecord%ROWTYPE; v_person bigint; v_self boolean;
BEGIN
  IF p_staff IS NULL THEN
    v_self := app.person_id() IS NULL AND cardinality(app.units('own')) > 0;
  ELSE
    SELECT * INTO v_staff FROM orgs_staffrecord WHERE id = p_staff FOR UPDATE;
    v_self := v_staff.person_id = app.person_id() AND v_staff.unit_id = ANY(app.units('own'));
  END IF;
  IF NOT (coalesce(v_self, false) OR coalesce(v_staff.unit_id = ANY(app.units('staffing')), false)) THEN
    RAISE EXCEPTION 'a code is entered on a record of one''s own employer' USING errcode = '42501';
  END IF;
  SELECT person_id INTO v_person FROM orgs_movecode WHERE digest = p_digest AND expires_at > clock_timestamp() FOR UPDATE;
  IF NOT FOUND THEN RETURN 'unknown'; END IF;
  IF p_staff IS NULL THEN
    SELECT * INTO v_staff FROM orgs_staffrecord WHERE person_id = v_person AND unit_id = ANY(app.units('own')) FOR UPDATE;
    IF NOT FOUND THEN RETURN 'unknown'; END IF;
    UPDATE orgs_recordlink SET account_id = app.uid() WHERE staff_id = v_staff.id AND ended_at IS NULL AND account_id IS NULL;
  ELSE
    IF v_person = v_staff.person_id THEN RETURN 'same'; END IF;
    IF EXISTS (SELECT 1 FROM orgs_staffrecord WHERE person_id = v_person AND unit_id = v_staff.unit_id) THEN RETURN 'here'; END IF;
    IF EXISTS (SELECT 1 FROM orgs_staffrecord WHERE person_id = v_staff.person_id AND id <> p_staff) THEN RETURN 'linked'; END IF;
    IF NOT v_self AND EXISTS (SELECT 1 FROM orgs_user WHERE person_id = v_staff.person_id) THEN RETURN 'account'; END IF;
    INSERT INTO orgs_recordlink (public_id, unit_id, staff_id, before_id, account_id, linked_at)
    VALUES (gen_random_uuid(), v_staff.unit_id, p_staff, v_staff.person_id, CASE WHEN v_self THEN app.uid() END, clock_timestamp());
    UPDATE orgs_staffrecord SET person_id = v_person WHERE id = p_staff;
  END IF;
  DELETE FROM orgs_movecode WHERE digest = p_digest;
  IF v_self THEN
    UPDATE orgs_user SET person_id = v_person WHERE id = app.uid();
    PERFORM set_config('app.person_id', v_person::text, true);
  END IF;
  RETURN 'done';
END $$;

-- Undo it: the record, and the account that came along, go back to the person they were.
CREATE OR REPLACE FUNCTION app.undo_move(p_staff bigint) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_staff orgs_staffrecord%ROWTYPE; v_link orgs_recordlink%ROWTYPE;
BEGIN
  SELECT * INTO v_staff FROM orgs_staffrecord WHERE id = p_staff FOR UPDATE;
  IF NOT FOUND OR NOT (v_staff.unit_id = ANY(app.units('staffing'))
      OR (v_staff.person_id = app.person_id() AND v_staff.unit_id = ANY(app.units('own')))) THEN
    RAISE EXCEPTION 'a link is undone at the employer of the record' USING errcode = '42501';
  END IF;
  UPDATE orgs_recordlink SET ended_at = clock_timestamp() WHERE staff_id = p_staff AND ended_at IS NULL RETURNING * INTO v_link;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE orgs_staffrecord SET person_id = v_link.before_id WHERE id = p_staff;
  UPDATE orgs_user SET person_id = v_link.before_id WHERE id = v_link.account_id AND person_id = v_staff.person_id;
  IF v_link.account_id = app.uid() THEN PERFORM set_config('app.person_id', v_link.before_id::text, true); END IF;
  RETURN true;
END $$;

-- The roles at an employer and inside it of people who have left it; and their roles at regions, the nation and overlays when no
-- employer is left for whom they work. One that was given after they left stays, and so does one at another employer.
DROP FUNCTION IF EXISTS app.end_roles_of_leavers(int, date);
CREATE FUNCTION app.end_roles_of_leavers(p_unit int, p_day date) RETURNS SETOF orgs_grant LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:leaving' OR NOT p_unit = ANY(app.units('staffing')) THEN
    RAISE EXCEPTION 'only the part of the system that ends what leavers held' USING errcode = '42501';
  END IF;
  RETURN QUERY
    UPDATE orgs_grant g SET valid_to = greatest(p_day, g.valid_from)
    FROM orgs_user u JOIN orgs_staffrecord s ON s.person_id = u.person_id AND s.unit_id = p_unit AND s.valid_to <= p_day
    WHERE g.user_id = u.id AND (g.valid_to IS NULL OR g.valid_to > p_day) AND g.valid_from < s.valid_to
      AND (g.unit_id IN (SELECT p_unit UNION SELECT d.id FROM orgs_orgunit d JOIN orgs_orgunittype t ON t.id = d.type_id
        WHERE d.employer_id = p_unit AND t.kind = 'inside')
      OR (g.unit_id IN (SELECT n.id FROM orgs_orgunit n JOIN orgs_orgunittype t ON t.id = n.type_id WHERE NOT n.is_employer AND t.kind <> 'inside')
        AND NOT EXISTS (SELECT 1 FROM orgs_staffrecord o WHERE o.person_id = u.person_id
          AND (o.valid_to IS NULL OR o.valid_to > p_day))))
    RETURNING g.*;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.new_persons(int), app.is_new_person(bigint), app.make_move_code(text, timestamptz),
  app.redeem_move_code(bigint, text), app.undo_move(bigint), app.end_roles_of_leavers(int, date) TO app_web;
