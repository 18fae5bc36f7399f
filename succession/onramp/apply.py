"""Writes what a spreadsheet changes, by the services of the pages: each act is recorded as if done there."""

from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from succession import holders, line, posts, selectors, services
from succession.board_roles import NON_EXECUTIVE, ROLES, local_of, national_codes
from succession.models import Nomination, Post
from succession.onramp.changes import At, ChangedSuccessor, Difference, NewPost
from succession.words import Codes


def apply(viewer: Viewer, found: Difference, codes: Codes) -> None:
    """Write a difference at the viewer's unit. The caller holds the lock and the transaction.

    Raises:
        SuccessionError: one of the acts cannot be done; the caller's transaction must not be kept.
        ConflictError: somebody changed a row since the difference was made; likewise.
    """
    added = {each.title: _add(viewer, each, codes) for each in found.posts}
    present = {row.pk: row for row in selectors.posts(viewer.here.id, viewer.day)}
    people = [each.person.id for each in found.holders] + [each.person.id for each in found.named]
    staff = StaffRecord.objects.in_bulk(people)

    def post(at: At) -> Post:
        return present[at.id] if at.id else added[at.title]

    for held in found.holders:
        holders.set_holder(
            viewer=viewer,
            post=post(held.post),
            staff=staff[held.person.id],
            kind=_kind(post(held.post)),
            starts_on=held.since,
            together=held.together,
        )
    for each in found.risks:
        services.assess_risk(
            viewer=viewer,
            post=post(each.post),
            version=each.version,
            vacancy_risk=each.risk.vacancy_risk,
            impact=each.risk.impact,
            reasons=each.risk.reasons,
            stated_by_person=each.stated_by_person,
            stated_on=each.risk.stated_on,
            leaving_on=each.risk.leaving_on,
        )
    for named in found.named:
        services.name_successor(
            viewer=viewer,
            post=post(named.post),
            staff=staff[named.person.id],
            said=services.Said(named.readiness, named.evidence, named.review_by, named.cover),
        )
    _change(viewer, found.changed)


def _add(viewer: Viewer, new: NewPost, codes: Codes) -> Post:
    """A post with what usually holds of its main role, as when roles are set up."""
    usual = codes[ROLES][new.roles[0]].attributes
    return posts.add_post(
        viewer=viewer,
        title=new.title,
        role_codes=national_codes(codes[ROLES], new.roles),
        local_role=local_of(codes[ROLES], new.roles),
        criticality=new.criticality,
        voting=bool(usual.get("voting")),
        statutory=bool(usual.get("statutory")),
    )


def _kind(post: Post) -> str:
    return "ned" if post.role_codes[0] in NON_EXECUTIVE else "substantive"


def _change(viewer: Viewer, changed: list[ChangedSuccessor]) -> None:
    ids = [each.nomination for each in changed]
    rows = {
        row.public_id: row
        for row in Nomination.objects.filter(unit_id=viewer.here.id, public_id__in=ids)
    }
    for each in changed:
        row, version = rows[each.nomination], each.version
        if each.judged:
            services.change_readiness(
                viewer=viewer,
                nomination=row,
                version=version,
                readiness=each.readiness,
                evidence=each.evidence,
                review_by=each.review_by,
            )
            version += 1
        if each.covers:
            line.change_cover(viewer=viewer, nomination=row, version=version, cover=each.cover)
