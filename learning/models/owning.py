"""Conditions of row-level security that several tables about a person share."""

#: She may see her own record at the row's employer.
MY_UNIT = "unit_id = ANY((SELECT app.units('own'))::int[])"
#: She works with learning at the row's employer.
LEARNING_UNIT = "unit_id = ANY((SELECT app.units('learning'))::int[])"
