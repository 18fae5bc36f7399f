-- What rests on a profile that a person shared, and the vacancy bench. Policies decide who reads and writes
-- (talentpools/models); these hold what must be so whoever writes: that nothing is left of a profile that is gone, that a
-- person moves only what is hers to move, and that nobody learns who was asked.

-- A profile goes: so do the application, what a panel said, and the request to the employer; a vacancy is no longer answered.
CREATE OR REPLACE FUNCTION app.profile_rests() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM talentpools_panelnote n USING talentpools_sharedmember m WHERE n.member_id = m.id AND m.profile_id = OLD.id;
  DELETE FROM talentpools_reviewentry e USING talentpools_sharedmember m WHERE e.member_id = m.id AND m.profile_id = OLD.id;
  DELETE FROM talentpools_sharedmember m WHERE m.profile_id = OLD.id;
  DELETE FROM talentpools_releaserequest r WHERE r.profile_id = OLD.id;
  UPDATE talentpools_vacancyask a SET state = 'withdrawn', answered_on = coalesce(app.day(), a.answered_on) WHERE a.call_id = OLD.call_id AND a.state = 'yes';
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS profile_rests ON orgs_sharedprofile;
CREATE TRIGGER profile_rests AFTER DELETE ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_rests();

-- A profile in answer to a vacancy is the yes.
CREATE OR REPLACE FUNCTION app.profile_answers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE talentpools_vacancyask a SET state = 'yes', answered_on = NEW.agreed_on WHERE a.call_id = NEW.call_id AND NEW.purpose = 'vacancy';
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS profile_answers ON orgs_sharedprofile;
CREATE TRIGGER profile_answers AFTER INSERT ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_answers();

-- What a person stops sharing is gone from what a panel looks at, too; what she adds is not added there.
CREATE OR REPLACE FUNCTION app.profile_narrows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE talentpools_reviewentry e
  SET fields = coalesce((SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(e.fields) f WHERE NEW.fields ? f.key), '{}')
  FROM talentpools_sharedmember m WHERE m.id = e.member_id AND m.profile_id = NEW.id;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS profile_narrows ON orgs_sharedprofile;
CREATE TRIGGER profile_narrows AFTER UPDATE OF fields ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_narrows();

-- A member moves herself from an offer to a place, and nothing else; the pool's manager moves her otherwise.
CREATE OR REPLACE FUNCTION app.shared_member_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.public_id, NEW.unit_id, NEW.pool_id, NEW.profile_id, NEW.applied_on) IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.unit_id, OLD.pool_id, OLD.profile_id, OLD.applied_on) THEN
    RAISE EXCEPTION 'a membership is ended, never moved to another pool or person' USING errcode = '42501';
  END IF;
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') OR NEW.unit_id = ANY(app.units('sharing')) THEN
    RETURN NEW;
  END IF;
  IF NOT (OLD.status = 'offered' AND NEW.status = 'active' AND NEW.joined_on = app.day()) THEN
    RAISE EXCEPTION 'a member takes a place that she is offered' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS shared_member_guard ON talentpools_sharedmember;
CREATE TRIGGER shared_member_guard BEFORE UPDATE ON talentpools_sharedmember FOR EACH ROW EXECUTE FUNCTION app.shared_member_guard();

-- An answer "no" is the person's; a "yes" is made by sharing a profile and by nothing else.
CREATE OR REPLACE FUNCTION app.ask_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.public_id, NEW.unit_id, NEW.vacancy_id, NEW.bench_id, NEW.person_id, NEW.call_id, NEW.asked_on)
     IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.unit_id, OLD.vacancy_id, OLD.bench_id, OLD.person_id, OLD.call_id, OLD.asked_on)
     OR NOT (OLD.state = 'asked' AND NEW.state = 'no') THEN
    RAISE EXCEPTION 'a person who is asked says no, or shares a profile' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS ask_guard ON talentpools_vacancyask;
