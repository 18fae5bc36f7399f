-- A change of the hierarchy is approved by two people. The services ask the same (orgs/restructure/services.py).

-- What the site may write of a plan, beyond the policy: each approves in their own name, the second is no account of the first's
-- nor the first one of theirs, and what two people approved is not changed any more. The owner (migrations, commands) and named
-- parts of the system are not asked.
CREATE OR REPLACE FUNCTION app.plan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE')
     OR coalesce(current_setting('app.scope', true), '') = 'system' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' OR NEW.first_approver_id IS NOT NULL OR NEW.second_approver_id IS NOT NULL THEN
      RAISE EXCEPTION 'a change of the hierarchy begins as a draft' USING errcode = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.first_approver_id IS DISTINCT FROM OLD.first_approver_id AND NEW.first_approver_id IS NOT NULL AND NEW.first_approver_id IS DISTINCT FROM app.uid())
     OR (NEW.second_approver_id IS DISTINCT FROM OLD.second_approver_id
       AND (NEW.second_approver_id IS DISTINCT FROM app.uid() OR NOT app.independent(NEW.second_approver_id, NEW.first_approver_id, 'steward'))) THEN
    RAISE EXCEPTION 'two people approve a change of the hierarchy, each in their own name' USING errcode = '42501';
  END IF;
  IF OLD.second_approver_id IS NOT NULL AND (NEW.unit_id, NEW.effective_on, NEW.operations, NEW.decisions, NEW.recorded_late, NEW.undoes_id, NEW.first_approver_id)
     IS DISTINCT FROM (OLD.unit_id, OLD.effective_on, OLD.operations, OLD.decisions, OLD.recorded_late, OLD.undoes_id, OLD.first_approver_id) THEN
    RAISE EXCEPTION 'what two people approved is not changed' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS plan_guard ON orgs_restructureplan;
CREATE TRIGGER plan_guard BEFORE INSERT OR UPDATE ON orgs_restructureplan FOR EACH ROW EXECUTE FUNCTION app.plan_guard();

-- Likewise of a comment of those whom it concerns: said in one's own name, answered once, and never rewritten by whoever answers.
CREATE OR REPLACE FUNCTION app.comment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE')
     OR coalesce(current_setting('app.scope', true), '') = 'system' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.said_by_id IS DISTINCT FROM app.uid() OR NEW.answered_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'a comment is made in one''s own name' USING errcode = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.public_id, NEW.notice_id, NEW.unit_id, NEW.text, NEW.said_by_id, NEW.said_at)
     IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.notice_id, OLD.unit_id, OLD.text, OLD.said_by_id, OLD.said_at)
     OR OLD.answered_by_id IS NOT NULL OR NEW.answered_by_id IS DISTINCT FROM app.uid() THEN
    RAISE EXCEPTION 'a comment is answered once, and stays as it was said' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS comment_guard ON orgs_restructurecomment;
CREATE TRIGGER comment_guard BEFORE INSERT OR UPDATE ON orgs_restructurecomment FOR EACH ROW EXECUTE FUNCTION app.comment_guard();
REVOKE ALL ON FUNCTION app.plan_guard(), app.comment_guard() FROM PUBLIC;
