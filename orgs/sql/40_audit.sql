-- What was done: append-only for the site, sealed into one chain per unit by another role, read through a function.

-- A JSON array keeps its places: no value can be moved from one field into the next without changing the digest.
CREATE OR REPLACE FUNCTION app.audit_digest(p_id uuid, p_previous text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(p_previous, e.id, e.unit_id, e.seq, extract(epoch FROM e.at)::numeric(20, 6)::text,
    e.actor_id, e.principal, e.action, e.object_type, e.object_id, e.detail)::text, 'UTF8')), 'hex')
  FROM orgs_auditevent e WHERE e.id = p_id
$$;

-- Seal what is not yet sealed. Rows are numbered per unit in the order of their time; returns how many.
CREATE OR REPLACE FUNCTION app.seal_audit() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v record; v_prev text; v_seq bigint; v_unit int := NULL; v_done int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(20015, 2);
  FOR v IN SELECT * FROM orgs_auditevent WHERE seq IS NULL ORDER BY unit_id, at, id FOR UPDATE LOOP
    IF v_done = 0 OR v_unit IS DISTINCT FROM v.unit_id THEN
      v_unit := v.unit_id;
      SELECT seq, hash INTO v_seq, v_prev FROM orgs_auditevent WHERE unit_id IS NOT DISTINCT FROM v_unit AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1;
      v_seq := coalesce(v_seq, 0); v_prev := coalesce(v_prev, '');
    END IF;
    v_seq := v_seq + 1;
    UPDATE orgs_auditevent e SET seq = v_seq, previous = v_prev WHERE e.id = v.id;
    UPDATE orgs_auditevent e SET hash = app.audit_digest(e.id, v_prev) WHERE e.id = v.id RETURNING e.hash INTO v_prev;
    v_done := v_done + 1;
  END LOOP;
  RETURN v_done;
END $$;