CREATE TRIGGER ask_guard BEFORE UPDATE ON talentpools_vacancyask FOR EACH ROW EXECUTE FUNCTION app.ask_guard();

-- Ask whoever matches an open vacancy and was not asked: all of the bench, or one person. Nobody is asked about a vacancy
-- of an organisation that employs her: staff hang on the employer, also where the vacancy hangs on a part of it. Returns how
-- many match; only other functions here may run it.
CREATE OR REPLACE FUNCTION app.ask_matches(p_vacancy bigint, p_person bigint) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v talentpools_vacancy%ROWTYPE; b record; v_call bigint; v_count int := 0; v_around text[]; v_employer int; v_day date := app.day();
BEGIN
  SELECT * INTO v FROM talentpools_vacancy WHERE id = p_vacancy AND state = 'open' AND closes_on > v_day;
  IF NOT FOUND THEN RETURN 0; END IF;
  SELECT CASE WHEN u.is_employer THEN u.id ELSE coalesce(u.employer_id, u.id) END INTO v_employer FROM orgs_orgunit u WHERE u.id = v.unit_id;
  v_around := ARRAY(SELECT code::text FROM orgs_orgunit WHERE id = ANY(app.path(v.unit_id, v_day)));
  FOR b IN
    SELECT p.id, p.person_id FROM talentpools_benchprofile p
    WHERE p.unit_id = v.bench_id AND p.expires_on > v_day AND (p_person IS NULL OR p.person_id = p_person)
      AND v.role_code = ANY(p.role_codes)
      AND (cardinality(p.kinds) = 0 OR v.kind = ANY(p.kinds))
      AND (cardinality(p.patterns) = 0 OR v.pattern = '' OR v.pattern = ANY(p.patterns))
      AND (cardinality(p.areas) = 0 OR p.areas::text[] && v_around)
      AND (v.starts_on IS NULL OR v.kind = 'permanent' OR v_day + 7 * p.notice_weeks <= v.starts_on)
      AND NOT EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.person_id = p.person_id AND s.unit_id = v_employer
                      AND (s.valid_to IS NULL OR s.valid_to > v_day))
  LOOP
    v_count := v_count + 1;
    CONTINUE WHEN EXISTS (SELECT 1 FROM talentpools_vacancyask a WHERE a.vacancy_id = v.id AND a.person_id = b.person_id);
    INSERT INTO orgs_sharingcall (public_id, unit_id, purpose, about, title, words, asks, programme, person_id, opens_on, closes_on, keep_days)
    VALUES (gen_random_uuid(), v.unit_id, 'vacancy', v.public_id, v.title, v.words,
            ARRAY['name', 'job', 'band', 'employer', 'email', 'roles', 'readiness', 'mobility'], '', b.person_id, v_day, v.closes_on, 120)
    RETURNING id INTO v_call;
    INSERT INTO talentpools_vacancyask (public_id, unit_id, vacancy_id, bench_id, person_id, call_id, state, asked_on)
    VALUES (gen_random_uuid(), v.unit_id, v.id, b.id, b.person_id, v_call, 'asked', v_day);
  END LOOP;
  RETURN v_count;
END $$;

-- A succession lead puts a vacancy of her employer to a bench above it; a part of an employer has none of its own. What she may know of the answer is one bit, written once.
CREATE OR REPLACE FUNCTION app.ask_bench(p_vacancy uuid, p_least int) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v talentpools_vacancy%ROWTYPE; v_many boolean;
BEGIN
  SELECT * INTO v FROM talentpools_vacancy WHERE public_id = p_vacancy FOR UPDATE;
  IF NOT FOUND OR NOT v.unit_id = ANY(app.units('succession')) OR NOT v.bench_id = ANY(app.units('upward')) OR v.many IS NOT NULL THEN
    RAISE EXCEPTION 'a vacancy is put to a bench above it, once, by who plans succession there' USING errcode = '42501';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM orgs_orgunit u WHERE u.id = v.unit_id AND u.is_employer) THEN
    RAISE EXCEPTION 'a vacancy is put to a bench by an employer' USING errcode = '42501';
  END IF;
  v_many := app.ask_matches(v.id, NULL) >= greatest(p_least, 5);
  UPDATE talentpools_vacancy SET many = v_many WHERE id = v.id;
  RETURN v_many;
