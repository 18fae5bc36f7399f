"""The plan template of the region: published, adapted by two Trusts, and changed again above; its report pack and return;
and the competency framework of the nation.

All of it goes through the services, each on its own day and as the person who would do it.
"""

import datetime as dt
from typing import Any

from django.db.models import Q

from learning.frameworks import COMPETENCY_FRAMEWORK
from learning.pathways import PATHWAY
from orgs.access.scope import user_scope
from orgs.inheritance import services
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from orgs.models.access import Grant, User
from orgs.models.definitions import Definition
from reporting.packs import REPORT_PACK
from succession import returns
from succession.copies import checksum
from succession.criteria import CRITICALITY_CRITERIA
from succession.enums import PlanState
from succession.return_items import SUCCESSION_RETURN
from talentplatform.demo import places
from talentpools.criteria import POOL_CRITERIA
from talentpools.rules import POOL_ENGAGEMENT

KIND = "plan_template"
KEY = "board-succession-plan"
_ROLES = {"CEO": "locked", "CFO": "locked", "CMO": "locked", "CNO": "locked", "COO": "default"}


def _fields(day: dt.date, *, months: int, more_roles: tuple[str, ...] = ()) -> dict[str, Any]:
    roles = _ROLES | dict.fromkeys(more_roles, "default")
    return {
        "roles": {
            "items": [{"key": code, "mode": mode} for code, mode in roles.items()],
            "mode": "default",
        },
        "review_months": {"value": months, "mode": "default"},
        "due_on": {"value": day - dt.timedelta(days=12), "mode": "locked"},
        "successors_wanted": {"value": 2, "mode": "default"},
        "sign_off": {"items": [{"key": "CHAIR"}, {"key": "CEO"}], "mode": "default"},
    }


def load(day: dt.date) -> None:
    """Publish, adapt at two Trusts, and publish once more: one Trust then has a choice to make."""
    published, adapted, changed = (day - dt.timedelta(days=n) for n in (210, 160, 15))
    region = places.REGION[0]
    with _as("sunita", region, published) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=KIND,
            title="Board succession plan",
            fields=_fields(day, months=6),
            valid_from=published,
            key=KEY,
        )
    _adapt("priya", "ZKV", adapted, {Slot("review_months"): 4, Slot("roles", "CDIO"): "CDIO"})
    _adapt("omar", "ZHW", adapted, {Slot("successors_wanted"): 3})
    with _as("sunita", region, changed) as viewer:
        services.publish_version(
            viewer=viewer,
            definition=Definition.objects.get(unit__code=region, kind=KIND, key=KEY),
            fields=_fields(day, months=9, more_roles=("CPO",)),
            valid_from=changed,
            expected_number=1,
        )
    _framework(published, adapted)
    _pathway(published, adapted)
    _pack(adapted)
    _return(day)
    _criteria(day - dt.timedelta(days=20), day - dt.timedelta(days=10))
    _pools(day)


#: The title of the nation's framework, and what two Trusts call something of it.
FRAMEWORK = "Leadership competency framework"
_OWN_WORDS = {
    "priya": ("ZKV", Slot("domains", "LCF3"), "Promoting equality, inclusion and fair access"),
    "omar": ("ZHW", Slot("levels", "2"), "Now and then"),
}


def _framework(published: dt.date, adapted: dt.date) -> None:
    """The nation's competency framework as it was first published; two Trusts have words of their own."""
    nation = places.NATION[0]
    with _as("grace", nation, published) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=COMPETENCY_FRAMEWORK.code,
            title=FRAMEWORK,
            fields={
                spec.name: {"items": spec.initial(), "mode": "default"}
                for spec in COMPETENCY_FRAMEWORK.fields
                if spec.type == "list"
            },
            valid_from=published,
        )
    for login, (unit, slot, words) in _OWN_WORDS.items():
        _adapt(login, unit, adapted, {slot: words}, kind=COMPETENCY_FRAMEWORK.code)


#: The pathway that the nation defines from the platform's, and what the region makes of it.
PATHWAY_KEY = "ASP-CNO"
REGIONS_STEP = {
    "title": "Join the regional safety collaborative for six months",
    "type": "STRETCH",
    "competency": "LCF6",
    "weeks": 26,
    "done_when": "One change has been made with another Trust",
}


def _pathway(published: dt.date, adapted: dt.date) -> None:
    """The nation takes on a pathway that ships; the region adds a step and shortens another."""
    shipped = PATHWAY.shipped[PATHWAY_KEY]
    with _as("grace", places.NATION[0], published) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=PATHWAY.code,
            title=shipped.title,
            fields=shipped.fields,
            valid_from=published,
            key=PATHWAY_KEY,
        )
    mentoring = next(
        each for each in shipped.fields["steps"]["items"] if each["value"]["type"] == "MENTOR"
    )
    changes = {
        Slot("steps", mentoring["key"]): mentoring["value"] | {"weeks": 26},
        Slot("steps", "regional-safety-collaborative"): REGIONS_STEP,
    }
    _adapt("sunita", places.REGION[0], adapted, changes, kind=PATHWAY.code)


