"""What one may do with reports, who may, and the part of the system that makes them."""

from orgs.access.actions import Reach, action
from orgs.access.principals import principal
from orgs.access.roles import allow

VIEW_RELEASES = action(
    "view_releases", family="aggregate", reach=Reach.BELOW, label="see released figures"
)
MANAGE_REPORTS = action(
    "manage_reports",
    family="reports",
    reach=Reach.BELOW,
    label="make, schedule and withdraw reports",
)
REPORTS = principal(
    "system:reports",
    "aggregate",
    "reports",
    "defined",
    purpose="makes the reports that are due, and sends a link to whoever may still see them",
)
PAPERS = principal(
    "system:papers",
    "papers",
    purpose="makes the papers of planned changes of organisations as PDFs",
)


def allow_roles() -> None:
    """Give the roles their actions; called once, from ``AppConfig.ready``."""
    allow("talent_lead", VIEW_RELEASES, MANAGE_REPORTS)
    allow("national_lead", VIEW_RELEASES, MANAGE_REPORTS)
    allow("steward", VIEW_RELEASES)
