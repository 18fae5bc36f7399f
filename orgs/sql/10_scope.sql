-- The scope of a transaction: whose it is, on which day, and which units each family of action may touch.
-- app.enter derives it from the grants, so the site cannot ask for more than its user holds.
-- Everything is SET LOCAL: it ends with the transaction, also behind PgBouncer.

CREATE OR REPLACE FUNCTION app.uid() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::int $$;

CREATE OR REPLACE FUNCTION app.person_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.person_id', true), '')::bigint $$;

CREATE OR REPLACE FUNCTION app.day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('app.day', true), '')::date $$;

-- No scope open is an error, so that a forgotten scope cannot put a wrong zero into a report.
-- An open scope without the family is the empty set: no rows.
CREATE OR REPLACE FUNCTION app.units(p_family text) RETURNS int[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE v text := current_setting('app.units_' || p_family, true);
BEGIN
  IF coalesce(current_setting('app.scope', true), '') = '' THEN
    RAISE EXCEPTION 'no tenancy scope is open' USING errcode = '42501';
  END IF;
  RETURN coalesce(nullif(v, ''), '{}')::int[];
END $$;

CREATE OR REPLACE FUNCTION app.leave() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v text;
BEGIN
  FOR v IN SELECT DISTINCT family FROM orgs_action UNION SELECT unnest(ARRAY['upward', 'any', 'carried', 'inside'])
           UNION SELECT jsonb_array_elements_text(families) FROM orgs_systemprincipal LOOP
    PERFORM set_config('app.units_' || v, '', true);
  END LOOP;
  PERFORM set_config('app.read_only', '', true);
  PERFORM set_config('app.scope', '', true), set_config('app.user_id', '', true), set_config('app.person_id', '', true),
          set_config('app.principal', '', true), set_config('app.day', '', true), set_config('app.unit', '', true);
END $$;

-- The ancestors of a unit on a day, itself first, by the dated placements and never by lft/rght.
CREATE OR REPLACE FUNCTION app.path(p_unit int, p_day date) RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE up(unit_id, depth) AS (
    SELECT p_unit, 0
    UNION ALL
    SELECT coalesce(p.parent_id, CASE WHEN t.kind = 'inside' THEN u.employer_id END), up.depth + 1
    FROM up
    JOIN orgs_orgunit u ON u.id = up.unit_id
    JOIN orgs_orgunittype t ON t.id = u.type_id
    LEFT JOIN orgs_orgplacement p ON p.unit_id = up.unit_id AND p.valid @> p_day
    WHERE coalesce(p.parent_id, CASE WHEN t.kind = 'inside' THEN u.employer_id END) IS NOT NULL AND up.depth < 32
  )
  SELECT array_agg(unit_id ORDER BY depth) FROM up
$$;

-- The day on which a unit that has been in the tree closed, if it is closed on a day; null while it is open or not yet there.
CREATE OR REPLACE FUNCTION app.closed_on(p_unit int, p_day date) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT max(upper(valid)) FROM orgs_orgplacement WHERE unit_id = p_unit AND lower(valid) <= p_day
  HAVING bool_and(NOT valid @> p_day) AND count(*) > 0
$$;

-- The unit that keeps what a closed unit recorded, and whatever took its place in turn: of several successors the main one alone,
-- which is written first (orgs/restructure/steps.py), and of a unit that was opened again only by its last closing.
CREATE OR REPLACE FUNCTION app.heirs(p_unit int, p_day date) RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE heir(id, depth) AS (
    SELECT p_unit, 0
    UNION
    SELECT k.successor_id, h.depth + 1 FROM heir h CROSS JOIN LATERAL (
      SELECT l.successor_id FROM orgs_orglink l WHERE l.predecessor_id = h.id AND l.effective_on = app.closed_on(h.id, p_day)
      ORDER BY l.id LIMIT 1) k WHERE h.depth < 16
  ) SELECT coalesce(array_agg(DISTINCT id) FILTER (WHERE depth > 0), '{}') FROM heir
$$;

-- Whether rows may be changed here. What an employer recorded stays as it was when it closed: whoever still reads it writes
-- nothing, whichever family a role of hers opens. Asked by a restrictive policy of every table (orgs/access/floor.py).
CREATE OR REPLACE FUNCTION app.may_write() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('app.read_only', true), '') <> 'on' $$;

