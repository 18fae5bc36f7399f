"""The functions of the database that remove what is past its time, made of the models' declarations.

The site has no right to delete such rows, and none on history at all. So the removal is a function
that runs as the owner: it takes a unit and, for each class, the day before which rows must have
ended, and nothing else. It refuses anybody but the keeper, a unit that is not in the keeper's set, a
unit with a hold, and a day that is nearer than the least that the class allows. Statements are written
out for each table when the floor is laid, so no name of a table is ever put together at run time.

A row goes when its end (:class:`orgs.keep.Keep`) is on or before that day and no row that is still
there cannot be without it. Rows that point at others go first; one call takes at most `p_limit` rows
of a table, so a unit with much to remove takes several transactions, and each leaves whole what it leaves.
"""

from typing import Any, cast

from django.apps import apps
from django.db import models

from orgs.keep import CLASSES, Declared, Keep, Model, binds, declared, kept, keys, pointing_at


def statements() -> list[str]:
    """What lays the functions, in order."""
    return [
        _count(),
        _remove(),
        "REVOKE ALL ON FUNCTION app.keeping_due(int, jsonb), app.keeping_remove(int, jsonb, int) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION app.keeping_due(int, jsonb), app.keeping_remove(int, jsonb, int) TO app_web",
    ]


# --- when a row ends, and whether it goes ---------------------------------------------------------------


def _table(model: Model) -> str:
    return model._meta.db_table


def _own_ends(model: Model, keep: Declared, row: str) -> list[str]:
    ends = []
    if isinstance(keep, Keep) and keep.ends_when:
        ends.append(f"({keep.ends_when.format(t=row)})")
    if keep.ends:
        field = model._meta.get_field(keep.ends)
        column = f"{row}.{cast('Any', field).column}"
        ends.append(f"{column}::date" if isinstance(field, models.DateTimeField) else column)
    return ends


def end_of(model: Model, row: str) -> str:
    """SQL of the first day without a row, its own or that of a row it cannot be without; "" for never."""
    keep = declared(model)
    if keep is None:
        return ""
    ends = _own_ends(model, keep, row)
    for n, key in enumerate(keys(model)):
        held = isinstance(keep, Keep) and key.name in keep.holds
        if (key.null and not held) or key.related_model is model:
            continue
        above = f"{row}{n}"
        if end := end_of(key.related_model, above):
            table = _table(key.related_model)
            ends.append(
                f"(SELECT {end} FROM {table} {above} WHERE {above}.id = {row}.{key.column})"
            )
    return f"LEAST({', '.join(ends)})" if len(ends) > 1 else "".join(ends)


def _past(model: Model, keep: Keep, row: str) -> str:
    return f"coalesce({end_of(model, row)} <= h_{keep.klass}, false)"


def _bound(model: Model) -> "list[models.ForeignKey[Any, Any]]":
    """Keys of other rows that cannot be without a row of the model."""
    return [key for key in pointing_at(model) if binds(key)]


def _goes(model: Model, keep: Keep, row: str) -> str:
    """Whether a row would go if nothing stopped the removal half-way: for counting beforehand."""
    tests = [_past(model, keep, row)]
    for n, key in enumerate(_bound(model)):
        below, beneath = declared(key.model), f"{row}{n}"
        stays = f" AND NOT ({_goes(key.model, below, beneath)})" if isinstance(below, Keep) else ""
        tests.append(
            f"NOT EXISTS (SELECT 1 FROM {_table(key.model)} {beneath} "
            f"WHERE {beneath}.{key.column} = {row}.id{stays})"
        )
    return " AND ".join(tests)


# --- the functions ----------------------------------------------------------------------------------------

_HEAD = """
LANGUAGE plpgsql {volatile} SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
{days}
"""


def _head(volatile: str) -> str:
    days = "\n".join(f"  h_{code} date := (p_days->>'{code}')::date;" for code in _classes())
    return _HEAD.format(volatile=volatile, days=days)


def _classes() -> list[str]:
    used = {keep.klass for _, keep in kept()}
    return [code for code in CLASSES if code in used]


def _count() -> str:
    """``app.keeping_due(unit, days)``: how many rows of each class would go. For who looks after it."""
    parts = [
        f"SELECT '{keep.klass}'::text AS klass, count(*) AS rows FROM {_table(model)} t "
        f"WHERE t.unit_id = p_unit AND {_goes(model, keep, 't')}"
        for model, keep in kept()
        if keep.counted
    ]
    return (
        "CREATE OR REPLACE FUNCTION app.keeping_due(p_unit int, p_days jsonb) "
        "RETURNS TABLE(klass text, records bigint)"
        f"{_head('STABLE')}BEGIN\n"
        "  IF NOT (p_unit = ANY(app.units('keeping')) OR p_unit = ANY(app.units('removal'))) THEN RETURN; END IF;\n"
        "  RETURN QUERY SELECT q.klass, sum(q.rows)::bigint FROM (\n    "
        + "\n    UNION ALL ".join(parts)
        + "\n  ) q GROUP BY q.klass;\nEND $$"
    )


