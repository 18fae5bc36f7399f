"""Every kind of definition of the product is on the one engine (orgs/inheritance), and what is not is said.

DESIGN 5 names what a higher level sets for those below. Each is a kind here, or stands below with the
reason why it is not one yet; and no table of the product holds settings of units beside the engine.
"""

import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models

from orgs.inheritance.kinds import kinds
from orgs.models.units import OrgUnit

OURS = ("orgs", "reporting", "learning", "succession", "talentpools", "edi")

#: What DESIGN 5 names, and the kinds that it is.
NAMED: dict[str, tuple[str, ...]] = {
    "plan templates": ("plan_template", "board_skills"),
    "criticality criteria": ("criticality_criteria", "exposure_rules"),
    "competency frameworks": ("competency_framework", "conversation_grid"),
    "pathways": ("pathway",),
    "pool criteria": ("pool_criteria", "pool_engagement"),
    "report templates": ("report_pack", "succession_return"),
    "disclosure policies": ("disclosure_policy",),
    "retention (DESIGN does not name it)": ("retention",),
}
#: What DESIGN 5 names and no kind is: the reason, and the tables where it is instead.
NOT_YET: dict[str, tuple[str, tuple[str, ...]]] = {
    "role catalogue and profiles": (
        (
            "A profile asks for a level of each competency, which an item of parts could say; measures and "
            "lists join it in SQL for many employers at once. The platform ships one for each national role, "
            "nobody can change one, so nothing is adapted beside the engine."
        ),
        ("learning.RoleProfile", "learning.RoleProfileItem", "learning.RoleRoute"),
    ),
    "readiness and risk lists": (
        (
            "National codes with one meaning for everybody, so that figures can be added up (features A14): "
            "the meaning is not adapted, and a local label is a row of its employer's."
        ),
        ("orgs.Code",),
    ),
    "EDI structures": ("There is no equality record in the product yet.", ()),
}

#: Tables whose name or columns sound like settings of a unit, and why they are none.
ALLOWED: dict[str, str] = {
    "learning.Aspiration": "what a person would like herself; horizon = her own years",
    "learning.Conversation": "grid = the key of the grid that was talked about",
    "learning.AgreedOutcome": "grid = the key of the grid that was talked about",
    "learning.PathwayAssignment": "a person's own copy of a pathway",
    "orgs.Code": "see NOT_YET",
    "orgs.DigestSetting": "one account's choice of how often it is reminded",
    "orgs.KeepingHorizon": "how far removal has come; the rule is the kind retention",
    "orgs.Outbox": "template = the name of an e-mail's text in code",
    "orgs.SharedProfile": "what a person shares",
    "orgs.SharingReceipt": "what a person agreed to share",
    "reporting.Release": "policy = the rules that a release was made by, kept as they were",
    "succession.CriticalityAssessment": "criteria_version = the version that it was assessed by",
    "talentpools.BenchProfile": "what a person shares with a bench",
    "talentpools.Pool": "criteria_key = which criteria of the engine it uses",
    "talentpools.PoolAssessment": "criteria = what a person was assessed against, kept as it was",
    "talentpools.SharedPool": "criteria = what one pool of one unit asks, in words; below it nobody has it",
}
ENGINE = {"orgs.Definition", "orgs.DefinitionVersion", "orgs.Adaptation"}
SOUNDS_LIKE = re.compile(
    r"template|threshold|criteri|framework|polic|profile|rules?\b|_rule|setting|weight|pathway|grid"
    r"|catalog|horizon",
    re.IGNORECASE,
)


def of_a_unit(model: type[models.Model]) -> list[str]:
    """Its foreign keys to a unit, the receiving unit of what a person shares among them."""
    return [f.name for f in model._meta.fields if f.is_relation and f.related_model is OrgUnit]


def sounds_like_settings(found: Iterable[type[models.Model]]) -> set[str]:
    """Labels of tables of a unit whose name or plain columns sound like settings, or that a unit owns."""
    return {
        model._meta.label
        for model in found
        if (keys := of_a_unit(model))
        and (
            "owner" in keys
            or SOUNDS_LIKE.search(model.__name__)
            or any(
                SOUNDS_LIKE.search(f.name) and not f.name.endswith(("public_id", "profiles"))
                for f in model._meta.fields
                if not f.is_relation
            )
        )
    } - ENGINE


def ours() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and not hasattr(model, "pgh_tracked_model")
    ]


def test_every_kind_that_is_registered_is_named() -> None:
    named = [code for codes in NAMED.values() for code in codes]
    assert sorted(named) == sorted(kinds.keys())


def test_what_is_named_is_a_kind_or_has_its_reason() -> None:
    wanted = {
        *("plan templates", "role catalogue and profiles", "criticality criteria"),
        *("readiness and risk lists", "competency frameworks", "pathways", "pool criteria"),
        *("EDI structures", "report templates", "disclosure policies"),
    }
    assert wanted <= NAMED.keys() | NOT_YET.keys()
    assert not NAMED.keys() & NOT_YET.keys()
    for what, (reason, tables) in NOT_YET.items():
        assert reason, what
        for label in tables:
            assert apps.get_model(label), what


def test_a_reason_that_no_longer_holds_is_seen() -> None:
    """No table of `edi`; and nothing in the product makes a role profile of a unit's own."""
    assert [m for m in ours() if m._meta.app_label == "edi"] == []
    for label in ("learning.RoleProfile", "learning.RoleProfileItem", "learning.RoleRoute"):
        floor = getattr(apps.get_model(label), "floor", None)
        assert floor is not None
        assert not floor.write, label
        assert not floor.insert, label
        assert not floor.extra_write, label


def test_no_settings_of_units_beside_the_engine() -> None:
    found = sounds_like_settings(ours())
    assert found - ALLOWED.keys() == set(), "is it inheritable? then it is a kind of definition"
    assert ALLOWED.keys() - found == set(), "no such table any more"


def test_a_table_of_settings_is_seen() -> None:
    class PoolThreshold(models.Model):
        unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "orgs"
            managed = False

        def __str__(self) -> str:
            return ""

    try:
        assert sounds_like_settings([PoolThreshold]) == {"orgs.PoolThreshold"}
    finally:
        apps.all_models["orgs"].pop("poolthreshold")
        apps.clear_cache()


@pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.code)
def test_a_kind_can_be_read_where_nobody_defined_it(kind: object) -> None:
    from orgs.clock import today
    from orgs.inheritance.effective import platform_defaults
    from orgs.inheritance.kinds import DefinitionKind

    assert isinstance(kind, DefinitionKind)
    found = platform_defaults(kind, today())
    assert [field.spec.name for field in found.fields] == [spec.name for spec in kind.fields]