-- Who keeps an overlay, and the units above the keeper: whoever administers one of them administers the overlay. For these
-- families alone (app.keeps): no figure comes with it.
CREATE OR REPLACE FUNCTION app.kept_path(p_unit int, p_day date) RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT app.path(o.kept_by_id, p_day) FROM orgs_overlay o WHERE o.unit_id = p_unit), '{}')
$$;
CREATE OR REPLACE FUNCTION app.keeps(p_family text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT p_family IN ('tree', 'stewardship', 'definitions')
$$;

-- `p_asked` are the actions that the page asks for: a grant that allows one of them is noted as used today (orgs_grantuse), at
-- most once a day. A row that another request of the same user is writing at this moment is left to it: nobody waits.
DROP FUNCTION IF EXISTS app.enter(int, text, date);
CREATE OR REPLACE FUNCTION app.enter(p_user int, p_code text, p_day date, p_asked text[] DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_unit orgs_orgunit%ROWTYPE;
  v_kind text;
  v_type text;
  v_path int[] := '{}';
  v_kept int[] := '{}';
  v_employer int;
  v_reach jsonb;
  v_set record;
  v_person bigint;
  v_name text;
  v_used bigint[];
  v_support jsonb;
  v_closed date;
  v_consulted record;
BEGIN
  PERFORM app.leave();
  SELECT u.person_id INTO v_person FROM orgs_user u WHERE u.id = p_user AND u.is_active;
  PERFORM set_config('app.scope', 'user', true), set_config('app.day', p_day::text, true),
          set_config('app.user_id', coalesce(p_user::text, ''), true), set_config('app.person_id', coalesce(v_person::text, ''), true);
  SELECT s.name INTO v_name FROM orgs_staffrecord s WHERE s.person_id = v_person ORDER BY s.valid_from DESC LIMIT 1;
  IF p_code IS NULL THEN RETURN jsonb_build_object('name', coalesce(v_name, '')); END IF;
  SELECT * INTO v_unit FROM orgs_orgunit WHERE code = p_code;
  IF NOT FOUND THEN RETURN jsonb_build_object('name', coalesce(v_name, '')); END IF;
  SELECT kind, label INTO v_kind, v_type FROM orgs_orgunittype WHERE id = v_unit.type_id;
  PERFORM set_config('app.unit', v_unit.id::text, true);
  v_path := app.path(v_unit.id, p_day);
  IF v_kind = 'overlay' THEN v_kept := app.kept_path(v_unit.id, p_day); END IF;
  v_employer := CASE WHEN v_kind = 'inside' THEN v_unit.employer_id ELSE v_unit.id END;
  v_closed := app.closed_on(v_employer, p_day);
  SELECT title, ends_on INTO v_consulted FROM orgs_consultation
  WHERE unit_id = v_employer AND starts_on <= p_day AND ends_on > p_day ORDER BY ends_on DESC LIMIT 1;
  PERFORM set_config('app.read_only', CASE WHEN v_closed IS NULL THEN '' ELSE 'on' END, true);
  -- At an employer who knows the person, as that employer writes the name.
  v_name := coalesce((SELECT s.name FROM orgs_staffrecord s WHERE s.person_id = v_person AND s.unit_id = v_employer), v_name);

  -- grants that reach this unit, and what they allow here
  SELECT coalesce(jsonb_agg(jsonb_build_object('unit', unit_id, 'action', action, 'family', family, 'reach', reach, 'role', role)), '[]'),
         array_agg(DISTINCT grant_id) FILTER (WHERE family <> 'own' AND action = ANY(p_asked))
  INTO v_reach, v_used
  FROM (
    SELECT x.content_object_id AS unit_id, a.code AS action, a.family, a.reach, g.role, min(g.id) AS grant_id
    FROM orgs_unitpermission x
    JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= p_day AND (g.valid_to IS NULL OR g.valid_to > p_day)
    JOIN orgs_user u ON u.id = x.user_id AND u.is_active
    JOIN auth_permission p ON p.id = x.permission_id
    JOIN orgs_action a ON a.code = p.codename
    WHERE x.user_id = p_user
      -- A closed employer's records are read by who is responsible for what became of it, and only as long as she is.
      AND (g.role <> 'history_reader' OR (v_closed IS NOT NULL AND EXISTS (
        SELECT 1 FROM orgs_grant o WHERE o.user_id = p_user AND o.role = 'cpo' AND o.unit_id = ANY(app.heirs(g.unit_id, p_day))
          AND o.valid_from <= p_day AND (o.valid_to IS NULL OR o.valid_to > p_day))))
      AND ((a.reach = 'employer' AND x.content_object_id IN (v_unit.id, v_employer))
        OR (a.reach = 'here' AND x.content_object_id = v_unit.id)
        OR (a.reach = 'below' AND x.content_object_id = ANY(v_path))
        OR (a.reach = 'below' AND x.content_object_id = ANY(v_kept) AND app.keeps(a.family)))
    GROUP BY x.content_object_id, a.code, a.family, a.reach, g.role
  ) q;
  IF v_used IS NOT NULL AND NOT current_setting('transaction_read_only')::boolean THEN
    UPDATE orgs_grantuse u SET last_on = p_day
    FROM (SELECT w.grant_id FROM orgs_grantuse w WHERE w.grant_id = ANY(v_used) AND (w.last_on IS NULL OR w.last_on < p_day)
          FOR NO KEY UPDATE SKIP LOCKED) stale
    WHERE u.grant_id = stale.grant_id;
  END IF;

  -- Support access (break-glass) that is live at this moment, for somebody with no role inside the employer: its few actions, and
  -- no writing at all unless it is to appoint an administrator. The moment is the database's own; nothing closes it but time.
  IF NOT v_reach @> '[{"reach": "employer"}]' THEN
    v_support := app.support_open(p_user, v_employer, p_day);
    IF v_support IS NOT NULL THEN
      SELECT v_reach || coalesce(jsonb_agg(jsonb_build_object('unit', v_employer, 'action', a.code, 'family', a.family, 'reach', a.reach, 'role', 'support')), '[]')
      INTO v_reach FROM orgs_action a
      WHERE CASE v_support->>'kind' WHEN 'look' THEN a.support AND a.reach = 'employer' ELSE a.code = 'found_access' END;
    END IF;
  END IF;

  FOR v_set IN
    WITH RECURSIVE r AS (
      SELECT * FROM jsonb_to_recordset(v_reach) AS r(unit int, family text, reach text)
    ), down(root, unit_id) AS (
      SELECT DISTINCT unit, unit FROM r WHERE reach = 'below'
      UNION
      SELECT d.root, p.unit_id FROM down d JOIN orgs_orgplacement p ON p.parent_id = d.unit_id AND p.valid @> p_day
    ), sets(family, unit_id) AS (
      SELECT r.family, d.unit_id FROM r JOIN down d ON d.root = r.unit WHERE r.reach = 'below'
      UNION
      SELECT r.family, o.unit_id FROM r JOIN down d ON d.root = r.unit JOIN orgs_overlay o ON o.kept_by_id = d.unit_id
      WHERE r.reach = 'below' AND app.keeps(r.family)
      UNION
      SELECT r.family, m.unit_id FROM r JOIN orgs_overlaymembership m ON m.overlay_id = r.unit AND m.valid @> p_day
      WHERE r.family = 'aggregate' AND r.reach = 'below'
      UNION
      SELECT r.family, u.id FROM r JOIN orgs_orgunit u ON u.id = r.unit
        OR (u.employer_id = r.unit AND u.type_id IN (SELECT id FROM orgs_orgunittype WHERE kind = 'inside'))
      WHERE r.reach = 'employer'
      UNION
      SELECT r.family, r.unit FROM r WHERE r.reach = 'here'
      UNION
      -- Where a role is held itself, and not from above: what an employer keeps for itself is read there.
      SELECT 'inside', u.id FROM r JOIN orgs_orgunit u ON u.id = r.unit
        OR (u.employer_id = r.unit AND u.type_id IN (SELECT id FROM orgs_orgunittype WHERE kind = 'inside'))
    )
    SELECT family, array_agg(DISTINCT unit_id) AS units FROM sets GROUP BY family
  LOOP
    PERFORM set_config('app.units_' || v_set.family, v_set.units::text, true);
  END LOOP;

  -- Where the person's own record is besides: what is hers by policy she reads at each of her employers.
  IF v_person IS NOT NULL AND v_reach @> '[{"family": "own"}]' THEN
    PERFORM set_config('app.units_carried', coalesce(
      (SELECT array_agg(DISTINCT s.unit_id)::text FROM orgs_staffrecord s WHERE s.person_id = v_person AND s.unit_id <> v_employer), ''), true);
  END IF;

  IF jsonb_array_length(v_reach) > 0 THEN
    PERFORM set_config('app.units_upward',
      (SELECT array_agg(DISTINCT unit_id)::text FROM (
         SELECT unnest(v_path) AS unit_id
         UNION SELECT m.overlay_id FROM orgs_overlaymembership m WHERE m.unit_id = ANY(v_path) AND m.valid @> p_day) q), true);
  END IF;

  -- From here on this transaction writes nothing, whatever the code does and whoever owns a function that it calls.
  IF v_support->>'kind' = 'look' THEN PERFORM set_config('transaction_read_only', 'on', true); END IF;

  RETURN jsonb_build_object(
    'name', coalesce(v_name, ''),
    'support', v_support,
    'unit', jsonb_build_object('id', v_unit.id, 'code', v_unit.code, 'name', v_unit.name, 'kind', v_kind, 'kind_label', v_type,
                               'is_employer', v_unit.is_employer, 'employer_id', v_unit.employer_id, 'open', v_unit.open, 'closed_on', v_closed,
                               'consultation', coalesce(v_consulted.title, ''), 'consultation_ends_on', v_consulted.ends_on),
    -- The units above, and whether one of the roles that reach here opens their page too.
    'crumbs', (SELECT coalesce(jsonb_agg(jsonb_build_array(u.name, u.code, EXISTS (
                   SELECT 1 FROM jsonb_to_recordset(v_reach) AS r(unit int, reach text)
                   WHERE r.unit = q.id OR (r.reach = 'below' AND array_position(v_path, r.unit) > q.n))) ORDER BY q.n DESC), '[]')
               FROM unnest(v_path) WITH ORDINALITY q(id, n) JOIN orgs_orgunit u ON u.id = q.id WHERE q.n > 1),
    'grants', v_reach);
END $$;

-- A named part of the system at work: only the families of its principal, and only the units it was started for
-- (null = all). Principals and their families are in code (orgs/access/principals.py).
CREATE OR REPLACE FUNCTION app.enter_system(p_principal text, p_units int[], p_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_family text;
  v_units text := coalesce(p_units, (SELECT array_agg(id) FROM orgs_orgunit), '{}')::text;
BEGIN
  PERFORM app.leave();
  IF NOT EXISTS (SELECT 1 FROM orgs_systemprincipal WHERE code = p_principal) THEN
    RAISE EXCEPTION 'unknown system principal %', p_principal USING errcode = '42501';
  END IF;
  PERFORM set_config('app.scope', 'system', true), set_config('app.principal', p_principal, true), set_config('app.day', p_day::text, true);
  FOR v_family IN SELECT jsonb_array_elements_text(families) FROM orgs_systemprincipal WHERE code = p_principal LOOP
    PERFORM set_config('app.units_' || v_family, v_units, true);
  END LOOP;
END $$;

-- The organisations that the current user holds a role on, for the pages without a unit.
CREATE OR REPLACE FUNCTION app.my_units() RETURNS TABLE(code text, name text, kind_label text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT u.code::text, u.name::text, t.label::text, g.role::text
  FROM orgs_grant g JOIN orgs_orgunit u ON u.id = g.unit_id JOIN orgs_orgunittype t ON t.id = u.type_id
  WHERE g.user_id = app.uid() AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
    AND EXISTS (SELECT 1 FROM orgs_unitpermission x WHERE x.grant_id = g.id)
  ORDER BY 2, 4
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO app_web, app_edi, app_builder, app_seal;
GRANT EXECUTE ON FUNCTION app.may_write(), app.closed_on(int, date), app.heirs(int, date) TO app_web, app_edi;
GRANT EXECUTE ON FUNCTION app.uid(), app.person_id(), app.day(), app.units(text), app.leave(), app.path(int, date),
  app.enter(int, text, date, text[]), app.enter_system(text, int[], date), app.my_units() TO app_web, app_edi;
GRANT EXECUTE ON FUNCTION app.units(text), app.day(), app.path(int, date) TO app_builder;
GRANT EXECUTE ON FUNCTION app.leave() TO app_builder, app_seal;
