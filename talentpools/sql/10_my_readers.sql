-- Which looks on pages of pools a person may know of: those of a search, and those at members from the day her membership was
-- opened. What is only prepared for her is shown on no such page.
DROP FUNCTION IF EXISTS app.my_pool_readers(int);
CREATE FUNCTION app.my_pool_readers(p_unit int) RETURNS TABLE(day date, role text, purpose text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT l.day, l.role, l.purpose FROM app.looks_at_me(p_unit) l
  WHERE l.page = 'talentpools.find'
    OR (l.page LIKE 'talentpools.%' AND EXISTS (
      SELECT 1 FROM talentpools_poolmembership m WHERE m.staff_id = l.staff_id AND m.opened_on <= l.day))
$$;
REVOKE ALL ON FUNCTION app.my_pool_readers(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.my_pool_readers(int) TO app_web;
