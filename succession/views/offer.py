"""What is offered for a nomination, with the one form that prepares it."""

from typing import Any

from django.http import QueryDict

from succession.forms import PrepareForm
from succession.services import Named


def prepare_form(
    named: Named, typed: QueryDict | None = None, *, auto_id: str = "id_%s"
) -> PrepareForm:
    """The form over what is offered and not taken yet."""
    return PrepareForm(
        typed,
        auto_id=auto_id,
        pathways=[(p.ref, p.title) for p in named.pathways],
        pools=[
            (str(p.public_id), f"{p.title} (meets {p.met} of {len(p.criteria)} criteria)")
            for p in named.pools
            if not p.taken
        ],
    )


def offer_context(
    named: Named, unit_code: str, *, form: PrepareForm | None = None
) -> dict[str, Any]:
    """Context of ``succession/offer.html``."""
    return {
        "offer": named,
        "prepare_form": form or prepare_form(named),
        "unit_code": unit_code,
    }
