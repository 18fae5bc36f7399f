-- A succession lead says nothing of herself that a colleague must say: she neither names herself, nor judges how ready she is,
-- nor records that she was told or what she answered, nor asks for or approves that she is not told. Whatever the way, and
-- whichever account approves. Parts of the system have no person, and what she answers on her own page is written by one.

CREATE OR REPLACE FUNCTION app.not_of_oneself() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_person bigint := coalesce((SELECT s.person_id FROM orgs_staffrecord s WHERE s.id = NEW.staff_id),
                                    (SELECT p.person_id FROM orgs_sharedprofile p WHERE p.id = NEW.profile_id));
BEGIN
  IF app.uid() IS NULL OR v_person IS NULL THEN RETURN NEW; END IF;
  IF v_person = app.person_id() AND (TG_OP = 'INSERT'
      OR (NEW.withhold_reason, NEW.withhold_review_on, NEW.withhold_by_id, NEW.withhold_approver_id, NEW.withhold_approved_on, NEW.withhold_refused_on, NEW.told_on, NEW.agreed_on)
        IS DISTINCT FROM
         (OLD.withhold_reason, OLD.withhold_review_on, OLD.withhold_by_id, OLD.withhold_approver_id, OLD.withhold_approved_on, OLD.withhold_refused_on, OLD.told_on, OLD.agreed_on)) THEN
    RAISE EXCEPTION 'nobody names herself, or says what she was told' USING errcode = '42501';
  END IF;
  IF NEW.withhold_approver_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.withhold_approver_id IS DISTINCT FROM OLD.withhold_approver_id)
      AND EXISTS (SELECT 1 FROM orgs_user u WHERE u.id = NEW.withhold_approver_id AND u.person_id = v_person) THEN
    RAISE EXCEPTION 'nobody approves that she is not told herself' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS not_of_oneself ON succession_nomination;
CREATE TRIGGER not_of_oneself BEFORE INSERT OR UPDATE ON succession_nomination FOR EACH ROW EXECUTE FUNCTION app.not_of_oneself();

CREATE OR REPLACE FUNCTION app.not_judged_by_oneself() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF app.uid() IS NOT NULL AND EXISTS (
      SELECT 1 FROM succession_nomination n
      LEFT JOIN orgs_staffrecord s ON s.id = n.staff_id LEFT JOIN orgs_sharedprofile p ON p.id = n.profile_id
      WHERE n.id = NEW.nomination_id AND coalesce(s.person_id, p.person_id) = app.person_id()) THEN
    RAISE EXCEPTION 'nobody judges her own readiness' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS not_judged_by_oneself ON succession_readinessjudgement;
CREATE TRIGGER not_judged_by_oneself BEFORE INSERT ON succession_readinessjudgement FOR EACH ROW EXECUTE FUNCTION app.not_judged_by_oneself();
REVOKE ALL ON FUNCTION app.not_of_oneself(), app.not_judged_by_oneself() FROM PUBLIC;
