-- While a change of organisations is in consultation, judgements on those affected serve succession planning and nothing else.
-- The tables that would take them further carry this trigger (succession/sql, talentpools/sql).

CREATE OR REPLACE FUNCTION app.consultation_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM orgs_consultation c WHERE c.unit_id = NEW.unit_id AND c.starts_on <= app.day() AND c.ends_on > app.day()) THEN
    RAISE EXCEPTION 'locked while a change of organisations is in consultation' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.consultation_guard() FROM PUBLIC;
