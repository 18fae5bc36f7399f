-- Where a message to an account goes: the work address that its employer holds, or a login that is an address.
-- For the system's own scopes only, so that no page can turn a login into somebody's address.
CREATE OR REPLACE FUNCTION app.address_of(p_user int) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    (SELECT s.work_email::text FROM orgs_staffrecord s WHERE s.person_id = u.person_id AND s.work_email <> '' ORDER BY s.valid_from DESC, s.id LIMIT 1),
    CASE WHEN u.login LIKE '%_@_%' THEN u.login::text END)
  FROM orgs_user u WHERE u.id = p_user AND u.is_active AND current_setting('app.scope', true) = 'system'
$$;
REVOKE ALL ON FUNCTION app.address_of(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.address_of(int) TO app_web;
