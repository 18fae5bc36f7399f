-- Who should develop towards which role, for learning people, who may not see a nomination before the person is told:
-- we wait until she has been told and agrees, so that a "no" stays between her and the succession circle. Until then a
-- row says only the role: no person and no id that could be linked to one. After "no" it is no demand.
-- One row for each person and family of roles, so that rows can be counted as people; what she agreed to comes first.
DROP FUNCTION IF EXISTS app.development_demand(int, date);
CREATE FUNCTION app.development_demand(p_unit int, p_day date)
RETURNS TABLE(role_code text, staff_id bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (n.staff_id, coalesce(r.attributes->>'family', 'Other'))
         (p.role_codes)[1]::text,
         CASE WHEN n.disclosure = 'agreed' THEN n.staff_id END
  FROM succession_nomination n JOIN succession_post p ON p.id = n.post_id
  LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = (p.role_codes)[1]
  WHERE n.unit_id = p_unit AND n.staff_id IS NOT NULL
    AND (p_unit = ANY(app.units('learning')) OR p_unit = ANY(app.units('succession')))
    AND n.disclosure <> 'declined'
    AND n.valid_from <= p_day AND (n.valid_to IS NULL OR n.valid_to > p_day)
  ORDER BY n.staff_id, coalesce(r.attributes->>'family', 'Other'), n.disclosure <> 'agreed', n.id
$$;
REVOKE ALL ON FUNCTION app.development_demand(int, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.development_demand(int, date) TO app_web;