def _return(day: dt.date) -> None:
    """The region asks for a return; whoever has signed a plan returns it, and a few others are late."""
    asked = day - dt.timedelta(days=40)
    with _as("sunita", places.REGION[0], asked) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=SUCCESSION_RETURN.code,
            title="Board succession return",
            fields={"due_on": {"value": day - dt.timedelta(days=5), "mode": "locked"}},
            valid_from=asked,
        )
    plan = Q(unit__succession_plans__state=PlanState.SIGNED_OFF) | Q(unit__code="ZHW")
    signers = Grant.objects.filter(
        plan, role="cpo", unit__succession_plans__valid_to=None
    ).order_by("unit__code")
    on = day - dt.timedelta(days=7)
    for login, code in signers.values_list("user__login", "unit__code"):
        with _as(login, code, on) as viewer:
            for each in returns.asked(viewer.here.id, on):
                found = returns.answers(each, viewer.here.id, on)
                sha256 = checksum(returns.content(each, found, on))
                returns.sign_return(viewer=viewer, of=each, sha256=sha256)


#: Criteria of the region's pools: key to title and fields, in the second version where it has two.
_CRITERIA: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "aspiring-directors": (
        "Aspiring directors",
        {
            "bands": {"items": [{"key": b} for b in ("8c", "8d", "9")], "mode": "default"},
            "tenure_months": {"value": 18, "mode": "default"},
        },
        {"bands": {"items": [{"key": b} for b in ("8b", "8c", "8d", "9")], "mode": "default"}},
    ),
    "nursing-leaders": (
        "Nursing leaders",
        {
            "bands": {"items": [{"key": b} for b in ("8a", "8b", "8c", "8d")], "mode": "default"},
            "staff_groups": {"items": [{"key": "03", "mode": "locked"}], "mode": "locked"},
            "readiness": {"value": "R35", "mode": "suggested"},
        },
        {},
    ),
}


def _pools(day: dt.date) -> None:
    """Whom the region's pools are for, one set of criteria in its second version; and when a member is
    active, which Kestrel Valley asks a little sooner.
    """
    first, second = day - dt.timedelta(days=200), day - dt.timedelta(days=20)
    region = places.REGION[0]
    with _as("sunita", region, first) as viewer:
        for key, (title, fields, _) in _CRITERIA.items():
            services.publish_definition(
                viewer=viewer,
                kind_code=POOL_CRITERIA.code,
                title=title,
                fields=fields,
                valid_from=first,
                key=key,
            )
        services.publish_definition(
            viewer=viewer,
            kind_code=POOL_ENGAGEMENT.code,
            title="",
            fields={"active_days": {"value": 60, "mode": "default"}},
            valid_from=first,
        )
    with _as("sunita", region, second) as viewer:
        for key, (_, fields, more) in _CRITERIA.items():
            if more:
                services.publish_version(
                    viewer=viewer,
                    definition=Definition.objects.get(
                        unit__code=region, kind=POOL_CRITERIA.code, key=key
                    ),
                    fields=fields | more,
                    valid_from=second,
                    expected_number=1,
                )
    _adapt("priya", "ZKV", second, {Slot("active_days"): 45}, kind=POOL_ENGAGEMENT.code)
    for board, band in zip(places.MERGING, ("8c", "8d"), strict=True):
        _chairs(board, band, first)


def _chairs(board: str, band: str, day: dt.date) -> None:
    """The boards that merge have criteria of one name each, which meet."""
    with _as("sunita", board, day) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=POOL_CRITERIA.code,
            title="Aspiring chairs",
            fields={"bands": {"items": [{"key": band}, {"key": "9"}], "mode": "default"}},
            valid_from=day,
        )


def _pack(day: dt.date) -> None:
    """The region's report pack: every section of the report, under words of its own."""
    with _as("sunita", places.REGION[0], day) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=REPORT_PACK.code,
            title="Leadership readiness, regional pack",
            fields={
                "introduction": {
                    "value": "This pack goes to the regional talent board each month.\n"
                    "Read it with the plans of each board: a figure here is a reason to ask.",
                    "mode": "default",
                },
            },
            valid_from=day,
        )


def _criteria(published: dt.date, adapted: dt.date) -> None:
    """Weights of the region's own for critical roles; one Trust weighs knowledge of one person more."""
    with _as("sunita", places.REGION[0], published) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=CRITICALITY_CRITERIA.code,
            title="",
            fields={
                "safety": {"value": 3, "mode": "locked"},
                "statutory": {"value": 3, "mode": "locked"},
                "strategy": {"value": 3, "mode": "default"},
            },
            valid_from=published,
        )
    changes = {Slot("knowledge"): 3}
    _adapt("priya", places.KESTREL_VALLEY, adapted, changes, kind=CRITICALITY_CRITERIA.code)


def _adapt(
    login: str, unit: str, day: dt.date, changes: dict[Slot, Any], *, kind: str = KIND
) -> None:
    with _as(login, unit, day) as viewer:
        now = effective(kind, viewer.here.id, day)
        assert now.public_id is not None, "the region has published it"
        services.adapt_definition(
            viewer=viewer,
            kind_code=kind,
            public_id=now.public_id,
            changes=changes,
            expected=now.stamp,
        )


def _as(login: str, unit: str, day: dt.date) -> Any:
    user = User.objects.get(login=login)
    return user_scope(user.pk, login=login, unit_code=unit, day=day)
