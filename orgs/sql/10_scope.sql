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

CREATE OR REPLACE FUNCTION app.enter(p_user int, p_code text, p_day date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_unit orgs_orgunit%ROWTYPE;
  v_kind text;
  v_type text;
  v_path int[] := '{}';
  v_employer int;
  v_reach jsonb;
  v_set record;
  v_person bigint;
  v_name text;
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
  v_employer := CASE WHEN v_kind = 'inside' THEN v_unit.employer_id ELSE v_unit.id END;
  -- At an employer who knows the person, as that employer writes the name.
  v_name := coalesce((SELECT s.name FROM orgs_staffrecord s WHERE s.person_id = v_person AND s.unit_id = v_employer), v_name);

  -- grants that reach this unit, and what they allow here
  SELECT coalesce(jsonb_agg(jsonb_build_object('unit', unit_id, 'action', action, 'family', family, 'reach', reach, 'role', role)), '[]')
  INTO v_reach
  FROM (
    SELECT DISTINCT x.content_object_id AS unit_id, a.code AS action, a.family, a.reach, g.role
    FROM orgs_unitpermission x
    JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= p_day AND (g.valid_to IS NULL OR g.valid_to > p_day)
    JOIN orgs_user u ON u.id = x.user_id AND u.is_active
    JOIN auth_permission p ON p.id = x.permission_id
    JOIN orgs_action a ON a.code = p.codename
    WHERE x.user_id = p_user
      AND ((a.reach = 'employer' AND x.content_object_id IN (v_unit.id, v_employer))
        OR (a.reach = 'below' AND x.content_object_id = ANY(v_path)))
  ) q;

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
      SELECT r.family, m.unit_id FROM r JOIN orgs_overlaymembership m ON m.overlay_id = r.unit AND m.valid @> p_day WHERE r.family = 'aggregate'
      UNION
      SELECT r.family, u.id FROM r JOIN orgs_orgunit u ON u.id = r.unit
        OR (u.employer_id = r.unit AND u.type_id IN (SELECT id FROM orgs_orgunittype WHERE kind = 'inside'))
      WHERE r.reach = 'employer'
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

  RETURN jsonb_build_object(
    'name', coalesce(v_name, ''),
    'unit', jsonb_build_object('id', v_unit.id, 'code', v_unit.code, 'name', v_unit.name, 'kind', v_kind, 'kind_label', v_type,
                               'is_employer', v_unit.is_employer, 'employer_id', v_unit.employer_id, 'open', v_unit.open),
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
GRANT EXECUTE ON FUNCTION app.uid(), app.person_id(), app.day(), app.units(text), app.leave(), app.path(int, date),
  app.enter(int, text, date), app.enter_system(text, int[], date), app.my_units() TO app_web, app_edi;
GRANT EXECUTE ON FUNCTION app.units(text), app.day(), app.path(int, date) TO app_builder;
GRANT EXECUTE ON FUNCTION app.leave() TO app_builder, app_seal;
