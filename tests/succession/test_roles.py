"""The role catalogue: labels of one's own, roles of one's own, and what counts above."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from learning.models import RoleProfile
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.codes import code_lists
from orgs.models.codes import Code
from succession import posts, roles
from succession.board_roles import ROLES, local_of, national_codes
from succession.conflicts import SuccessionError
from succession.models import Post
from tests import factories
from tests.succession.factories import World


def add(trust: World, label: str = "Director of research", national: str = "CSO") -> Code:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        return roles.add_role(viewer=viewer, label=label, national_code=national)


def listed(user, unit: str = "TA1") -> dict[str, Code]:
    with user_scope(user.pk, unit_code=unit) as viewer:
        return code_lists(ROLES, owner=viewer.here.id)[ROLES]


@pytest.mark.django_db
def test_every_board_role_that_ships_has_a_profile_on_the_framework() -> None:
    codes = set(Code.objects.filter(list=ROLES, owner=None).values_list("code", flat=True))
    assert {"ICB_PM_NHS", "ICB_PM_PC", "ICB_PM_LA", "ANED", "DIPC", "IMP", "PLACE"} < codes
    found = {p.role_code: p for p in RoleProfile.objects.prefetch_related("items__competency")}
    assert set(found) == codes
    for code, profile in found.items():
        domains = sorted(item.competency.code for item in profile.items.all())
        assert domains == ["LCF1", "LCF2", "LCF3", "LCF4", "LCF5", "LCF6"], code
        assert "Our own proposal, adapt it" in profile.source


def test_a_label_of_ones_own_is_shown_and_the_role_stays(trust: World) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        roles.label_role(viewer=viewer, code="COO", label="Chief delivery officer")
    assert listed(trust.cpo)["COO"].label == "Chief delivery officer"
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        shown = {r.code: r for r in roles.catalogue(trust.unit.pk, today()).national}
        assert (shown["COO"].label, shown["COO"].national) == (
            "Chief delivery officer", "Chief operating officer",
        )  # fmt: skip
        assert shown["CNO"].posts == 1
        roles.label_role(viewer=viewer, code="COO", label="Chief operating officer")
    assert listed(trust.cpo)["COO"].label == "Chief operating officer"


def test_a_role_of_ones_own_counts_as_the_national_one(trust: World) -> None:
    made = add(trust)
    codes = listed(trust.cpo)
    assert national_codes(codes, [made.code, "CPO", "CSO"]) == ["CSO", "CPO"]
    assert local_of(codes, ["CPO", made.code]) == made.code
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        post = posts.add_post(
            viewer=viewer, title="Director of research", role_codes=["CSO"], local_role=made.code
        )
        assert roles.change_role(
            viewer=viewer, code=made.code, label="Research director", national_code="IMP"
        ) == 1  # fmt: skip
    post.refresh_from_db()
    assert (post.role_codes, post.title) == (["IMP"], "Director of research")


def test_a_role_that_fits_none_counts_as_another_and_is_not_dropped(trust: World) -> None:
    made = add(trust, national="")
    codes = listed(trust.cpo)
    assert national_codes(codes, [made.code]) == [made.code]


def test_what_cannot_be_is_refused(trust: World) -> None:
    made = add(trust)
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: roles.add_role(viewer=viewer, label="chief NURSE", national_code="CNO"),
            lambda: roles.add_role(viewer=viewer, label="Director of research", national_code=""),
            lambda: roles.add_role(viewer=viewer, label="New", national_code="nonsense"),
            lambda: roles.label_role(viewer=viewer, code=made.code, label="New"),
            lambda: roles.change_role(viewer=viewer, code="CNO", label="New", national_code=""),
            lambda: roles.close_role(viewer=viewer, code="CNO"),
        ):
            with pytest.raises(SuccessionError):
                act()
        roles.close_role(viewer=viewer, code=made.code)
        with pytest.raises(SuccessionError):
            roles.close_role(viewer=viewer, code=made.code)
    assert made.code not in listed(trust.cpo)
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: roles.add_role(viewer=viewer, label="New", national_code=""),
            lambda: roles.label_role(viewer=viewer, code="CNO", label="New"),
            lambda: roles.change_role(viewer=viewer, code=made.code, label="x", national_code=""),
            lambda: roles.close_role(viewer=viewer, code=made.code),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_roles_of_one_employer_are_nobody_elses(trust: World, units) -> None:
    made = add(trust)
    other = factories.holder("cpo", units["TA2"])
    for user, unit in (
        (other, "TA2"),
        (other, "TA1"),
        (factories.holder("talent_lead", units["RA"]), "RA"),
        (trust.deputy_user, "TA1"),
    ):
        with user_scope(user.pk, unit_code=unit):
            assert not Code.objects.exclude(owner=None).exists()
            assert Code.objects.filter(list=ROLES, code="CNO").count() == 1
    with user_scope(trust.lead.pk, unit_code="TA1"):
        assert list(Code.objects.exclude(owner=None)) == [made]


def test_the_site_writes_no_national_code_and_no_other_list(trust: World, units) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        assert Code.objects.filter(owner=None).update(label="Mine") == 0
        for list_, owner in ((ROLES, None), (ROLES, units["TA2"]), ("readiness", trust.unit)):
            with pytest.raises(DatabaseError), transaction.atomic():
                Code.objects.create(list=list_, code="X1", label="Mine", owner=owner)


# --- pages -----------------------------------------------------------------------------------------------


def test_the_catalogue_is_kept_on_its_pages(client, trust: World) -> None:
    client.force_login(trust.cpo)
    page = reverse("succession:roles", args=["TA1"])
    assert "No roles of your own" in client.get(page).content.decode()
    form = reverse("succession:add_role", args=["TA1"])
    assert client.post(form, {"label": "Director of research"}).status_code == 422
    assert client.post(form, {"label": "Chief nurse", "national": "CNO"}).status_code == 422
    assert not Code.objects.exclude(owner=None).exists()
    typed = {"label": "Director of research", "national": "CSO"}
    assert client.post(form, typed).status_code == 302
    made = Code.objects.get(owner=trust.unit)
    shown = client.get(page).content.decode()
    assert "Director of research" in shown
    assert "Director of strategy" in shown
    role = reverse("succession:role", args=["TA1", made.code])
    assert client.post(role, {"label": "", "national": "CSO"}).status_code == 422
    assert client.post(role, typed | {"label": "Research director"}).status_code == 302
    rename = reverse("succession:role", args=["TA1", "COO"])
    assert client.post(rename, {"label": ""}).status_code == 422
    assert client.post(rename, {"label": "Chief delivery officer"}).status_code == 302
    assert "Chief delivery officer" in client.get(page).content.decode()
    close = reverse("succession:close_role", args=["TA1", made.code])
    assert client.get(close).status_code == 405
    assert client.post(close).status_code == 302
    assert "No longer offered" in client.get(page).content.decode()
    assert client.get(role).status_code == 404


def test_a_post_is_made_from_a_role_of_ones_own(client, trust: World) -> None:
    made = add(trust)
    client.force_login(trust.cpo)
    form = reverse("succession:add_post", args=["TA1"])
    assert "Roles of this organisation" in client.get(form).content.decode()
    assert client.post(form, {"main_role": made.code, "criticality": "C2"}).status_code == 302
    post = Post.objects.get(title="Director of research")
    assert (post.role_codes, post.local_role) == (["CSO"], made.code)
    page = client.get(reverse("succession:post", args=["TA1", post.public_id])).content.decode()
    assert "Director of research, counted as Director of strategy" in page


def test_a_role_of_another_trust_is_not_found(client, trust: World, units) -> None:
    made = add(trust)
    client.force_login(factories.holder("cpo", units["TA2"]))
    for name in ("role", "close_role"):
        url = reverse(f"succession:{name}", args=["TA2", made.code])
        answer = client.post(url, {"label": "Mine", "national": "CSO"})
        assert answer.status_code == 404
    made.refresh_from_db()
    assert (made.label, made.valid_to) == ("Director of research", None)
