-- "Who can see this", for whoever stands in the circle of a page: by role and unit, without names.

-- Whether whoever asks stands inside the unit of the page: with a role about its people, or with any role at a unit that is
-- behind no wall. A role that reaches a Trust from above is outside.
CREATE OR REPLACE FUNCTION app.stands_inside(p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p_unit::text = current_setting('app.unit', true) AND (
    EXISTS (SELECT 1 FROM (SELECT DISTINCT family FROM orgs_action WHERE reach = 'employer') f WHERE p_unit = ANY(app.units(f.family)))
    OR (p_unit = ANY(app.units('upward')) AND EXISTS (
      SELECT 1 FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id WHERE u.id = p_unit AND NOT u.is_employer AND t.kind <> 'inside')))
$$;

-- The accounts that have an action of some families at the unit today, each once for every role and unit of the role.
DROP FUNCTION IF EXISTS app.readers_here(int, text[]);
CREATE FUNCTION app.readers_here(p_unit int, p_families text[])
RETURNS TABLE(user_id int, role text, unit_name text, from_above boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT g.user_id, g.role::text, u.name::text, u.id <> p_unit
  FROM (SELECT app.path(p_unit, app.day()) AS path OFFSET 0) here  -- asked once, not for each row
  CROSS JOIN orgs_unitpermission x
  JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN auth_permission p ON p.id = x.permission_id
  JOIN orgs_action a ON a.code = p.codename AND a.family = ANY(p_families)
  JOIN orgs_user h ON h.id = g.user_id AND h.is_active
  JOIN orgs_orgunit u ON u.id = g.unit_id
  WHERE app.stands_inside(p_unit) AND a.family <> 'own'  -- a person's own record is hers: nobody is listed for having one
    AND CASE a.reach
      WHEN 'below' THEN u.id = ANY(here.path)
        OR (a.family = 'aggregate' AND EXISTS (SELECT 1 FROM orgs_overlaymembership m WHERE m.overlay_id = u.id AND m.unit_id = p_unit AND m.valid @> app.day()))
      WHEN 'here' THEN u.id = p_unit
      ELSE u.id IN (SELECT p_unit UNION
        SELECT d.employer_id FROM orgs_orgunit d JOIN orgs_orgunittype t ON t.id = d.type_id WHERE d.id = p_unit AND t.kind = 'inside') END
  ORDER BY 2, 3, 1
$$;

-- How often pages of some kinds were opened at the unit in the last 12 months: by role for who reads the audit log, in one
-- number for who stands inside. Never by whom, of whom or when.
DROP FUNCTION IF EXISTS app.looks_in_a_year(int, text[]);
CREATE FUNCTION app.looks_in_a_year(p_unit int, p_pages text[]) RETURNS TABLE(role text, looks bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT q.role, count(*) FROM (
    SELECT CASE WHEN p_unit = ANY(app.units('audit')) THEN r.role::text ELSE '' END AS role
    FROM orgs_readevent r
    WHERE r.unit_id = p_unit AND r.page = ANY(p_pages) AND r.at >= app.day() - 365 AND app.look_open(r.page)
      AND app.stands_inside(p_unit)) q
  GROUP BY 1 ORDER BY 2 DESC, 1
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.readers_here(int, text[]), app.looks_in_a_year(int, text[]) TO app_web;
