-- The plan of an employer as it stood on a day: what rows that carry no day of their own said then, read from their history.
--
-- `p_known` = NULL: the days of the rows (from, until, told, agreed) are as they are known now. With a day they are as they were
-- recorded by the end of it, and what was recorded later is left out. `known` is the row by that rule, `said` the row as it was
-- saved by the end of `p_day`; where it was saved later only (`in_time` is false), as it was saved first. A row that has been removed
-- is not brought back: its history is gone with it. A holder who was taken off as a mistake left a mark, and comes back.
DROP FUNCTION IF EXISTS app.succession_past(int, date, date);
CREATE FUNCTION app.succession_past(p_unit int, p_day date, p_known date)
RETURNS TABLE(kind text, id bigint, known jsonb, said jsonb, in_time boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS MATERIALIZED (
    SELECT (p_day + 1)::timestamp AT TIME ZONE 'Europe/London' AS day_ends,
           (p_known + 1)::timestamp AT TIME ZONE 'Europe/London' AS known_ends
    WHERE p_unit = ANY(app.units('succession'))
  )
  SELECT 'post'::text, t.id, k.doc, s.doc, s.at < a.day_ends
  FROM asked a CROSS JOIN succession_post t
  CROSS JOIN LATERAL (
    SELECT to_jsonb(t) AS doc WHERE p_known IS NULL
    UNION ALL (SELECT to_jsonb(e) FROM succession_postevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  LEFT JOIN LATERAL (
    SELECT to_jsonb(e) AS doc, e.pgh_created_at AS at FROM succession_postevent e WHERE e.pgh_obj_id = t.id
    ORDER BY e.pgh_created_at < a.day_ends DESC, CASE WHEN e.pgh_created_at < a.day_ends THEN e.pgh_id END DESC, e.pgh_created_at, e.pgh_id DESC LIMIT 1) s ON true
  WHERE t.unit_id = p_unit AND (k.doc->>'valid_from')::date <= p_day AND coalesce((k.doc->>'valid_to')::date > p_day, true)
  UNION ALL
  SELECT 'plan', t.id, k.doc, s.doc, s.at < a.day_ends
  FROM asked a CROSS JOIN succession_successionplan t
  CROSS JOIN LATERAL (
    SELECT to_jsonb(t) AS doc WHERE p_known IS NULL
    UNION ALL (SELECT to_jsonb(e) FROM succession_successionplanevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  LEFT JOIN LATERAL (
    SELECT to_jsonb(e) AS doc, e.pgh_created_at AS at FROM succession_successionplanevent e WHERE e.pgh_obj_id = t.id
    ORDER BY e.pgh_created_at < a.day_ends DESC, CASE WHEN e.pgh_created_at < a.day_ends THEN e.pgh_id END DESC, e.pgh_created_at, e.pgh_id DESC LIMIT 1) s ON true
  WHERE t.unit_id = p_unit AND (k.doc->>'valid_from')::date <= p_day AND coalesce((k.doc->>'valid_to')::date > p_day, true)
  UNION ALL
  -- Nominations that ended in the 90 days before the day are on the page too.
  SELECT 'nomination', t.id, k.doc, s.doc, s.at < a.day_ends
  FROM asked a CROSS JOIN succession_nomination t
  CROSS JOIN LATERAL (
    SELECT to_jsonb(t) AS doc WHERE p_known IS NULL
    UNION ALL (SELECT to_jsonb(e) FROM succession_nominationevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  LEFT JOIN LATERAL (
    SELECT to_jsonb(e) AS doc, e.pgh_created_at AS at FROM succession_nominationevent e WHERE e.pgh_obj_id = t.id
    ORDER BY e.pgh_created_at < a.day_ends DESC, CASE WHEN e.pgh_created_at < a.day_ends THEN e.pgh_id END DESC, e.pgh_created_at, e.pgh_id DESC LIMIT 1) s ON true
  WHERE t.unit_id = p_unit AND (k.doc->>'valid_from')::date <= p_day AND coalesce((k.doc->>'valid_to')::date >= p_day - 90, true)
  UNION ALL
  -- Who holds, held or was to hold a post, by assignment. One that is gone is read where a day of knowledge is asked for.
  SELECT 'holder', i.id, k.doc, s.doc, s.at < a.day_ends
  FROM asked a
  CROSS JOIN LATERAL (
    SELECT t.id FROM succession_incumbency t WHERE t.unit_id = p_unit
    UNION SELECT e.pgh_obj_id FROM succession_incumbencyevent e WHERE p_known IS NOT NULL AND e.unit_id = p_unit AND e.pgh_label = 'delete') i
  CROSS JOIN LATERAL (
    SELECT to_jsonb(t) AS doc FROM succession_incumbency t WHERE p_known IS NULL AND t.id = i.id
    UNION ALL (SELECT to_jsonb(e) FROM succession_incumbencyevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = i.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  LEFT JOIN LATERAL (
    SELECT to_jsonb(e) AS doc, e.pgh_created_at AS at FROM succession_incumbencyevent e WHERE e.pgh_obj_id = i.id
    ORDER BY e.pgh_created_at < a.day_ends DESC, CASE WHEN e.pgh_created_at < a.day_ends THEN e.pgh_id END DESC, e.pgh_created_at, e.pgh_id DESC LIMIT 1) s ON true
  WHERE k.doc->>'pgh_label' IS DISTINCT FROM 'delete'
  UNION ALL
  -- Judgements are never rewritten, only ended: which of them were in force is all there is to know.
  SELECT 'judgement', t.id, NULL, NULL, NULL
  FROM asked a CROSS JOIN succession_readinessjudgement t
  CROSS JOIN LATERAL (
    SELECT t.valid_from, t.valid_to WHERE p_known IS NULL
    UNION ALL (SELECT e.valid_from, e.valid_to FROM succession_readinessjudgementevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  WHERE t.unit_id = p_unit AND k.valid_from <= p_day AND coalesce(k.valid_to > p_day, true)
  UNION ALL
  SELECT 'risk', t.id, NULL, NULL, NULL
  FROM asked a CROSS JOIN succession_riskassessment t
  CROSS JOIN LATERAL (
    SELECT t.valid_from, t.valid_to WHERE p_known IS NULL
    UNION ALL (SELECT e.valid_from, e.valid_to FROM succession_riskassessmentevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  WHERE t.unit_id = p_unit AND k.valid_from <= p_day AND coalesce(k.valid_to > p_day, true)
  UNION ALL
  SELECT 'criticality', t.id, NULL, NULL, NULL
  FROM asked a CROSS JOIN succession_criticalityassessment t
  CROSS JOIN LATERAL (
    SELECT t.valid_from, t.valid_to WHERE p_known IS NULL
    UNION ALL (SELECT e.valid_from, e.valid_to FROM succession_criticalityassessmentevent e
      WHERE p_known IS NOT NULL AND e.pgh_obj_id = t.id AND e.pgh_created_at < a.known_ends ORDER BY e.pgh_id DESC LIMIT 1)) k
  WHERE t.unit_id = p_unit AND k.valid_from <= p_day AND coalesce(k.valid_to > p_day, true)
$$;
REVOKE ALL ON FUNCTION app.succession_past(int, date, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.succession_past(int, date, date) TO app_web;
