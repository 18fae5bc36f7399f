"""Posts are changed and closed; holders come and go; how a vacancy was filled is kept."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from learning.pathways import shipped
from learning.services import prepare_pathway
from orgs.access.scope import builder_scope, user_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent, ReadEvent
from succession import holders, posts
from succession.access import AGREEMENT
from succession.board import board
from succession.conflicts import ConflictError, SuccessionError
from succession.models import Incumbency, Nomination, Post, RiskAssessment, SuccessionPlan
from succession.outcome_measures import count_outcomes
from tests import factories
from tests.succession.factories import World, make_post, nominate, queries
from tests.succession.test_loop import day_parts

DAY = dt.timedelta(days=1)


def hold(trust: World, post: Post, staff, **given) -> Incumbency:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        return holders.set_holder(
            viewer=viewer, post=post, staff=staff,
            **{"kind": "substantive", "starts_on": today()} | given,
        )  # fmt: skip


def edit(trust: World, **given) -> Post:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        return posts.edit_post(
            viewer=viewer, post=trust.post,
            **{"version": 1, "title": "Chief nurse", "role_codes": ["CNO"], "voting": False,
               "statutory": False} | given,
        )  # fmt: skip


# --- posts -----------------------------------------------------------------------------------------------


def test_a_post_is_changed(trust: World) -> None:
    begun, over = today() - 30 * DAY, today() + 900 * DAY
    edit(
        trust, title="Director of nursing", role_codes=["CNO", "DIPC"], voting=True, statutory=True,
        term_starts_on=begun, term_ends_on=over, terms=2, designations=["CALD"],
        shared_with="Heron Water",
    )  # fmt: skip
    post = Post.objects.get(pk=trust.post.pk)
    assert (post.title, post.role_codes, post.voting, post.statutory, post.version) == (
        "Director of nursing", ["CNO", "DIPC"], True, True, 2,
    )  # fmt: skip
    assert (post.term_starts_on, post.term_ends_on, post.terms) == (begun, over, 2)
    assert (post.designations, post.shared_with) == (["CALD"], "Heron Water")
    row = board(trust.unit.pk, today()).rows[0]
    assert (row.terms, row.designations, row.shared_with) == (2, ("CALD",), "Heron Water")
    assert SuccessionPlan.objects.get().version == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "chief EXECUTIVE"},
        {"role_codes": []},
        {"role_codes": ["CNO", "DIPC", "DOM", "CAHP", "CPH"]},
        {"term_starts_on": today(), "term_ends_on": today()},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(trust: World, wrong) -> None:
    make_post(trust.unit, "Chief executive", "CEO", position=2)
    with pytest.raises(SuccessionError):
        edit(trust, **wrong)
    assert Post.objects.get(pk=trust.post.pk).version == 1


def test_two_who_change_one_post_are_told(trust: World) -> None:
    edit(trust, title="Director of nursing")
    with pytest.raises(ConflictError) as told:
        edit(trust, title="Nursing director")
    assert told.value.version == 2
    assert told.value.saved == {
        "title": "Director of nursing", "roles": "CNO", "voting": "No", "statutory": "No",
        "term_ends_on": "None", "shared_with": "Nobody",
    }  # fmt: skip
    assert Post.objects.get(pk=trust.post.pk).title == "Director of nursing"


def test_a_closed_post_takes_its_nominations_with_it(trust: World) -> None:
    named = nominate(trust.post, trust.deputy)
    prepare_pathway(
        actor=AGREEMENT, unit_id=trust.unit.id, staff_id=trust.deputy.id,
        pathway=shipped("ASP-CNO"), source_id=named.public_id, day=today(),
    )  # fmt: skip
    RiskAssessment.objects.create(
        unit=trust.unit, post=trust.post, assessed_on=today(), valid_from=today() - DAY
    )
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        for on, reason in ((today() + DAY, "Merged"), (today(), " ")):
            with pytest.raises(SuccessionError):
                posts.close_post(viewer=viewer, post=trust.post, on=on, reason=reason)
        assert posts.close_post(
            viewer=viewer, post=trust.post, on=today(), reason="Merged with the medical director"
        ) == 1  # fmt: skip
        with pytest.raises(SuccessionError, match="is closed"):
            posts.close_post(viewer=viewer, post=trust.post, on=today(), reason="Again")
    post = Post.objects.get(pk=trust.post.pk)
    assert (post.valid_to, post.closing_reason) == (today(), "Merged with the medical director")
    assert Incumbency.objects.get().ends_on == today()
    assert RiskAssessment.objects.get().valid_to == today()
    named.refresh_from_db()
    assert (named.status, named.valid_to) == ("withdrawn", today())
    assert trust.deputy.pathways.get().state == "withdrawn"
    assert board(trust.unit.pk, today()).rows == []
    assert len(board(trust.unit.pk, today() - DAY).rows) == 1


# --- holders ---------------------------------------------------------------------------------------------


def test_a_new_holder_takes_the_place_of_the_one_before(trust: World) -> None:
    new = factories.staff(trust.unit, "Ola Finch")
    hold(trust, trust.post, new, filled_by="OUTSIDE", starts_on=today() - 3 * DAY)
    before, now = Incumbency.objects.order_by("starts_on")
    assert (before.ends_on, now.assignment.staff, now.filled_by) == (
        today() - 3 * DAY, new, "OUTSIDE",
    )  # fmt: skip
    assert [h.name for h in board(trust.unit.pk, today()).rows[0].holders] == ["Ola Finch"]
    assert [h.name for h in board(trust.unit.pk, today() - 4 * DAY).rows[0].holders] == [
        "Helen Adeyemi"
    ]


def test_two_hold_a_joint_post_together(trust: World) -> None:
    hold(trust, trust.post, trust.deputy, kind="joint", together=True)
    held = board(trust.unit.pk, today()).rows[0].holders
    assert [(h.name, h.kind) for h in held] == [
        ("Helen Adeyemi", "substantive"),
        ("Kirsty Moor", "joint"),
    ]
    with pytest.raises(SuccessionError, match="already"):
        hold(trust, trust.post, trust.deputy, together=True)


def test_a_named_successor_who_is_appointed_is_placed(trust: World) -> None:
    named = nominate(trust.post, trust.deputy, "RN")
    made = hold(trust, trust.post, trust.deputy, filled_by="PLAN")
    named.refresh_from_db()
    assert (named.status, named.valid_to) == ("placed", today())
    assert (made.nomination, made.filled_by) == (named, "PLAN")
    assert AuditEvent.objects.filter(action="successor.placed").count() == 1
    assert board(trust.unit.pk, today()).rows[0].successors == ()


def test_who_acts_stays_named(trust: World) -> None:
    named = nominate(trust.post, trust.deputy, "RN")
    hold(trust, trust.post, trust.deputy, kind="acting", filled_by="PLAN")
    named.refresh_from_db()
    assert (named.status, named.valid_to) == ("proposed", None)


def test_what_cannot_be_held_is_refused(trust: World) -> None:
    gone = factories.staff(trust.unit, "Left Already")
    gone.assignments.update(ends_on=today() - DAY)
    for staff, given, words in (
        (trust.deputy, {"filled_by": "PLAN"}, "is not named"),
        (trust.holder, {}, "already"),
        (gone, {}, "no assignment"),
        (trust.deputy, {"starts_on": today() + 400 * DAY}, "12 months"),
        (trust.deputy, {"starts_on": factories.LONG_AGO - DAY}, "later day"),
    ):
        with pytest.raises(SuccessionError, match=words):
            hold(trust, trust.post, staff, **given)
    assert Incumbency.objects.get().ends_on is None


def test_a_vacancy_has_its_first_day(trust: World) -> None:
    row = Incumbency.objects.select_related("post").get()
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        with pytest.raises(SuccessionError):
            holders.end_holder(viewer=viewer, incumbency=row, on=row.starts_on - DAY)
        holders.end_holder(viewer=viewer, incumbency=row, on=today() - 5 * DAY)
        with pytest.raises(SuccessionError, match="already"):
            holders.end_holder(viewer=viewer, incumbency=row, on=today())
    found = board(trust.unit.pk, today()).rows[0]
    assert (found.holders, found.vacant_since) == ((), today() - 5 * DAY)
    assert board(trust.unit.pk, today() - 6 * DAY).rows[0].vacant_since is None


def test_a_term_comes_and_goes_with_its_holder(trust: World) -> None:
    chair = make_post(trust.unit, "Chair", "CHAIR", position=2)
    over = today() + 1000 * DAY
    hold(trust, chair, trust.deputy, kind="ned", term_ends_on=over)
    chair.refresh_from_db()
    assert (chair.term_starts_on, chair.term_ends_on, chair.terms) == (today(), over, 1)
    row = Incumbency.objects.select_related("post").get(post=chair)
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        holders.end_holder(viewer=viewer, incumbency=row, on=today())
    chair.refresh_from_db()
    assert (chair.term_starts_on, chair.term_ends_on, chair.terms) == (None, None, None)


def test_whoever_may_not_manage_is_refused(trust: World) -> None:
    row = Incumbency.objects.select_related("post").get()
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: posts.edit_post(
                viewer=viewer, post=trust.post, version=1, title="X", role_codes=["CNO"],
                voting=True, statutory=True,
            ),
            lambda: posts.close_post(viewer=viewer, post=trust.post, on=today(), reason="X"),
            lambda: holders.set_holder(
                viewer=viewer, post=trust.post, staff=trust.deputy, kind="acting", starts_on=today()
            ),
            lambda: holders.end_holder(viewer=viewer, incumbency=row, on=today()),
        ):  # fmt: skip
            with pytest.raises(PermissionDenied):
                act()
    assert (Post.objects.get().title, Incumbency.objects.get().ends_on) == ("Chief nurse", None)


def test_outcomes_are_counted_by_family_and_by_how(trust: World) -> None:
    nominate(trust.post, trust.deputy, "RN")
    hold(trust, trust.post, trust.deputy, filled_by="PLAN")
    finance = make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    hold(trust, finance, factories.staff(trust.unit, "Ola Finch"), filled_by="OUTSIDE")
    people = make_post(trust.unit, "Chief people officer", "CPO", position=3)
    hold(trust, people, factories.staff(trust.unit, "Stands In"), filled_by="INSIDE", kind="acting")
    with builder_scope(), connection.cursor() as cursor:
        found = count_outcomes(cursor, today())
        before = count_outcomes(cursor, today() - DAY)
        later = count_outcomes(cursor, today() + 366 * DAY)
    assert sorted(found) == [
        (trust.unit.pk, "Clinical", "PLAN", 1, today()),
        (trust.unit.pk, "Finance", "OUTSIDE", 1, today()),
    ]
    assert before == later == []


# --- pages -----------------------------------------------------------------------------------------------


def url(name: str, *args: object, unit: str = "TA1") -> str:
    return reverse(f"succession:{name}", args=[unit, *args])


def test_the_page_of_a_post_shows_who_holds_and_held_it(client, trust: World) -> None:
    hold(trust, trust.post, trust.deputy, filled_by="POOL")
    client.force_login(trust.cpo)
    page = client.get(url("post", trust.post.public_id)).content.decode()
    for words in ("Kirsty Moor", "Filled: From a talent pool", "Helen Adeyemi", "Before"):
        assert words in page
    read = ReadEvent.objects.filter(page="succession.post").latest("at")
    assert set(read.staff_ids) == {trust.deputy.pk, trust.holder.pk}


def test_the_page_of_a_post_asks_the_same_number_of_times(client, trust: World) -> None:
    client.force_login(trust.cpo)
    page = url("post", trust.post.public_id)
    few = queries(client, page)
    for name in ("Ola Finch", "Ada Reed"):
        hold(trust, trust.post, factories.staff(trust.unit, name), together=True)
    assert few == queries(client, page) == 11


def test_a_holder_is_found_and_set(client, trust: World) -> None:
    nominate(trust.post, trust.deputy, "RN")
    client.force_login(trust.cpo)
    page = client.get(url("find_holder", trust.post.public_id)).content.decode()
    assert "Named as successors" in page
    assert "Kirsty Moor" in page
    form = url("hold", trust.post.public_id, trust.deputy.public_id)
    assert "From the plan" in client.get(form).content.decode()
    typed = {"kind": "substantive", "filled_by": "PLAN", **day_parts("starts_on", today())}
    assert client.post(form, typed | {"filled_by": ""}).status_code == 422
    assert client.post(form, typed | {"kind": "nonsense"}).status_code == 422
    assert Incumbency.objects.count() == 1
    answer = client.post(form, typed, follow=True).content.decode()
    assert "Kirsty Moor holds Chief nurse" in answer
    assert Nomination.objects.get().status == "placed"


def test_who_is_not_named_cannot_come_from_the_plan(client, trust: World) -> None:
    client.force_login(trust.cpo)
    form = url("hold", trust.post.public_id, trust.deputy.public_id)
    assert "From the plan" not in client.get(form).content.decode()
    typed = {"kind": "substantive", "filled_by": "PLAN", **day_parts("starts_on", today())}
    assert client.post(form, typed).status_code == 422
    assert Incumbency.objects.count() == 1


def test_a_holders_time_is_ended_and_the_plan_says_vacant(client, trust: World) -> None:
    row = Incumbency.objects.get()
    client.force_login(trust.cpo)
    form = url("end_holder", trust.post.public_id, row.public_id)
    assert client.post(form, day_parts("on", factories.LONG_AGO - DAY)).status_code == 422
    assert client.post(form, day_parts("on", today())).status_code == 302
    assert "Vacant since" in client.get(url("plan")).content.decode()
    assert client.get(form).status_code == 404


def test_a_post_is_changed_on_its_page_and_a_conflict_is_shown(client, trust: World) -> None:
    client.force_login(trust.cpo)
    form = url("edit_post", trust.post.public_id)
    typed = {"version": 1, "title": "Director of nursing", "main_role": "CNO", "role_2": "DIPC"}
    assert client.post(form, typed | {"main_role": ""}).status_code == 422
    assert client.post(form, typed).status_code == 302
    stale = client.post(form, typed | {"title": "Nursing director"})
    assert stale.status_code == 409
    assert "Director of nursing" in stale.content.decode()
    assert "Nursing director" in stale.content.decode()
    post = Post.objects.get(pk=trust.post.pk)
    assert (post.title, post.role_codes, post.version) == (
        "Director of nursing",
        ["CNO", "DIPC"],
        2,
    )


def test_a_post_is_closed_on_a_page_that_says_what_ends(client, trust: World) -> None:
    nominate(trust.post, trust.deputy)
    client.force_login(trust.cpo)
    form = url("close_post", trust.post.public_id)
    assert "1 nomination ends" in client.get(form).content.decode()
    typed = {"reason": "Merged", **day_parts("on", today())}
    assert client.post(form, typed | {"reason": ""}).status_code == 422
    answer = client.post(form, typed, follow=True).content.decode()
    assert "Chief nurse is closed. 1 nomination ended with it" in answer
    assert client.get(form).status_code == 404
    signing = client.get(url("sign_off")).content.decode()
    assert "Posts closed in this cycle" in signing
    assert "Merged. 1 nomination ended with it." in signing
    ended = client.get(url("nomination", Nomination.objects.get().public_id)).content.decode()
    assert "Ended: withdrawn on" in ended
    assert "The post was closed on" in ended


def test_ids_of_another_trust_are_not_found(client, trust: World, units) -> None:
    row = Incumbency.objects.get()
    other = factories.holder("cpo", units["TA2"])
    own = make_post(units["TA2"], "Chief nurse", "CNO")
    client.force_login(other)
    for address in (
        url("post", trust.post.public_id, unit="TA2"),
        url("edit_post", trust.post.public_id, unit="TA2"),
        url("close_post", trust.post.public_id, unit="TA2"),
        url("find_holder", trust.post.public_id, unit="TA2"),
        url("hold", own.public_id, trust.deputy.public_id, unit="TA2"),
        url("end_holder", own.public_id, row.public_id, unit="TA2"),
        url("post", trust.post.public_id),
    ):
        assert client.get(address).status_code == 404, address


# --- recorded by mistake ----------------------------------------------------------------------------


def mistake_url(trust: World, row: Incumbency) -> str:
    args = ["TA1", trust.post.public_id, row.public_id]
    return reverse("succession:holder_mistake", args=args)


def test_a_holder_recorded_by_mistake_is_taken_back(client, trust: World) -> None:
    made = hold(trust, trust.post, trust.deputy, filled_by="INT")
    url = mistake_url(trust, made)
    client.force_login(trust.lead)
    assert client.post(url).status_code == 403
    client.force_login(trust.cpo)
    page = client.get(url).content.decode()
    assert "Was Kirsty Moor recorded by mistake?" in page
    assert "Helen Adeyemi, whose time was ended by this entry, holds the post again" in page
    assert client.post(url).status_code == 302
    row = Incumbency.objects.get(post=trust.post)
    assert (row.assignment.staff_id, row.ends_on) == (trust.holder.pk, None)
    assert AuditEvent.objects.filter(action="plan.holder_mistaken").count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM succession_incumbencyevent WHERE pgh_obj_id = %s", [made.pk]
        )
        assert cursor.fetchone()[0] >= 1
    assert client.get(url).status_code == 404


def test_what_rests_on_it_keeps_it(client, trust: World) -> None:
    nominate(trust.post, trust.deputy, "RN")
    made = hold(trust, trust.post, trust.deputy, filled_by="PLAN")
    client.force_login(trust.cpo)
    url = mistake_url(trust, made)
    assert "was named and placed by this" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer, pytest.raises(SuccessionError):
        holders.remove_mistaken(viewer=viewer, incumbency=made)
    assert Incumbency.objects.filter(pk=made.pk).exists()


# --- who holds the posts, all on one page ----------------------------------------------------------------


def all_posts(trust: World) -> dict[str, Post]:
    """Posts that nobody has held: one whose holder the staff list names, two alike, one unclear."""
    made = {
        "ceo": make_post(trust.unit, "Chief executive", "CEO", position=2),
        "ned": make_post(trust.unit, "Non-executive director", "NED", position=3),
        "ned2": make_post(trust.unit, "Non-executive director 2", "NED", position=4),
        "cfo": make_post(trust.unit, "Chief finance officer", "CFO", position=5),
    }
    for name, title in (
        ("Tom Archer", "Chief Executive"),
        ("Ann Lee", "Non-executive director"),
        ("Bea Lee", "Non-executive director"),
        ("Cy Nash", "Chief finance officer"),
        ("Di Nash", "Chief finance officer"),
    ):
        factories.staff(trust.unit, name, title=title)
    return made


def field(post: Post) -> str:
    return f"post-{post.public_id}"


def test_the_staff_list_says_who_holds_which_post(client, trust: World) -> None:
    made = all_posts(trust)
    client.force_login(trust.cpo)
    page = client.get(reverse("succession:holders", args=["TA1"]))
    form = page.context["form"]
    people = {str(s.public_id): s.name for s in trust.unit.staff.all()}
    said = {key: people.get(form.fields[field(post)].initial, "") for key, post in made.items()}
    assert said == {"ceo": "Tom Archer", "ned": "Ann Lee", "ned2": "Bea Lee", "cfo": ""}
    assert field(trust.post) not in form.fields
    cy = trust.unit.staff.get(name="Cy Nash")
    typed = {name: each.initial for name, each in form.fields.items()}
    answer = client.post(page.request["PATH_INFO"], typed | {field(made["cfo"]): cy.public_id})
    assert answer.url == reverse("succession:plan", args=["TA1"])
    rows = Incumbency.objects.filter(post__in=made.values()).order_by("post__position")
    assert [row.assignment.staff.name for row in rows] == [
        "Tom Archer", "Ann Lee", "Bea Lee", "Cy Nash",
    ]  # fmt: skip
    assert {(row.starts_on, row.filled_by, row.kind) for row in rows} == {
        (factories.LONG_AGO, "", "substantive")
    }
    assert AuditEvent.objects.filter(action="plan.holder_set").count() == 4


def test_nothing_is_written_when_nobody_is_chosen_or_a_colleague_was_quicker(
    client, trust: World
) -> None:
    made = all_posts(trust)
    client.force_login(trust.cpo)
    page = reverse("succession:holders", args=["TA1"])
    before = Incumbency.objects.count()
    for typed in ({}, {field(made["ceo"]): str(trust.post.public_id)}, {field(made["ceo"]): "x"}):
        assert client.post(page, typed).status_code == 422
    assert Incumbency.objects.count() == before
    tom, ann = (trust.unit.staff.get(name=name) for name in ("Tom Archer", "Ann Lee"))
    hold(trust, made["ned"], ann)
    with (
        user_scope(trust.cpo.pk, unit_code="TA1") as viewer,
        pytest.raises(SuccessionError, match="has a holder by now"),
    ):
        holders.set_holders(viewer=viewer, chosen=[(made["ceo"], tom), (made["ned"], ann)])
    assert not made["ceo"].incumbencies.exists()


def test_the_plan_leads_to_that_page_only_while_posts_wait_for_a_first_holder(
    client, trust: World
) -> None:
    client.force_login(trust.cpo)
    plan, words = reverse("succession:plan", args=["TA1"]), "Say who holds them, on one page"
    assert words not in client.get(plan).content.decode()
    all_posts(trust)
    assert words in client.get(plan).content.decode()


def test_the_plan_and_that_page_count_the_same_posts(client, trust: World) -> None:
    client.force_login(trust.cpo)
    all_posts(trust)
    plan, page = reverse("succession:plan", args=["TA1"]), url("holders")
    assert "Nobody is in 4 posts yet" in client.get(plan).content.decode()
    hold(trust, Post.objects.get(title="Chief executive"), trust.deputy, starts_on=today() + DAY)
    assert "Nobody is in 3 posts yet" in client.get(plan).content.decode()
    assert len(client.get(page).context["vacant"]) == 3


def test_who_may_not_manage_sets_no_holders(trust: World, units) -> None:
    post = make_post(trust.unit, "Chief executive", "CEO", position=2)
    lead = factories.holder("learning_lead", trust.unit, login="somebody.else")
    with user_scope(lead.pk, unit_code="TA1") as viewer, pytest.raises(PermissionDenied):
        holders.set_holders(viewer=viewer, chosen=[(post, trust.deputy)])


def test_somebody_who_covers_three_posts_is_pointed_out(client, trust: World) -> None:
    client.force_login(trust.cpo)
    plan = reverse("succession:plan", args=["TA1"])
    posts_ = [trust.post, *list(all_posts(trust).values())[:2]]
    for post in posts_[:2]:
        nominate(post, trust.deputy, "R12", cover="ACT")
    assert "Much rests on one person" not in client.get(plan).content.decode()
    nominate(posts_[2], trust.deputy, "R12", cover="INT")
    page = client.get(plan).content.decode()
    assert "Kirsty Moor is the emergency cover for 3 posts: Chief nurse, " in page
