-- Where a message of a unit to an account goes; nowhere is an answer. For the system's own scopes only, so that no page can turn a
-- login into somebody's address. An ended record never counts, nor one that is yet to begin.
-- 1. The work address that the unit itself, or the employer of a division, holds of her on the day.
-- 2. The sign-in name, if it is an address: the role at the unit of the message was given to that account.
-- 3. For a unit that employs nobody (a region, the nation, an overlay): the work address of her record in force, if she has exactly
--    one. With two, neither employer is to hear of the other. A message of an employer, which an ICB is too, never goes to another
--    employer's address.
DROP FUNCTION IF EXISTS app.address_of(int);
CREATE OR REPLACE FUNCTION app.address_of(p_user int, p_unit int) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH sender AS (
    SELECT coalesce(n.employer_id, n.id) AS id, n.is_employer OR n.employer_id IS NOT NULL AS employs FROM orgs_orgunit n WHERE n.id = p_unit
  ), account AS (
    SELECT u.person_id, u.login::text FROM orgs_user u
    WHERE u.id = p_user AND u.is_active AND current_setting('app.scope', true) = 'system'
  ), record AS (
    SELECT s.unit_id, nullif(s.work_email::text, '') AS address, count(*) OVER () AS records
    FROM orgs_staffrecord s JOIN account a ON a.person_id = s.person_id
    WHERE s.valid_from <= app.day() AND (s.valid_to IS NULL OR s.valid_to > app.day())
  )
  SELECT coalesce(
    (SELECT r.address FROM record r WHERE r.unit_id = f.id),
    CASE WHEN a.login LIKE '%_@_%' THEN a.login END,
    (SELECT r.address FROM record r WHERE r.records = 1 AND NOT f.employs))
  FROM account a, sender f
$$;
REVOKE ALL ON FUNCTION app.address_of(int, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.address_of(int, int) TO app_web;
