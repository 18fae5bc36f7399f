-- Laid down after every migrate, and only when its text or a model's floor has changed (orgs/access/lay.py).
CREATE SCHEMA IF NOT EXISTS app;

-- Take everything away from the roles of the site, so that what follows is the whole truth.
CREATE OR REPLACE FUNCTION app.clear_floor(p_table text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v record;
BEGIN
  FOR v IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = p_table LOOP
    EXECUTE format('DROP POLICY %I ON public.%I', v.policyname, p_table);
  END LOOP;
  EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, app_web, app_edi, app_builder, app_seal', p_table);
  FOR v IN SELECT DISTINCT grantee, column_name, privilege_type FROM information_schema.column_privileges
           WHERE table_schema = 'public' AND table_name = p_table AND grantee IN ('app_web', 'app_edi', 'app_builder', 'app_seal') LOOP
    EXECUTE format('REVOKE %s (%I) ON public.%I FROM %I', v.privilege_type, v.column_name, p_table, v.grantee);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.clear_floor(text) FROM PUBLIC;

-- A foreign key does not ask row-level security: a hidden row could be pointed at. So keys between tenant rows carry the
-- unit: (column, unit_id) -> (id, unit_id). Idempotent.
CREATE OR REPLACE FUNCTION app.composite_key(p_table text, p_column text, p_target text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_unique text := p_target || '_id_unit_key';
  v_key text := left(p_table || '_' || p_column || '_unit_fk', 63);
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = v_unique) THEN
    EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I UNIQUE (id, unit_id)', p_target, v_unique);
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = v_key) THEN
    EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I FOREIGN KEY (%I, unit_id) REFERENCES public.%I (id, unit_id) DEFERRABLE INITIALLY DEFERRED',
      p_table, v_key, p_column, p_target);
  END IF;
END $$;
REVOKE ALL ON FUNCTION app.composite_key(text, text, text) FROM PUBLIC;

-- No session switches a trigger off. As django-pgtrigger lays it, whoever sets pgtrigger.ignore writes without history; and it
-- catches an exception at each row when nothing is set, which took four fifths of the time of writing a row.
CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';

-- A row keeps its key: what its history is found by. The triggers join the rows before and after a statement by it.
CREATE OR REPLACE FUNCTION app.keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the key of a row is never changed' USING errcode = '42501'; END $$;

-- The history triggers of django-pghistory write as their owner, so that the site can neither read, forge nor delete history.
-- Each writes once a statement and joins the rows before with the rows after it. The plan is kept from the first statement of a
-- session, which may be of one row, and would then go through every pair of a statement of thousands: so no nested loop.
CREATE OR REPLACE FUNCTION app.own_history() RETURNS void LANGUAGE plpgsql AS $$
DECLARE v record;
BEGIN
  FOR v IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND (p.proname LIKE 'pgtrigger\_%' OR p.proname = '_pgh_attach_context')
             AND (NOT p.prosecdef OR p.proconfig IS DISTINCT FROM ARRAY['search_path=public, pg_temp', 'enable_nestloop=off']) LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp SET enable_nestloop = off', v.name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v.name);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION app.own_history() FROM PUBLIC;
