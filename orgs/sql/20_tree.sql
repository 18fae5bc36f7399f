-- The tree. Truth: orgs_orgplacement, dated. Everything on orgs_orgunit but code, is_employer and a division's employer
-- is a projection of it for one day. Writers take the lock first; a trigger refuses writes without it.

CREATE OR REPLACE FUNCTION app.tree_lock() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(20015, 1);
  PERFORM set_config('app.tree_locked', txid_current()::text, true);
END $$;

CREATE OR REPLACE FUNCTION app.tree_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.tree_locked', true) IS DISTINCT FROM txid_current()::text THEN
    RAISE EXCEPTION 'the tree is written without app.tree_lock()' USING errcode = '55000';
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS tree_guard ON orgs_orgunit;
CREATE TRIGGER tree_guard AFTER INSERT OR UPDATE OR DELETE ON orgs_orgunit FOR EACH STATEMENT EXECUTE FUNCTION app.tree_guard();
DROP TRIGGER IF EXISTS tree_guard ON orgs_orgplacement;
CREATE TRIGGER tree_guard AFTER INSERT OR UPDATE OR DELETE ON orgs_orgplacement FOR EACH STATEMENT EXECUTE FUNCTION app.tree_guard();

-- Bring the projected columns in step with the placements of a day. A closed unit hangs where it last hung, a future one
-- where it will first hang. Preorder rank r, depth d, subtree size s: lft = 2r - d - 1, rght = lft + 2s - 1.
CREATE OR REPLACE FUNCTION app.tree_project(p_day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE orgs_orgunit u
  SET name = p.name, parent_id = p.parent_id, type_id = p.type_id, open = (p.valid @> p_day)
  FROM (
    SELECT DISTINCT ON (unit_id) * FROM orgs_orgplacement
    ORDER BY unit_id, (valid @> p_day) DESC,
      CASE WHEN upper(valid) <= p_day THEN 0 ELSE 1 END,
      CASE WHEN upper(valid) <= p_day THEN upper(valid) END DESC, lower(valid)
  ) p
  WHERE p.unit_id = u.id AND (u.name, u.parent_id, u.type_id, u.open) IS DISTINCT FROM (p.name, p.parent_id, p.type_id, p.valid @> p_day);

  UPDATE orgs_orgunit u SET employer_id = e.employer_id
  FROM (
    WITH RECURSIVE up(id, at, depth) AS (
      SELECT u.id, u.id, 0 FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id WHERE t.kind = 'tree'
      UNION ALL
      SELECT up.id, a.parent_id, up.depth + 1 FROM up JOIN orgs_orgunit a ON a.id = up.at WHERE NOT a.is_employer AND a.parent_id IS NOT NULL AND up.depth < 32
    )
    SELECT DISTINCT ON (up.id) up.id, CASE WHEN a.is_employer THEN a.id END AS employer_id
    FROM up JOIN orgs_orgunit a ON a.id = up.at ORDER BY up.id, up.depth DESC
  ) e
  WHERE e.id = u.id AND u.employer_id IS DISTINCT FROM e.employer_id;

  UPDATE orgs_orgunit u SET tree_id = n.tree_id, level = n.level, lft = n.lft, rght = n.rght
  FROM (
    WITH RECURSIVE t(id, codes, ids, level) AS (
      SELECT id, ARRAY[code::text], ARRAY[id], 0 FROM orgs_orgunit WHERE parent_id IS NULL
      UNION ALL
      SELECT c.id, t.codes || c.code::text, t.ids || c.id, t.level + 1 FROM t JOIN orgs_orgunit c ON c.parent_id = t.id
    ), size AS (
      SELECT a AS id, count(*) AS s FROM t, unnest(t.ids) a GROUP BY a
    ), ranked AS (
      SELECT t.id, t.level, dense_rank() OVER (ORDER BY t.ids[1]) AS tree_id,
             row_number() OVER (PARTITION BY t.ids[1] ORDER BY t.codes) AS r
      FROM t
    )
    SELECT r.id, r.tree_id, r.level, 2 * r.r - r.level - 1 AS lft, 2 * r.r - r.level - 2 + 2 * size.s AS rght
    FROM ranked r JOIN size ON size.id = r.id
  ) n
  WHERE n.id = u.id AND (u.tree_id, u.level, u.lft, u.rght) IS DISTINCT FROM (n.tree_id, n.level, n.lft, n.rght);
END $$;

-- Open a unit at the top of the tree: what takes the place of the one that closes in the same restructure. No set of units
-- that a scope holds can have it, so the row is written here, for the restructure's own scope and under the lock.
CREATE OR REPLACE FUNCTION app.open_top(p_code text, p_name text, p_type text, p_day date, p_source text)
RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_type orgs_orgunittype%ROWTYPE; v_id int;
BEGIN
  SELECT * INTO STRICT v_type FROM orgs_orgunittype WHERE code = p_type AND kind = 'tree' AND jsonb_array_length(under) = 0;
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:restructure' THEN
    RAISE EXCEPTION 'the top of the tree is opened by a restructure only' USING errcode = '42501';
  END IF;
  INSERT INTO orgs_orgunit (code, name, type_id, is_employer, open, lft, rght, tree_id, level)
  VALUES (p_code, p_name, v_type.id, v_type.employs, false, 0, 0, 0, 0) RETURNING id INTO v_id;
  INSERT INTO orgs_orgplacement (unit_id, name, type_id, valid, source, ended_by, recorded_at)
  VALUES (v_id, p_name, v_type.id, daterange(p_day, NULL), p_source, '', now());
  RETURN v_id;
END $$;

-- Take back what one change recorded for days ahead: its placements, the closings it wrote, and the units it opened. Returns
-- the name of an organisation to which something else is tied, when there is one, and then the caller takes all back.
CREATE OR REPLACE FUNCTION app.tree_withdraw(p_source text, p_first date)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE p orgs_orgplacement%ROWTYPE; v_unit int; v_name text; v_opened int[] := '{}';
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:restructure' THEN
    RAISE EXCEPTION 'a change of the tree is withdrawn by a restructure only' USING errcode = '42501';
  END IF;
  FOR p IN SELECT * FROM orgs_orgplacement WHERE source = p_source AND lower(valid) >= p_first ORDER BY lower(valid) DESC, id DESC LOOP
    DELETE FROM orgs_orgplacement WHERE id = p.id;
    UPDATE orgs_orgplacement SET valid = daterange(lower(valid), upper(p.valid)) WHERE unit_id = p.unit_id AND upper(valid) = lower(p.valid);
    IF NOT FOUND THEN v_opened := v_opened || p.unit_id; END IF;
  END LOOP;
  FOR v_unit IN SELECT DISTINCT unit_id FROM orgs_orgplacement WHERE ended_by = p_source LOOP
    UPDATE orgs_orgplacement SET valid = daterange(lower(valid), NULL), ended_by = '' WHERE unit_id = v_unit AND ended_by = p_source;
    DELETE FROM orgs_orglink WHERE predecessor_id = v_unit AND effective_on >= p_first;
  END LOOP;
  FOREACH v_unit IN ARRAY v_opened LOOP
    SELECT name INTO v_name FROM orgs_orgunit WHERE id = v_unit;
    BEGIN
      DELETE FROM orgs_orgunit WHERE id = v_unit AND NOT EXISTS (SELECT 1 FROM orgs_orgplacement WHERE unit_id = v_unit);
      SET CONSTRAINTS ALL IMMEDIATE;
    EXCEPTION WHEN foreign_key_violation THEN
      RETURN v_name;
    END;
  END LOOP;
  SET CONSTRAINTS ALL DEFERRED;
  RETURN NULL;
END $$;

-- Pairs (ancestor, descendant) on which parent_id and lft/rght disagree. Empty when the projection is sound.
CREATE OR REPLACE FUNCTION app.tree_faults() RETURNS TABLE(ancestor_id int, unit_id int, fault text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE up(unit_id, ancestor_id, depth) AS (
    SELECT id, parent_id, 1 FROM orgs_orgunit WHERE parent_id IS NOT NULL
    UNION ALL
    SELECT up.unit_id, u.parent_id, up.depth + 1 FROM up JOIN orgs_orgunit u ON u.id = up.ancestor_id WHERE u.parent_id IS NOT NULL AND up.depth < 32
  ), truth AS (
    SELECT DISTINCT unit_id, ancestor_id FROM up
  ), projected AS (
    SELECT d.id AS unit_id, a.id AS ancestor_id FROM orgs_orgunit d JOIN orgs_orgunit a ON a.tree_id = d.tree_id AND a.lft < d.lft AND a.rght > d.rght
  )
  SELECT t.ancestor_id, t.unit_id, 'missing' FROM truth t LEFT JOIN projected p USING (unit_id, ancestor_id) WHERE p.unit_id IS NULL
  UNION ALL
  SELECT p.ancestor_id, p.unit_id, 'phantom' FROM projected p LEFT JOIN truth t USING (unit_id, ancestor_id) WHERE t.unit_id IS NULL
$$;

CREATE OR REPLACE FUNCTION app.tree_verify() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('app.tree_verified', true) = txid_current()::text THEN RETURN NULL; END IF;
  IF EXISTS (SELECT 1 FROM app.tree_faults()) THEN
    RAISE EXCEPTION 'the tree''s projection does not match its parents: call app.tree_project' USING errcode = '55000';
  END IF;
  PERFORM set_config('app.tree_verified', txid_current()::text, true);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS tree_verify ON orgs_orgunit;
CREATE CONSTRAINT TRIGGER tree_verify AFTER INSERT OR UPDATE OF parent_id ON orgs_orgunit DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.tree_verify();

-- Every (ancestor, descendant) pair of a day, each unit its own ancestor at depth 0.
CREATE OR REPLACE FUNCTION app.closure(p_day date) RETURNS TABLE(ancestor_id int, descendant_id int, depth int)
LANGUAGE sql STABLE ROWS 1100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE p AS MATERIALIZED (SELECT unit_id, parent_id FROM orgs_orgplacement WHERE valid @> p_day),
  t(a, d, depth) AS (
    SELECT unit_id, unit_id, 0 FROM p
    UNION ALL
    SELECT t.a, p.unit_id, t.depth + 1 FROM t JOIN p ON p.parent_id = t.d
  ) SELECT * FROM t
$$;

-- End a grant at a closing unit on a day and, given a successor, begin the same role there: what two people approved in a
-- restructure. Only the restructure's own scope may, for the units it was opened for. Returns (rows ended, rows begun).
CREATE OR REPLACE FUNCTION app.continue_grant(p_grant bigint, p_successor int, p_day date, p_reason text)
RETURNS TABLE(ended int, begun int) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE g orgs_grant%ROWTYPE; v_units int[] := app.units('access'); v_from date;
BEGIN
  SELECT * INTO STRICT g FROM orgs_grant WHERE id = p_grant;
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:restructure' OR NOT g.unit_id = ANY(v_units)
     OR (p_successor IS NOT NULL AND NOT p_successor = ANY(v_units)) THEN
    RAISE EXCEPTION 'a grant is continued by a restructure only' USING errcode = '42501';
  END IF;
  v_from := greatest(g.valid_from, p_day);
  ended := 0; begun := 0;
  IF g.valid_to <= v_from THEN RETURN NEXT; RETURN; END IF;
  IF p_successor IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM orgs_grant o WHERE o.user_id = g.user_id AND o.role = g.role AND o.unit_id = p_successor
      AND o.valid_from <= v_from AND (o.valid_to IS NULL OR o.valid_to >= coalesce(g.valid_to, 'infinity'::date))) THEN
    INSERT INTO orgs_grant (public_id, user_id, role, unit_id, valid_from, valid_to, granted_by_id, confirmed_by_id, reason, recorded_at)
    VALUES (gen_random_uuid(), g.user_id, g.role, p_successor, v_from, g.valid_to, g.granted_by_id, g.confirmed_by_id, p_reason, now());
    begun := 1;
  END IF;
  UPDATE orgs_grant SET valid_to = v_from WHERE id = p_grant;
  ended := 1;
  RETURN NEXT;
END $$;

-- Whoever leads succession at a closing employer and goes on at its successor reads what was recorded before: the same grant,
-- to read alone. Only the restructure's own scope may, for the units it was opened for. Returns the rows begun.
CREATE OR REPLACE FUNCTION app.keep_history(p_grant bigint, p_day date) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE g orgs_grant%ROWTYPE; v_done int;
BEGIN
  SELECT * INTO STRICT g FROM orgs_grant WHERE id = p_grant;
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:restructure' OR NOT g.unit_id = ANY(app.units('access')) OR g.role <> 'cpo' THEN
    RAISE EXCEPTION 'reading on is given by a restructure only, to who led succession' USING errcode = '42501';
  END IF;
  INSERT INTO orgs_grant (public_id, user_id, role, unit_id, valid_from, granted_by_id, confirmed_by_id, reason, recorded_at)
  SELECT gen_random_uuid(), g.user_id, 'history_reader', g.unit_id, greatest(p_day, g.valid_from), g.granted_by_id, g.confirmed_by_id,
         'Reads what was recorded before the change of organisations', now()
  WHERE NOT EXISTS (SELECT 1 FROM orgs_grant o WHERE o.user_id = g.user_id AND o.role = 'history_reader' AND o.unit_id = g.unit_id AND o.valid_to IS NULL);
  GET DIAGNOSTICS v_done = ROW_COUNT;
  RETURN v_done;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.keep_history(bigint, date) TO app_web;
GRANT EXECUTE ON FUNCTION app.continue_grant(bigint, int, date, text) TO app_web;
GRANT EXECUTE ON FUNCTION app.tree_lock(), app.tree_guard(), app.tree_project(date), app.tree_faults(), app.closure(date), app.open_top(text, text, text, date, text), app.tree_withdraw(text, date) TO app_web;
GRANT EXECUTE ON FUNCTION app.closure(date), app.path(int, date) TO app_builder;
