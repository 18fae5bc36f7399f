"""Announces to learning that people are named: the person once she agrees, before that only the role."""

import datetime as dt

from django.db import connection

from learning.candidates import Candidate


def named_people(unit_id: int, day: dt.date) -> list[Candidate]:
    """One row for each person and family of roles; whom the viewer may know is decided in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT staff_id, role_code FROM app.development_demand(%s, %s)", [unit_id, day]
        )
        rows = cursor.fetchall()
    # In the order of the query, untold people would stand where their names would put them.
    return sorted((Candidate(*row) for row in rows), key=lambda c: (c.role_code, c.staff_id or 0))