END $$;

-- Somebody joins a bench, or changes what she could be asked about: she is asked about what is open now.
CREATE OR REPLACE FUNCTION app.bench_joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app.day() IS NOT NULL THEN
    PERFORM app.ask_matches(v.id, NEW.person_id) FROM talentpools_vacancy v WHERE v.bench_id = NEW.unit_id AND v.state = 'open' AND v.many IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS bench_joined ON talentpools_benchprofile;
CREATE TRIGGER bench_joined AFTER INSERT OR UPDATE ON talentpools_benchprofile FOR EACH ROW EXECUTE FUNCTION app.bench_joined();

-- Somebody leaves a bench: the names that she gave through it are taken back, and nothing says that she was asked.
CREATE OR REPLACE FUNCTION app.bench_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_calls bigint[] := ARRAY(SELECT call_id FROM talentpools_vacancyask WHERE bench_id = OLD.id);
BEGIN
  DELETE FROM orgs_sharedprofile WHERE call_id = ANY(v_calls);
  DELETE FROM talentpools_vacancyask WHERE bench_id = OLD.id;
  DELETE FROM orgs_sharingcall WHERE id = ANY(v_calls);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS bench_left ON talentpools_benchprofile;
CREATE TRIGGER bench_left AFTER DELETE ON talentpools_benchprofile FOR EACH ROW EXECUTE FUNCTION app.bench_left();

-- A vacancy closes: who has not answered cannot any more. Names that were given stay until they are withdrawn or run out.
CREATE OR REPLACE FUNCTION app.vacancy_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = 'closed' AND OLD.state = 'open' THEN
    UPDATE orgs_sharingcall SET closes_on = greatest(opens_on, coalesce(app.day(), NEW.closes_on)) WHERE about = NEW.public_id AND purpose = 'vacancy';
    UPDATE talentpools_vacancyask SET state = 'lapsed' WHERE vacancy_id = NEW.id AND state = 'asked';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS vacancy_closed ON talentpools_vacancy;
CREATE TRIGGER vacancy_closed AFTER UPDATE OF state ON talentpools_vacancy FOR EACH ROW EXECUTE FUNCTION app.vacancy_closed();

REVOKE ALL ON FUNCTION app.profile_rests(), app.profile_answers(), app.profile_narrows(), app.shared_member_guard(), app.ask_guard(),
  app.ask_matches(bigint, bigint), app.ask_bench(uuid, int), app.bench_joined(), app.bench_left(), app.vacancy_closed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.ask_bench(uuid, int) TO app_web;

-- Who has left an employer and works nowhere else can withdraw nothing any more, so what she shares ends. Run by the part of
-- the system that settles leavers, for its own unit alone; it answers nothing.
CREATE OR REPLACE FUNCTION app.end_shares_of_leavers(p_unit int, p_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_persons bigint[];
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:leaving' OR NOT p_unit = ANY(app.units('staffing')) THEN
    RAISE EXCEPTION 'only leavers are settled, at their own unit' USING errcode = '42501';
  END IF;
  v_persons := ARRAY(
    SELECT s.person_id FROM orgs_staffrecord s WHERE s.unit_id = p_unit AND s.valid_to <= p_day
      AND NOT EXISTS (SELECT 1 FROM orgs_staffrecord o WHERE o.person_id = s.person_id AND (o.valid_to IS NULL OR o.valid_to > p_day)));
  DELETE FROM talentpools_benchprofile WHERE person_id = ANY(v_persons);
  DELETE FROM orgs_sharedprofile WHERE person_id = ANY(v_persons);
END $$;
REVOKE ALL ON FUNCTION app.end_shares_of_leavers(int, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.end_shares_of_leavers(int, date) TO app_web;
