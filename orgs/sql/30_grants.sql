-- A grant's permission rows (django-guardian, direct foreign key) are written by the database itself, from the role's
-- actions: no login of the site can write them. A grant that waits for its second administrator has none.

CREATE OR REPLACE FUNCTION app.write_permissions(p_grant bigint) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM orgs_unitpermission WHERE grant_id = p_grant;
  INSERT INTO orgs_unitpermission (grant_id, user_id, content_object_id, permission_id)
  SELECT g.id, g.user_id, g.unit_id, p.id
  FROM orgs_grant g
  JOIN orgs_rolerecord r ON r.code = g.role
  JOIN auth_permission p ON p.codename IN (SELECT jsonb_array_elements_text(r.actions))
  JOIN django_content_type c ON c.id = p.content_type_id AND c.app_label = 'orgs' AND c.model = 'orgunit'
  WHERE g.id = p_grant AND (NOT r.second_needed OR g.confirmed_by_id IS NOT NULL);
$$;

CREATE OR REPLACE FUNCTION app.grant_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN PERFORM app.write_permissions(NEW.id); RETURN NULL; END $$;
DROP TRIGGER IF EXISTS grant_written ON orgs_grant;
CREATE TRIGGER grant_written AFTER INSERT OR UPDATE ON orgs_grant FOR EACH ROW EXECUTE FUNCTION app.grant_written();

-- May the current user give this role here? The families that may give a role come from orgs/access/roles.py.
CREATE OR REPLACE FUNCTION app.may_grant(p_role text, p_unit int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM orgs_rolerecord r, jsonb_array_elements_text(r.granted_by) f, orgs_orgunit u
    WHERE r.code = p_role AND u.id = p_unit AND p_unit = ANY(app.units(f))
      AND (f <> 'stewardship' OR r.totals_only OR NOT u.is_employer))
$$;

-- A colleague who has no account yet. Says nothing of whether one existed before.
CREATE OR REPLACE FUNCTION app.ensure_user(p_login text, p_unusable_password text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_id int;
BEGIN
  IF cardinality(app.units('access')) = 0 AND cardinality(app.units('founding')) = 0 AND cardinality(app.units('stewardship')) = 0 THEN
    RAISE EXCEPTION 'inviting needs an access role here' USING errcode = '42501';
  END IF;
  INSERT INTO orgs_user (login, password, is_active, subject, created_at)
  VALUES (p_login, p_unusable_password, true, gen_random_uuid(), now()) ON CONFLICT (login) DO NOTHING;
  SELECT id INTO v_id FROM orgs_user WHERE login = p_login;
  RETURN v_id;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may_grant(text, int), app.ensure_user(text, text) TO app_web;