def _remove() -> str:
    """``app.keeping_remove(unit, days, limit)``: remove rows and their history; how many of each class."""
    body = "\n".join(_one_table(model, keep) for model, keep in kept())
    counters = "\n".join(f"  n_{c} bigint := 0; v_{c} bigint := 0;" for c in _classes())
    guards = "\n".join(
        f"  IF h_{code} > (v_today - interval '{CLASSES[code].least} months')::date THEN\n"
        f"    RAISE EXCEPTION 'records of the class {code} are kept for {CLASSES[code].least} months at least' "
        "USING errcode = '42501';\n  END IF;"
        for code in _classes()
    )
    rows = "\n".join(
        f"  IF h_{code} IS NOT NULL THEN\n"
        "    INSERT INTO orgs_keepinghorizon AS k (unit_id, klass, horizon, removed, applied_on)\n"
        f"    VALUES (p_unit, '{code}', h_{code}, n_{code}, CASE WHEN v_more THEN NULL ELSE app.day() END)\n"
        "    ON CONFLICT (unit_id, klass) DO UPDATE SET horizon = greatest(k.horizon, excluded.horizon),\n"
        "      removed = k.removed + excluded.removed, applied_on = coalesce(excluded.applied_on, k.applied_on);\n"
        f"    RETURN QUERY SELECT '{code}'::text, n_{code}, v_{code}, v_more;\n"
        "  END IF;"
        for code in _classes()
    )
    return (
        "CREATE OR REPLACE FUNCTION app.keeping_remove(p_unit int, p_days jsonb, p_limit int) "
        "RETURNS TABLE(klass text, records bigint, versions bigint, more boolean)"
        f"{_head('VOLATILE')}{counters}\n"
        "  v_ids bigint[]; v_uuids uuid[]; v_done bigint; v_more boolean := false;\n"
        "  v_today date := least(app.day(), (now() AT TIME ZONE 'Europe/London')::date);\n"
        "BEGIN\n"
        "  IF current_setting('app.principal', true) IS DISTINCT FROM 'system:keeper'\n"
        "     OR NOT coalesce(p_unit = ANY(app.units('removal')), false) THEN\n"
        "    RAISE EXCEPTION 'only the keeper removes records' USING errcode = '42501';\n"
        "  END IF;\n"
        "  IF EXISTS (SELECT 1 FROM orgs_keepinghold h WHERE h.unit_id = p_unit\n"
        "             AND h.valid_from <= app.day() AND h.valid_to > app.day()) THEN\n"
        "    RAISE EXCEPTION 'a hold stops the removal here' USING errcode = '42501';\n"
        "  END IF;\n"
        f"{guards}\n{body}\n{rows}\nEND $$"
    )


def _one_table(model: Model, keep: Keep) -> str:
    table, klass = _table(model), keep.klass
    ids = "v_uuids" if isinstance(model._meta.pk, models.UUIDField) else "v_ids"
    free = "".join(
        f"\n      AND NOT EXISTS (SELECT 1 FROM {_table(key.model)} c WHERE c.{key.column} = t.id)"
        for key in _bound(model)
    )
    cut = "".join(
        f"\n    UPDATE {_table(key.model)} SET {key.column} = NULL WHERE {key.column} = ANY({ids});"
        for key in pointing_at(model)
        if not binds(key)
    )
    history = _history(model)
    counted = f" n_{klass} := n_{klass} + v_done;" if keep.counted else ""
    counted_too = f" v_{klass} := v_{klass} + v_done;" if keep.counted else ""
    with_history = (
        f"\n    DELETE FROM {history} WHERE pgh_obj_id = ANY({ids});"
        f"\n    GET DIAGNOSTICS v_done = ROW_COUNT;{counted_too}"
        if history
        else ""
    )
    # Of a row that is still there go the states that were replaced before the day.
    older = (
        f"\n  DELETE FROM {history} e WHERE e.unit_id = p_unit AND e.pgh_created_at < h_{klass}\n"
        f"    AND EXISTS (SELECT 1 FROM {history} n WHERE n.pgh_obj_id = e.pgh_obj_id AND n.pgh_id > e.pgh_id\n"
        f"                AND n.pgh_created_at < h_{klass});\n"
        f"  GET DIAGNOSTICS v_done = ROW_COUNT;{counted_too}"
        if history
        else ""
    )
    return f"""  -- {model._meta.label}
  SELECT array_agg(q.id) INTO {ids} FROM (
    SELECT t.id FROM {table} t WHERE t.unit_id = p_unit AND {_past(model, keep, "t")}{free}
    ORDER BY t.id LIMIT p_limit FOR UPDATE OF t) q;
  IF {ids} IS NOT NULL THEN{cut}
    DELETE FROM {table} WHERE id = ANY({ids});
    GET DIAGNOSTICS v_done = ROW_COUNT;{counted}
    v_more := v_more OR v_done >= p_limit;{with_history}
  END IF;{older}"""


def _history(model: Model) -> str:
    for other in apps.get_models():
        if getattr(other, "pgh_tracked_model", None) is model:
            return other._meta.db_table
    return ""
