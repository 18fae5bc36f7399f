"""Critical role assessments: the act that decides how critical a post is."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from succession import selectors
from succession.access import must_manage
from succession.conflicts import ConflictError, SuccessionError
from succession.criteria import DECISIONS, SCORES, Criteria
from succession.models import CriticalityAssessment, Post
from succession.services import touch_plan


@transaction.atomic
def assess_criticality(
    *,
    viewer: Viewer,
    post: Post,
    version: int,
    criteria: Criteria,
    scores: Mapping[str, int],
    criticality: str,
    reason: str = "",
) -> CriticalityAssessment:
    """Decide how critical `post` is, on scores by the `criteria` in effect.

    `version` is that of the assessment that the page was made from, 0 when there was none.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody assessed since `version`; nothing is written.
        SuccessionError: a score is missing or is none, the decision is none, or it differs from
            what the scores suggest without a reason.
    """
    must_manage(viewer)
    _check(criteria, scores, criticality)
    weighed = criteria.weigh(scores)
    reason = reason.strip()
    if criticality != weighed.suggested and not reason:
        raise SuccessionError("Enter why you decide differently from what the scores suggest")
    row = Post.objects.select_for_update().get(pk=post.pk)
    last = selectors.criticality(row, viewer.day)
    if (last.version if last else 0) != version:
        raise _conflict(last, row)
    CriticalityAssessment.objects.filter(post=row, valid_to__isnull=True).update(
        valid_to=viewer.day
    )
    made = CriticalityAssessment.objects.create(
        unit_id=row.unit_id,
        post=row,
        scores=_kept(criteria, scores),
        percent=weighed.percent,
        suggested=weighed.suggested,
        criticality=criticality,
        replaced=row.criticality,
        reason=reason,
        criteria_version=criteria.version,
        assessed_on=viewer.day,
        assessor_id=viewer.user_id,
        version=version + 1,
        valid_from=viewer.day,
    )
    Post.objects.filter(pk=row.pk).update(criticality=criticality, changed_by_id=viewer.user_id)
    touch_plan(viewer, row.unit_id)
    audit.record(
        viewer,
        "criticality.assessed",
        unit_id=row.unit_id,
        about=row,
        criticality=criticality,
        suggested=weighed.suggested,
    )
    return made


def _check(criteria: Criteria, scores: Mapping[str, int], criticality: str) -> None:
    missing = [each.label for each in criteria.items if scores.get(each.key) not in SCORES]
    if missing:
        raise SuccessionError(f"Select a score for: {', '.join(missing)}")
    if criticality not in DECISIONS:
        raise SuccessionError("Select how critical the post is")


def _kept(criteria: Criteria, scores: Mapping[str, int]) -> list[dict[str, Any]]:
    """The scores with the words and weights of the day, as the assessment keeps them."""
    return [
        {"key": each.key, "label": each.label, "weight": each.weight, "score": scores[each.key]}
        for each in criteria.items
    ]


def _conflict(last: CriticalityAssessment | None, post: Post) -> Exception:
    if last is None:
        return SuccessionError("This post was not assessed before. Open the page again.")
    return ConflictError(
        who=selectors.colleague(last.assessor_id, post.unit_id),
        when=last.recorded_at,
        saved={"criticality": last.criticality},
        version=last.version,
    )
