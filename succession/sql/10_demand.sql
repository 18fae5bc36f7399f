-- Who should develop towards which role, for learning people, who may not see a nomination before the person is told:
-- we wait until she has been told and agrees, so that a "no" stays between her and the succession circle. Until then a
-- row says only the role: no person and no id that could be linked to one. After "no" it is no demand.
CREATE OR REPLACE FUNCTION app.development_demand(p_unit int, p_day date)
RETURNS TABLE(role_code text, staff_id bigint, source_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (p.role_codes)[1]::text,
         CASE WHEN n.disclosure = 'agreed' THEN n.staff_id END,
         CASE WHEN n.disclosure = 'agreed' THEN n.public_id END
  FROM succession_nomination n JOIN succession_post p ON p.id = n.post_id
  WHERE n.unit_id = p_unit
    AND (p_unit = ANY(app.units('learning')) OR p_unit = ANY(app.units('succession')))
    AND n.disclosure <> 'declined'
    AND n.valid_from <= p_day AND (n.valid_to IS NULL OR n.valid_to > p_day)
$$;
REVOKE ALL ON FUNCTION app.development_demand(int, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.development_demand(int, date) TO app_web;
