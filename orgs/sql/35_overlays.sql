-- Overlays: collaboratives, places, clusters. Roots of their own, so what the tree decides elsewhere is decided here.

-- Open an overlay that a unit keeps. It hangs below nobody, so no policy of the tree could let it in: whoever administers the
-- keeper may, from the keeper's branch. The caller holds the tree lock (a trigger asks) and projects the day.
CREATE OR REPLACE FUNCTION app.open_overlay(p_code text, p_name text, p_type text, p_keeper int, p_on date, p_purpose text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_type int; v_id int;
BEGIN
  SELECT id INTO v_type FROM orgs_orgunittype WHERE code = p_type AND kind = 'overlay';
  IF v_type IS NULL OR p_on < app.day() OR NOT p_keeper = ANY(app.units('tree'))
     OR NOT EXISTS (SELECT 1 FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id WHERE u.id = p_keeper AND t.kind = 'tree' AND u.open) THEN
    RAISE EXCEPTION 'an overlay is opened, from today or later, by whoever administers the unit that keeps it' USING errcode = '42501';
  END IF;
  INSERT INTO orgs_orgunit (code, name, type_id, is_employer, open, lft, rght, tree_id, level)
  VALUES (p_code, p_name, v_type, false, false, 0, 0, 0, 0) RETURNING id INTO v_id;
  INSERT INTO orgs_orgplacement (unit_id, name, type_id, valid, source, recorded_at)
  VALUES (v_id, p_name, v_type, daterange(p_on, NULL), '', now());
  INSERT INTO orgs_overlay (unit_id, kept_by_id, purpose, successor_code, successor_name, version, recorded_at)
  VALUES (v_id, p_keeper, p_purpose, '', '', 1, now());
  RETURN v_id;
END $$;

-- Beyond the policies: a membership begins today or later, and when both sides are agreed. Whoever begins it administers the
-- member, and either administers the overlay too, or was asked by who does, for these days. It never changes but for its end,
-- which is brought forward, to today at the earliest; one that has not begun can be taken back (empty). The owner (migrations,
-- commands) and the functions of this file are not asked.
CREATE OR REPLACE FUNCTION app.membership_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID), 'USAGE') THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF lower(NEW.valid) IS NULL OR lower(NEW.valid) < app.day() OR NOT NEW.unit_id = ANY(app.units('tree'))
       OR NOT (NEW.overlay_id = ANY(app.units('tree')) OR EXISTS (
         SELECT 1 FROM orgs_overlayinvite i WHERE i.overlay_id = NEW.overlay_id AND i.unit_id = NEW.unit_id AND i.answer = 'agreed'
           AND i.valid_from = lower(NEW.valid) AND i.valid_to IS NOT DISTINCT FROM upper(NEW.valid))) THEN
      RAISE EXCEPTION 'both sides agree before an organisation joins' USING errcode = '42501';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.public_id, NEW.overlay_id, NEW.unit_id) IS DISTINCT FROM (OLD.id, OLD.public_id, OLD.overlay_id, OLD.unit_id)
     OR (
       (isempty(NEW.valid) AND lower(OLD.valid) >= app.day())
       OR (NOT isempty(NEW.valid) AND lower(NEW.valid) IS NOT DISTINCT FROM lower(OLD.valid) AND upper(NEW.valid) >= app.day()
         AND upper(NEW.valid) <= coalesce(upper(OLD.valid), 'infinity'))) IS NOT TRUE THEN
    RAISE EXCEPTION 'the end of a membership is brought forward, to today at the earliest' USING errcode = '42501';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS membership_guard ON orgs_overlaymembership;
CREATE TRIGGER membership_guard BEFORE INSERT OR UPDATE ON orgs_overlaymembership FOR EACH ROW EXECUTE FUNCTION app.membership_guard();

DROP FUNCTION IF EXISTS app.hand_on_memberships(int, int, date);
-- What becomes of overlays when a unit has closed into a successor: a cluster whose planned successor it is and that has no other
-- member left has become that board, and closes with the roles at it; and what the unit kept is kept by the successor. Returns
-- the roles that ended.
DROP FUNCTION IF EXISTS app.overlays_go_on(int, int, date);
CREATE FUNCTION app.overlays_go_on(p_closing int, p_successor int, p_day date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_overlay int; v_rows int; v_ended int := 0;
BEGIN
  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:restructure'
     OR NOT EXISTS (SELECT 1 FROM orgs_orglink WHERE predecessor_id = p_closing AND successor_id = p_successor) THEN
    RAISE EXCEPTION 'overlays go on in a restructure only' USING errcode = '42501';
  END IF;
  FOR v_overlay IN
    SELECT o.unit_id FROM orgs_overlay o JOIN orgs_orgunit u ON u.id = p_successor AND o.successor_code = u.code
    WHERE EXISTS (SELECT 1 FROM orgs_overlaymembership m WHERE m.overlay_id = o.unit_id AND m.unit_id = p_closing)
      -- One that keeps its code is its own successor: it alone is left, and that is no cluster any more.
      AND NOT EXISTS (SELECT 1 FROM orgs_overlaymembership x WHERE x.overlay_id = o.unit_id AND x.unit_id <> p_successor
                      AND NOT isempty(x.valid) AND (upper(x.valid) IS NULL OR upper(x.valid) > p_day))
  LOOP
    UPDATE orgs_overlaymembership SET valid = CASE WHEN lower(valid) >= p_day THEN 'empty'::daterange ELSE daterange(lower(valid), p_day) END
    WHERE overlay_id = v_overlay AND NOT isempty(valid) AND (upper(valid) IS NULL OR upper(valid) > p_day);
    UPDATE orgs_orgplacement SET valid = daterange(lower(valid), p_day)
    WHERE unit_id = v_overlay AND lower(valid) < p_day AND (upper(valid) IS NULL OR upper(valid) > p_day);
    UPDATE orgs_grant SET valid_to = greatest(valid_from, p_day)
    WHERE unit_id = v_overlay AND (valid_to IS NULL OR valid_to > greatest(valid_from, p_day));
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_ended := v_ended + v_rows;
  END LOOP;
  UPDATE orgs_overlay SET kept_by_id = p_successor WHERE kept_by_id = p_closing;
  RETURN v_ended;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.open_overlay(text, text, text, int, date, text), app.overlays_go_on(int, int, date) TO app_web;
