-- What a person shares with an organisation that does not employ her. Policies decide who writes and reads a profile
-- (orgs/models/sharing.py); what follows keeps the receipts, and holds what a policy cannot: that a change is no new row.

-- Whether the current person may answer a call with such a profile: it is open on the day, asks for her or for everybody
-- below its unit, and for everything that the profile holds.
CREATE OR REPLACE FUNCTION app.may_answer(p_call bigint, p_unit int, p_purpose text, p_about uuid, p_asks text[], p_fields jsonb, p_until date)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM orgs_sharingcall c
    WHERE c.id = p_call AND c.unit_id = p_unit AND c.purpose = p_purpose AND c.about = p_about
      AND c.opens_on <= app.day() AND (c.closes_on IS NULL OR c.closes_on > app.day())
      AND (c.person_id = app.person_id() OR (c.person_id IS NULL AND c.unit_id = ANY(app.units('upward'))))
      AND p_asks <@ c.asks::text[] AND p_until <= app.day() + c.keep_days
      AND NOT EXISTS (SELECT 1 FROM jsonb_object_keys(p_fields) k WHERE NOT k = ANY(p_asks)))
$$;

-- Whether the current person may offer an employer that she can be named there: it is open, employs her not, is asked for
-- nothing but these fields, and for a year at most.
CREATE OR REPLACE FUNCTION app.may_offer_name(p_unit int, p_asks text[], p_opens date, p_closes date, p_keep int)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p_opens = app.day() AND p_keep BETWEEN 1 AND 367 AND p_closes = app.day() + p_keep
    AND p_asks <@ ARRAY['name', 'job', 'band', 'employer', 'email', 'mobility']
    AND EXISTS (SELECT 1 FROM orgs_orgunit u WHERE u.id = p_unit AND u.is_employer AND u.open)
    AND NOT EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.unit_id = p_unit AND s.person_id = app.person_id()
                    AND (s.valid_to IS NULL OR s.valid_to > app.day()))
$$;

CREATE OR REPLACE FUNCTION app.profile_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO orgs_sharingreceipt (profile, unit_id, person_id, home_id, purpose, title, consent_version, agreed_on, ended)
  SELECT NEW.public_id, NEW.unit_id, NEW.person_id, NEW.home_id, NEW.purpose, c.title, NEW.consent_version, NEW.agreed_on, ''
  FROM orgs_sharingcall c WHERE c.id = NEW.call_id;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS profile_made ON orgs_sharedprofile;
CREATE TRIGGER profile_made AFTER INSERT ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_made();

CREATE OR REPLACE FUNCTION app.profile_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE orgs_sharingreceipt SET ended_on = greatest(OLD.agreed_on, coalesce(app.day(), OLD.expires_on)), ended = CASE
      WHEN OLD.person_id = app.person_id() THEN 'withdrawn'
      WHEN OLD.expires_on <= app.day() THEN 'expired'
      ELSE 'closed' END
  WHERE profile = OLD.public_id;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS profile_ended ON orgs_sharedprofile;
CREATE TRIGGER profile_ended AFTER DELETE ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_ended();

-- A person renews what she shares: other fields among those that she was asked for, and a later end. Where it is, whose and
-- what for never change. The owner and named parts of the system are not asked.
CREATE OR REPLACE FUNCTION app.profile_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE')
     OR coalesce(current_setting('app.scope', true), '') = 'system' THEN
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.public_id, NEW.unit_id, NEW.person_id, NEW.home_id, NEW.call_id, NEW.purpose, NEW.about, NEW.asks, NEW.agreed_on)
     IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.unit_id, OLD.person_id, OLD.home_id, OLD.call_id, OLD.purpose, OLD.about, OLD.asks, OLD.agreed_on) THEN
    RAISE EXCEPTION 'a profile is taken back and shared anew, never moved' USING errcode = '42501';
  END IF;
  IF NEW.renewed_on IS DISTINCT FROM app.day() OR OLD.expires_on <= app.day() OR NEW.expires_on > greatest(OLD.expires_on, app.day() + 366)
     OR EXISTS (SELECT 1 FROM jsonb_object_keys(NEW.fields) k WHERE NOT k = ANY(OLD.asks)) THEN
    RAISE EXCEPTION 'a profile is renewed while it is there, for a year at most, with what was asked for' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS profile_guard ON orgs_sharedprofile;
CREATE TRIGGER profile_guard BEFORE UPDATE ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.profile_guard();

-- Who looked at what the current person shares or shared: as what, where and for what, never the reader's name. Of succession
-- only who looked for somebody to name: that a plan was read would tell her of a nomination that nobody has told her of.
DROP FUNCTION IF EXISTS app.my_profile_reads();
CREATE FUNCTION app.my_profile_reads() RETURNS TABLE(profile uuid, at timestamptz, organisation text, role text, purpose text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT x.profile, r.at, u.name::text, r.role::text, r.purpose::text
  FROM orgs_sharingreceipt x
  JOIN orgs_readevent r ON r.profiles @> ARRAY[x.profile]
  JOIN orgs_orgunit u ON u.id = r.unit_id
  WHERE x.person_id = app.person_id() AND (r.page NOT LIKE 'succession.%' OR r.page IN ('succession.find', 'succession.name'))
  ORDER BY r.at DESC LIMIT 100
$$;

REVOKE ALL ON FUNCTION app.may_answer(bigint, int, text, uuid, text[], jsonb, date), app.may_offer_name(int, text[], date, date, int), app.profile_made(), app.profile_ended(), app.profile_guard(), app.my_profile_reads() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may_answer(bigint, int, text, uuid, text[], jsonb, date), app.may_offer_name(int, text[], date, date, int), app.my_profile_reads() TO app_web;
