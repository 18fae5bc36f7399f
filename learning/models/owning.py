"""Conditions of row-level security that several tables about a person share."""

#: The row's ``staff_id`` is the record of whoever looks.
MINE = (
    "EXISTS (SELECT 1 FROM orgs_staffrecord s "
    "WHERE s.id = staff_id AND s.person_id = (SELECT app.person_id()))"
)
#: She may see her own record at the row's employer.
MY_UNIT = "unit_id = ANY((SELECT app.units('own'))::int[])"
#: She works with learning at the row's employer.
LEARNING_UNIT = "unit_id = ANY((SELECT app.units('learning'))::int[])"
