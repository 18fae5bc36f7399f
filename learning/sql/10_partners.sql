-- With whom a member of staff can have a career conversation: who may manage learning at her employer, by name, role and the
-- public id of the grant by which they may. For whoever has a record of her own there, and never herself.
DROP FUNCTION IF EXISTS app.conversation_partners(int);
CREATE FUNCTION app.conversation_partners(p_unit int) RETURNS TABLE(public_id uuid, user_id int, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (h.id) g.public_id, h.id, coalesce(nullif(app.called(h.id, p_unit), ''), h.login)::text, g.role::text
  FROM orgs_unitpermission x
  JOIN orgs_grant g ON g.id = x.grant_id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN auth_permission p ON p.id = x.permission_id AND p.codename = 'manage_learning'
  JOIN orgs_user h ON h.id = g.user_id AND h.is_active
  WHERE x.content_object_id = p_unit AND p_unit = ANY(app.units('own')) AND h.id <> app.uid()
  ORDER BY h.id, g.role, g.id
$$;

-- What the other side of one's own conversations is called, whether or not they still may have one.
DROP FUNCTION IF EXISTS app.my_partners(int);
CREATE FUNCTION app.my_partners(p_unit int) RETURNS TABLE(user_id int, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT u.id, coalesce(nullif(app.called(u.id, p_unit), ''), u.login)::text
  FROM learning_conversation c JOIN orgs_staffrecord s ON s.id = c.staff_id JOIN orgs_user u ON u.id = c.with_user_id
  WHERE c.unit_id = p_unit AND p_unit = ANY(app.units('own')) AND s.person_id = app.person_id()
$$;
REVOKE ALL ON FUNCTION app.conversation_partners(int), app.my_partners(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.conversation_partners(int), app.my_partners(int) TO app_web;
