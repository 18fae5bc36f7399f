"""Announces to learning that people are named: the person once she agrees, before that only the role."""

import datetime as dt

from django.db import connection

from learning.candidates import Candidate


def named_people(unit_id: int, day: dt.date) -> list[Candidate]:
    """One row for each nomination in force; whom the viewer may know is decided in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.development_demand(%s, %s)", [unit_id, day])
        rows = cursor.fetchall()
    return [
        Candidate(staff_id, role_code, "nomination", str(source_id or ""))
        for role_code, staff_id, source_id in rows
    ]
