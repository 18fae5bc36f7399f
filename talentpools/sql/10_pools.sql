-- Nobody is put into a positive-action pool by a row that pool people can read: their memberships are a table of their
-- own. Asked as the owner, because whoever writes may not see the pool.
CREATE OR REPLACE FUNCTION app.no_ordinary_member() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT kind FROM talentpools_pool WHERE id = NEW.pool_id) = 'POSITIVE_ACTION' THEN
    RAISE EXCEPTION 'a positive-action pool has no ordinary members' USING errcode = '23514';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS no_ordinary_member ON talentpools_poolmembership;
CREATE TRIGGER no_ordinary_member BEFORE INSERT OR UPDATE OF pool_id ON talentpools_poolmembership
  FOR EACH ROW EXECUTE FUNCTION app.no_ordinary_member();

-- Posts that come due within 12 months, one row with the codes of its roles for each: vacant, or a term ends. These are
-- facts of the organisation, which pool people need and which the posts' own policy keeps with succession. A day of
-- leaving is a judgement about its holder: it counts for the succession circle alone.
DROP FUNCTION IF EXISTS app.posts_due(int, date);
CREATE FUNCTION app.posts_due(p_unit int, p_day date) RETURNS TABLE(role_codes text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.role_codes::text[]
  FROM succession_post p
  LEFT JOIN succession_riskassessment k ON k.post_id = p.id AND k.valid_from <= p_day AND (k.valid_to IS NULL OR k.valid_to > p_day)
  WHERE p.unit_id = p_unit AND (p_unit = ANY(app.units('pools')) OR p_unit = ANY(app.units('succession')))
    AND p.valid_from <= p_day AND (p.valid_to IS NULL OR p.valid_to > p_day)
    AND (NOT EXISTS (SELECT 1 FROM succession_incumbency i WHERE i.post_id = p.id AND i.starts_on <= p_day AND (i.ends_on IS NULL OR i.ends_on > p_day))
      OR p.term_ends_on < p_day + interval '12 months'
      OR (k.leaving_on < p_day + interval '12 months' AND p_unit = ANY(app.units('succession'))))
$$;

-- Accounts that may run the pools of a unit: who can own one. Ids alone; names come through the viewer's own rights.
DROP FUNCTION IF EXISTS app.pool_people(int, date);
CREATE FUNCTION app.pool_people(p_unit int, p_day date) RETURNS TABLE(user_id int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT g.user_id FROM orgs_grant g
  JOIN orgs_unitpermission x ON x.grant_id = g.id
  JOIN auth_permission a ON a.id = x.permission_id AND a.codename = 'manage_pools'
  JOIN orgs_user u ON u.id = g.user_id AND u.is_active
  WHERE p_unit = ANY(app.units('pools')) AND x.content_object_id IN (
      SELECT p_unit UNION SELECT d.employer_id FROM orgs_orgunit d JOIN orgs_orgunittype t ON t.id = d.type_id
      WHERE d.id = p_unit AND t.kind = 'inside')
    AND g.valid_from <= p_day AND (g.valid_to IS NULL OR g.valid_to > p_day)
$$;

REVOKE ALL ON FUNCTION app.no_ordinary_member(), app.posts_due(int, date), app.pool_people(int, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.posts_due(int, date), app.pool_people(int, date) TO app_web;
