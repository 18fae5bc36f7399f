-- Somebody of another employer is named by what she shares here, and only while it is there. This holds it whoever writes.

-- A nomination rests on a live profile for just this, at its own unit; one that loses it has ended.
CREATE OR REPLACE FUNCTION app.outsider_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_day date := coalesce(app.day(), NEW.valid_from);
BEGIN
  IF NEW.profile_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.profile_id IS DISTINCT FROM OLD.profile_id
      OR (NEW.valid_to IS NULL AND OLD.valid_to IS NOT NULL)) AND NOT EXISTS (
    SELECT 1 FROM orgs_sharedprofile p WHERE p.id = NEW.profile_id AND p.unit_id = NEW.unit_id
      AND p.purpose = 'nomination' AND p.expires_on > v_day) THEN
    RAISE EXCEPTION 'somebody of another employer is named with her live consent only' USING errcode = '42501';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.profile_id IS NOT NULL AND NEW.profile_id IS NULL AND NEW.valid_to IS NULL THEN
    NEW.status := 'lapsed';
    NEW.valid_to := greatest(NEW.valid_from, v_day);
    NEW.lapsed_by := coalesce(nullif(NEW.lapsed_by, ''), 'closed');
    NEW.version := OLD.version + 1;
    NEW.changed_by_id := NULL;
    NEW.changed_at := now();
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS outsider_guard ON succession_nomination;
CREATE TRIGGER outsider_guard BEFORE INSERT OR UPDATE ON succession_nomination FOR EACH ROW
  WHEN (NEW.staff_id IS NULL) EXECUTE FUNCTION app.outsider_guard();

-- A profile goes: the nomination holds neither name nor key from then on, and what was written about her is blank, in the history too.
CREATE OR REPLACE FUNCTION app.consent_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE succession_readinessjudgement j SET evidence = '' FROM succession_nomination n
  WHERE n.id = j.nomination_id AND n.profile_id = OLD.id AND j.evidence <> '';
  -- Nobody of the site writes history: this runs as its owner, as the removal of old records does.
  UPDATE succession_readinessjudgementevent e SET evidence = '' FROM succession_nomination n
  WHERE n.id = e.nomination_id AND n.profile_id = OLD.id AND e.evidence <> '';
  UPDATE succession_nomination n SET profile_id = NULL, lapsed_by = CASE
      WHEN n.valid_to IS NOT NULL THEN n.lapsed_by
      WHEN OLD.person_id = app.person_id() THEN 'withdrawn'
      WHEN OLD.expires_on <= app.day() THEN 'expired'
      ELSE 'closed' END
  WHERE n.profile_id = OLD.id;
  RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS consent_ends ON orgs_sharedprofile;
CREATE TRIGGER consent_ends BEFORE DELETE ON orgs_sharedprofile FOR EACH ROW EXECUTE FUNCTION app.consent_ends();

-- Accounts that may manage the succession of a unit: who can approve that somebody is not told. Numbers of accounts only.
DROP FUNCTION IF EXISTS app.succession_managers(int);
CREATE FUNCTION app.succession_managers(p_unit int) RETURNS TABLE(user_id int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT x.user_id
  FROM orgs_unitpermission x
  JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN orgs_user u ON u.id = x.user_id AND u.is_active
  JOIN auth_permission p ON p.id = x.permission_id AND p.codename = 'manage_succession'
  WHERE x.content_object_id = p_unit AND p_unit = ANY(app.units('succession'))
$$;
REVOKE ALL ON FUNCTION app.outsider_guard(), app.consent_ends(), app.succession_managers(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.succession_managers(int) TO app_web;