-- Where a chain is broken: a changed row, a gap in the numbering, or an end that was there at the last verification and is
-- gone (the chain cannot tell that by itself). Empty when all is well.
DROP FUNCTION IF EXISTS app.audit_faults();
CREATE FUNCTION app.audit_faults() RETURNS TABLE(unit_id int, seq bigint, fault text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT q.unit_id, q.seq, CASE
      WHEN q.hash IS DISTINCT FROM app.audit_digest(q.id, q.previous) THEN 'the row was changed'
      WHEN q.seq <> q.expected THEN 'a row is missing before this one'
      ELSE 'the row before this one was changed' END
  FROM (
    SELECT a.*, coalesce(lag(a.seq) OVER w, 0) + 1 AS expected, coalesce(lag(a.hash) OVER w, '') AS before
    FROM orgs_auditevent a WHERE a.seq IS NOT NULL WINDOW w AS (PARTITION BY a.unit_id ORDER BY a.seq)
  ) q
  WHERE q.hash IS DISTINCT FROM app.audit_digest(q.id, q.previous) OR q.previous <> q.before OR q.seq <> q.expected
  UNION ALL
  SELECT nullif(h.unit, '')::int, (h.head->>0)::bigint, 'the row that ended this chain is gone'
  FROM (SELECT e.detail FROM orgs_auditevent e WHERE e.action = 'audit.verified' ORDER BY e.at DESC LIMIT 1) last,
       jsonb_each(last.detail->'heads') AS h(unit, head)
  WHERE NOT EXISTS (
    SELECT 1 FROM orgs_auditevent a
    WHERE a.unit_id IS NOT DISTINCT FROM nullif(h.unit, '')::int AND a.seq = (h.head->>0)::bigint AND a.hash = h.head->>1)
$$;

-- Verify every chain and write down that it was done, with the head of each chain and the number of faults. When `p_day` is
-- given and has been verified, nothing happens: a night tick may come more than once.
CREATE OR REPLACE FUNCTION app.verify_audit(p_day date) RETURNS TABLE(unit_id int, seq bigint, fault text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_faults jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(20015, 2);
  IF p_day IS NOT NULL AND EXISTS (
    SELECT 1 FROM orgs_auditevent e WHERE e.action = 'audit.verified' AND e.detail->>'day' = p_day::text) THEN
    RETURN;
  END IF;
  SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') INTO v_faults FROM app.audit_faults() f;
  INSERT INTO orgs_auditevent (id, unit_id, at, actor_id, principal, action, object_type, object_id, detail, previous, hash)
  SELECT gen_random_uuid(), NULL, clock_timestamp(), NULL, 'system:sealer', 'audit.verified', '', '',
         jsonb_build_object('day', p_day, 'faults', jsonb_array_length(v_faults), 'heads', (
           SELECT coalesce(jsonb_object_agg(coalesce(h.unit_id::text, ''), jsonb_build_array(h.seq, h.hash)), '{}')
           FROM (SELECT DISTINCT ON (a.unit_id) a.unit_id, a.seq, a.hash FROM orgs_auditevent a WHERE a.seq IS NOT NULL ORDER BY a.unit_id, a.seq DESC) h)), '', '';
  INSERT INTO orgs_auditevent (id, unit_id, at, actor_id, principal, action, object_type, object_id, detail, previous, hash)
  SELECT gen_random_uuid(), f.unit_id, clock_timestamp(), NULL, 'system:sealer', 'audit.gap', '', '', jsonb_build_object('seq', f.seq, 'fault', f.fault), '', ''
  FROM jsonb_to_recordset(v_faults) AS f(unit_id int, seq bigint, fault text);
  RETURN QUERY SELECT f.unit_id, f.seq, f.fault FROM jsonb_to_recordset(v_faults) AS f(unit_id int, seq bigint, fault text);
END $$;

-- What the audit page may show at all: not what a person answered about a nomination, nor what that answer set off,
-- which would say who is named; and not what a person did with a profile of her own, which is hers alone to tell: nor that
-- she made a code to take her record to another employer. Choices about pools and the naming of sponsors are left out whichever
-- pool it was: beside the ordinary memberships, which others read, they would say who is in a positive-action pool. All of it
-- stays in the record, in the chain and in the verification.
CREATE OR REPLACE FUNCTION app.audit_open(p_action text, p_principal text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT p_action NOT LIKE 'disclosure\_state.%' AND p_action NOT LIKE 'sharing.%' AND p_principal <> 'system:agreement'
     AND p_action NOT IN ('pool.chosen', 'pool.sponsor', 'staff.code_made') $$;

-- Likewise of who looked: a sponsor has people to look at only once they agreed to her, in a positive-action pool.
CREATE OR REPLACE FUNCTION app.look_open(p_page text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT p_page <> 'talentpools.sponsoring' $$;

DROP FUNCTION IF EXISTS app.audit_events(int, int, int);
CREATE FUNCTION app.audit_events(p_unit int, p_limit int, p_offset int)
RETURNS TABLE(id uuid, at timestamptz, actor_id int, login text, name text, principal text, action text, object_type text, object_id text, detail jsonb, seq bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id, e.at, e.actor_id, u.login::text, app.called(u.id, p_unit), e.principal::text, e.action::text, e.object_type::text, e.object_id::text,
    CASE WHEN e.action LIKE 'grant.%' OR e.action LIKE 'invitation.%' THEN jsonb_build_object('role', e.detail->'role')
         WHEN e.action LIKE 'config.%' THEN jsonb_build_object('kind', e.detail->'kind', 'version', e.detail->'version')
         ELSE '{}' END, e.seq
  FROM orgs_auditevent e LEFT JOIN orgs_user u ON u.id = e.actor_id
  WHERE e.unit_id = p_unit AND p_unit = ANY(app.units('audit')) AND app.audit_open(e.action, e.principal)
  ORDER BY e.at DESC, e.id LIMIT least(p_limit, 500) OFFSET p_offset
$$;

-- Who looked at the people of a unit: the reader's role and purpose, never whose rank or readiness. A pool's members have no
-- number, whichever pool it was: from one look to the next it would say that somebody joined one that is her own to tell.
DROP FUNCTION IF EXISTS app.read_events(int, int, int);
CREATE FUNCTION app.read_events(p_unit int, p_limit int, p_offset int)
RETURNS TABLE(id uuid, at timestamptz, actor_id int, login text, name text, role text, page text, purpose text, people int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.at, r.actor_id, u.login::text, app.called(u.id, p_unit), r.role::text, r.page::text, r.purpose::text,
    CASE WHEN r.page <> 'talentpools.pool' THEN cardinality(r.staff_ids) + cardinality(r.profiles) END
  FROM orgs_readevent r LEFT JOIN orgs_user u ON u.id = r.actor_id
  WHERE r.unit_id = p_unit AND p_unit = ANY(app.units('audit')) AND app.look_open(r.page)
  ORDER BY r.at DESC, r.id LIMIT least(p_limit, 500) OFFSET p_offset
$$;

-- How many rows of each kind a unit has, for the page numbers.
CREATE OR REPLACE FUNCTION app.audit_counts(p_unit int) RETURNS TABLE(done bigint, looked bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM orgs_auditevent e
          WHERE e.unit_id = p_unit AND p_unit = ANY(app.units('audit')) AND app.audit_open(e.action, e.principal)),
         (SELECT count(*) FROM orgs_readevent r WHERE r.unit_id = p_unit AND p_unit = ANY(app.units('audit')) AND app.look_open(r.page))
$$;

-- Looks at the record of whoever asks, at one employer in the last year: day, role and purpose, each once a day, and never how
-- often, on which page or by whom. Her own are left out. What a page of an app above may tell, that app decides in a function of
-- its own; a page that is of no app named here is told by nobody (tests/orgs/test_own_record.py).
CREATE OR REPLACE FUNCTION app.looks_at_me(p_unit int) RETURNS TABLE(staff_id bigint, day date, role text, purpose text, page text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, (r.at AT TIME ZONE 'Europe/London')::date, r.role::text, r.purpose::text, r.page::text
  FROM orgs_staffrecord s JOIN orgs_readevent r ON r.unit_id = s.unit_id AND s.id = ANY(r.staff_ids)
  WHERE s.unit_id = p_unit AND p_unit = ANY(app.units('own')) AND s.person_id = app.person_id()
    AND r.actor_id IS DISTINCT FROM app.uid() AND r.at >= app.day() - 365
$$;

DROP FUNCTION IF EXISTS app.my_readers(int);
CREATE FUNCTION app.my_readers(p_unit int) RETURNS TABLE(day date, role text, purpose text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT l.day, l.role, l.purpose FROM app.looks_at_me(p_unit) l
  WHERE l.page IN ('access', 'staff', 'staff.person', 'staff_list') OR l.page LIKE 'orgs.%' OR l.page LIKE 'support.%' OR l.page LIKE 'learning.%'
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.audit_events(int, int, int), app.read_events(int, int, int), app.audit_counts(int), app.my_readers(int) TO app_web;
GRANT EXECUTE ON FUNCTION app.seal_audit(), app.audit_faults(), app.verify_audit(date) TO app_seal;
