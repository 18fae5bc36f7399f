-- Whose account may open a board pack of a unit, for its succession lead, who sees no grants: who holds "read packs"
-- there today, and who holds her own record there (and can so be asked to sign). Numbers of accounts only.
DROP FUNCTION IF EXISTS app.succession_readers(int);
CREATE FUNCTION app.succession_readers(p_unit int) RETURNS TABLE(user_id int, via text, own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT x.user_id, CASE WHEN bool_or(p.codename = 'read_packs') THEN 'packs' ELSE 'own' END, bool_or(p.codename = 'own_record')
  FROM orgs_unitpermission x
  JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN orgs_user u ON u.id = x.user_id AND u.is_active
  JOIN auth_permission p ON p.id = x.permission_id AND p.codename IN ('read_packs', 'own_record')
  WHERE x.content_object_id = p_unit AND p_unit = ANY(app.units('succession'))
  GROUP BY x.user_id
$$;
REVOKE ALL ON FUNCTION app.succession_readers(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.succession_readers(int) TO app_web;
