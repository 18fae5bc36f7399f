-- Which looks on pages of succession a person may know of: those while she is named and has been told of it, and looks at the
-- plan while she holds a post of the board, who stands on it anyway. Everything else would tell her of a nomination that
-- nobody has told her of: such a withholding is the nomination's own, with its reason and review date.
DROP FUNCTION IF EXISTS app.my_succession_readers(int);
CREATE FUNCTION app.my_succession_readers(p_unit int) RETURNS TABLE(day date, role text, purpose text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT l.day, l.role, l.purpose FROM app.looks_at_me(p_unit) l
  WHERE l.page LIKE 'succession.%'
    AND (EXISTS (SELECT 1 FROM succession_nomination n
                 WHERE n.staff_id = l.staff_id AND n.disclosure <> 'not_told'
                   AND n.valid_from <= l.day AND (n.valid_to IS NULL OR n.valid_to > l.day))
      OR (l.page IN ('succession.plan', 'succession.glance')
          AND EXISTS (SELECT 1 FROM succession_incumbency i JOIN orgs_assignment a ON a.id = i.assignment_id
                      WHERE a.staff_id = l.staff_id AND i.starts_on <= l.day AND (i.ends_on IS NULL OR i.ends_on > l.day))))
$$;
REVOKE ALL ON FUNCTION app.my_succession_readers(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.my_succession_readers(int) TO app_web;
