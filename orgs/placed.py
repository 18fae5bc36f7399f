"""Where organisations stood on other days than today."""

import datetime as dt

from django.db import connection


def last_change(day: dt.date) -> dt.date | None:
    """The last day, until `day` itself, on which an organisation opened, closed, moved or was renamed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(d) FROM (SELECT lower(valid) AS d FROM orgs_orgplacement "
            "UNION ALL SELECT upper(valid) FROM orgs_orgplacement) x WHERE d <= %s",
            [day],
        )
        (found,) = cursor.fetchone()
    return found if found is None else dt.date.fromisoformat(str(found))


def other_ancestors(unit_id: int, day: dt.date, today: dt.date) -> list[str]:
    """Names, as on `day`, of the units above on that day that do not stand above today, the nearest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(p.name, u.name) FROM unnest(app.path(%s, %s)) WITH ORDINALITY AS a(unit_id, depth) "
            "JOIN orgs_orgunit u ON u.id = a.unit_id "
            "LEFT JOIN orgs_orgplacement p ON p.unit_id = a.unit_id AND p.valid @> %s "
            "WHERE a.unit_id <> ALL(coalesce(app.path(%s, %s), '{}')) ORDER BY a.depth",
            [unit_id, day, day, unit_id, today],
        )
        return [name for (name,) in cursor.fetchall()]
