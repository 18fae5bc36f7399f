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
# Figures of a whole nation say enough of its regions; whoever should read a region's own report is given a
# role there (features 5.6).
VIEW_OWN_RELEASES = action(
    "view_own_releases",
    family="aggregate",
    reach=Reach.HERE,
    label="see the figures released for that level",
)
MANAGE_OWN_REPORTS = action(
    "manage_own_reports",
    family="reports",
    reach=Reach.HERE,
    label="make, schedule and withdraw reports of that level",
)
#: Either lets a viewer see, or manage, what is released for the unit in the URL.
VIEWING, MANAGING = (VIEW_RELEASES, VIEW_OWN_RELEASES), (MANAGE_REPORTS, MANAGE_OWN_REPORTS)
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
    allow("national_lead", VIEW_OWN_RELEASES, MANAGE_OWN_REPORTS)
    allow("steward", VIEW_RELEASES)
