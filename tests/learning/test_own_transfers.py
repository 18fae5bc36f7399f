"""An employer closes: what people wrote themselves goes with them."""

from learning.models import AgreedOutcome, Aspiration, Conversation, Preparation
from orgs.clock import today
from orgs.models.corrections import CorrectionRequest
from tests.succession.factories import world
from tests.succession.test_transfers import handed_over

DAY = today()


def test_own_words_continue_with_their_links(units) -> None:
    trust, new = world(units["QA1"]), units["QA2"]
    wish = Aspiration.objects.create(
        unit=trust.unit,
        staff=trust.deputy,
        roles=["CNO"],
        words="A ward",
        shared=True,
        valid_from=DAY,
    )
    agreed = Conversation.objects.create(
        unit=trust.unit, staff=trust.deputy, with_user=trust.lead, grid="scope-for-growth",
        state="agreed", outcome="DEPTH", plan="Shadow", started_on=DAY, met_on=DAY,
        person_yes_on=DAY, other_yes_on=DAY,
    )  # fmt: skip
    AgreedOutcome.objects.create(
        unit=trust.unit, staff=trust.deputy, conversation=agreed, grid="scope-for-growth",
        outcome="DEPTH", agreed_on=DAY,
    )  # fmt: skip
    open_one = Conversation.objects.create(
        unit=trust.unit, staff=trust.deputy, with_user=trust.lead, grid="scope-for-growth",
        started_on=DAY,
    )  # fmt: skip
    Preparation.objects.create(
        unit=trust.unit, conversation=open_one, side="person", answers={"enjoy": "Wards"}
    )
    CorrectionRequest.objects.create(
        unit=trust.unit, staff=trust.deputy, about="work", words="Band", asked_on=DAY
    )
    done = handed_over(trust.unit.id, new.id)
    assert {key: done[key] for key in ("aspirations", "conversations", "corrections")} == {
        "aspirations": (1, 1),
        "conversations": (1, 4),
        "corrections": (0, 1),
    }
    there = Aspiration.objects.get(unit=new, valid_to=None)
    assert (there.continues, there.words, there.shared) == (wish, "A ward", False)
    wish.refresh_from_db()
    assert wish.valid_to == DAY
    outcome = AgreedOutcome.objects.get(unit=new)
    assert (outcome.valid_to, outcome.outcome) == (None, "DEPTH")
    assert outcome.conversation.continues == agreed
    assert AgreedOutcome.objects.get(unit=trust.unit).valid_to == DAY
    assert Preparation.objects.get(unit=new).shared_on is None
    request = CorrectionRequest.objects.get(unit=new)
    assert request.staff.person_id == trust.deputy.person_id
    again = handed_over(trust.unit.id, new.id)
    assert [again[key] for key in ("aspirations", "conversations", "corrections")] == [
        (0, 0),
        (0, 0),
        (0, 0),
    ]
