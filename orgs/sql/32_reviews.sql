-- Whether roles are still needed: reviews of a quarter, holders who moved, and employers that nobody administers.

-- May the current user say of a grant whether it is still needed? Who may give its role, and for a role that nobody gives (the
-- founder, the national lead) who administers access at the unit or, where it is behind no wall, its steward. Never the holder.
CREATE OR REPLACE FUNCTION app.may_review(p_grant bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM orgs_grant g JOIN orgs_rolerecord r ON r.code = g.role
    JOIN orgs_orgunit u ON u.id = g.unit_id JOIN orgs_orgunittype t ON t.id = u.type_id
    WHERE g.id = p_grant AND g.user_id IS DISTINCT FROM app.uid() AND (app.may_grant(g.role, g.unit_id)
      OR (r.granted_by = '[]' AND (u.id = ANY(app.units('access'))
        OR (u.id = ANY(app.units('stewardship')) AND NOT u.is_employer AND t.kind <> 'inside')))))
$$;

-- A decision is made once, in one's own name. The owner and named parts of the system are not asked.
CREATE OR REPLACE FUNCTION app.review_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE')
     OR coalesce(current_setting('app.scope', true), '') = 'system' THEN
    RETURN NEW;
  END IF;
  IF OLD.decision <> '' OR NEW.decided_by_id IS DISTINCT FROM app.uid() THEN
    RAISE EXCEPTION 'a role is reviewed once, in one''s own name' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS review_guard ON orgs_accessreviewitem;
CREATE TRIGGER review_guard BEFORE UPDATE ON orgs_accessreviewitem FOR EACH ROW EXECUTE FUNCTION app.review_guard();

-- Holders of a role at a part of an employer who have no job there any more: since when, and where their newest job is. For the
-- employer's access administrators, who may not read jobs; of each such person it tells this and no more.
CREATE OR REPLACE FUNCTION app.moved_holders(p_unit int) RETURNS TABLE(grant_id bigint, moved_on date, now_at text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.id, j.starts_on, coalesce(d.name, '')::text
  FROM orgs_orgunit part JOIN orgs_orgunittype t ON t.id = part.type_id AND t.kind = 'inside'
  JOIN orgs_grant g ON g.unit_id = part.id AND g.valid_from <= app.day() AND (g.valid_to IS NULL OR g.valid_to > app.day())
  JOIN orgs_user u ON u.id = g.user_id
  JOIN orgs_staffrecord s ON s.person_id = u.person_id AND s.unit_id = part.employer_id
  CROSS JOIN LATERAL (SELECT a.starts_on, a.division_id FROM orgs_assignment a
    WHERE a.staff_id = s.id AND a.starts_on <= app.day() AND (a.ends_on IS NULL OR a.ends_on > app.day())
    ORDER BY a.starts_on DESC, a.id DESC LIMIT 1) j
  LEFT JOIN orgs_orgunit d ON d.id = j.division_id
  WHERE p_unit = ANY(app.units('access')) AND (part.id = p_unit OR part.employer_id = p_unit)
    AND EXISTS (SELECT 1 FROM orgs_assignment a WHERE a.staff_id = s.id AND a.division_id = part.id)
    AND NOT EXISTS (SELECT 1 FROM orgs_assignment a WHERE a.staff_id = s.id AND a.division_id = part.id
      AND a.starts_on <= app.day() AND (a.ends_on IS NULL OR a.ends_on > app.day()))
$$;

-- Whether an employer that once had an access administrator or a founder has none any more, now or to come. Whom `p_but` appointed
-- does not count: whoever recovers an employer may appoint a second one in the same hour. Not for the site to call.
CREATE OR REPLACE FUNCTION app.is_orphaned(p_unit int, p_day date, p_but int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM orgs_grant g WHERE g.unit_id = p_unit AND g.role IN ('access_admin', 'founder') AND (p_but IS NULL OR g.granted_by_id IS DISTINCT FROM p_but))
    AND NOT EXISTS (SELECT 1 FROM orgs_grant g JOIN orgs_user u ON u.id = g.user_id AND u.is_active
      WHERE g.unit_id = p_unit AND g.role IN ('access_admin', 'founder') AND (g.valid_to IS NULL OR g.valid_to > p_day)
        AND (p_but IS NULL OR g.granted_by_id IS DISTINCT FROM p_but))
$$;

-- Employers that are orphaned today: for the part of the system that looks for them.
CREATE OR REPLACE FUNCTION app.orphans() RETURNS SETOF int LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:reviewer' THEN
    RAISE EXCEPTION 'only the part of the system that looks for employers without an administrator' USING errcode = '42501';
  END IF;
  RETURN QUERY SELECT u.id FROM orgs_orgunit u WHERE u.is_employer AND u.open AND app.is_orphaned(u.id, app.day(), NULL);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may_review(bigint), app.moved_holders(int), app.orphans() TO app_web;
