"""The columns of a staff list."""

from orgs.imports.columns import Columns, Field

FIELDS = (
    Field(
        "number", "Employee number",
        ("employee no", "emp no", "staff number", "payroll number", "assignment number", "employee id"),
        "Finds the person again when you upload the next list",
    ),
    Field(
        "name", "Name",
        ("full name", "employee name", "staff name", "person", "person name"),
        "Or first name and last name in columns of their own",
    ),
    Field(
        "first_name", "First name", ("forename", "given name", "first names", "forenames"),
        "Where the name is in two columns",
    ),
    Field("last_name", "Last name", ("surname", "family name"), "Where the name is in two columns"),
    Field(
        "email", "Work email",
        ("work e mail", "email", "e mail", "email address", "e mail address", "work email address", "nhs email"),
        "The address with which they sign in",
    ),
    Field(
        "title", "Job title",
        ("position title", "post", "post title", "position", "role", "job", "position name"),
        "",
    ),
    Field("band", "Pay band", ("band", "grade", "pay grade", "afc band", "payscale"), "Such as 8a, VSM"),
    Field("group", "Staff group", ("staffgroup",), "Its name or its number"),
    Field(
        "division", "Division",
        ("department", "directorate", "unit", "business unit", "division name", "site"),
        "The name or the code of a division of this organisation",
    ),
    Field(
        "kind", "Assignment type",
        ("assignment category", "employee category", "contract type", "kind of assignment", "type of contract"),
        "Such as substantive, acting, seconded",
    ),
    Field(
        "manager", "Manager employee number",
        ("manager", "manager number", "manager employee no", "line manager", "line manager employee number",
         "supervisor employee number", "supervisor number"),
        "The employee number of their manager",
    ),
    Field(
        "starts", "Start date",
        ("start", "date started", "position start date", "assignment start date", "latest start date",
         "first day", "hire date", "job start date"),
        "The first day in this job",
    ),
    Field(
        "ends", "End date",
        ("end", "leaving date", "assignment end date", "termination date", "last day", "fixed term end date"),
        "The last day, if there is one",
    ),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
#: Without these there is no list. A name may come in two columns.
REQUIRED = ("title", "starts")
NAMES = ("first_name", "last_name")


def missing(columns: Columns) -> list[str]:
    """Labels of what the columns do not give and a list cannot do without."""
    lacks = [BY_KEY[key].label for key in REQUIRED if key not in columns]
    if "name" not in columns and not all(key in columns for key in NAMES):
        lacks.insert(0, "Name, or first name and last name")
    return lacks
