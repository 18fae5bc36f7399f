"""Board packs: making one, naming its readers, and opening it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.consultation import locks
from orgs.web.download import attachment
from orgs.web.found import found
from orgs.words import words_of_moment
from succession import packs, plan_forms, signing
from succession.access import MANAGE_SUCCESSION, OWN_RECORD, READ_PACKS
from succession.conflicts import SuccessionError
from succession.enums import PackState
from succession.looks import PURPOSE
from succession.models import BoardPack
from succession.pack_page import job, reader_rows
from succession.views.common import page


@access(MANAGE_SUCCESSION)
@locks("pack")
@require_POST
def make(request: ViewerRequest, unit_code: str, copy: UUID) -> HttpResponse:
    """Ask for the pack of a version."""
    of = found(signing.copy(request.viewer.here.id, copy))
    made = packs.request_pack(viewer=request.viewer, copy=of)
    return redirect("succession:pack", unit_code, made.public_id)


@access(MANAGE_SUCCESSION)
def pack(request: ViewerRequest, unit_code: str, pack: UUID) -> HttpResponse:
    """A pack: how far it is, and who may open it until when."""
    viewer = request.viewer
    of = found(packs.pack(viewer.here.id, pack))
    if request.htmx and request.method != "POST":
        response = page(request, "components/job.html", job(of, unit_code))
        response["Cache-Control"] = "no-store"
        return response
    form = plan_forms.ReaderForm(
        request.POST or None,
        accounts=packs.may_be_named(of),
        initial={"last_day": packs.reads_until(viewer.day)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            packs.name_reader(
                viewer=viewer,
                pack=of,
                subject=form.cleaned_data["reader"],
                expires_on=form.expires_on(),
            )
        except SuccessionError as error:
            form.add_error("reader" if "named" in str(error) else "last_day", str(error))
        else:
            messages.success(request, "They can open the pack from “Board packs sent to you”")
            return redirect("succession:pack", unit_code, of.public_id)
    context = {
        "pack": of,
        "asked": f"Asked for {words_of_moment(of.asked_at)}",
        "job": job(of, unit_code),
        "form": form,
        "readers": reader_rows(of, viewer.day),
        "ready": of.state == PackState.DONE,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/pack.html", context, status=status)


@access(MANAGE_SUCCESSION)
@locks("pack")
@require_safe
def download(request: ViewerRequest, unit_code: str, pack: UUID) -> HttpResponse:
    """The PDF for the succession lead."""
    viewer = request.viewer
    of = found(packs.pack(viewer.here.id, pack))
    if of.state != PackState.DONE:
        return redirect("succession:pack", unit_code, of.public_id)
    content = packs.open_pack(viewer=viewer, pack=of)
    audit.record_read(viewer, "succession.pack", of.staff_ids, purpose=PURPOSE)
    return attachment(content, name=_file(of, unit_code), content_type="application/pdf")


@access(MANAGE_SUCCESSION)
def remove(request: ViewerRequest, unit_code: str, pack: UUID, reader: UUID) -> HttpResponse:
    """Take a pack away from one reader; asked on a page of its own."""
    viewer = request.viewer
    of = found(packs.pack(viewer.here.id, pack))
    row = found(packs.reader(of, reader))
    errors: list[tuple[str, str]] = []
    name = packs.name_of(row.user, viewer.here.id)
    if request.method == "POST":
        try:
            packs.remove_reader(viewer=viewer, reader=row)
        except SuccessionError as error:
            errors = [("", str(error))]
        else:
            messages.success(request, f"{name} can open the pack no longer")
            return redirect("succession:pack", unit_code, of.public_id)
    context = {"pack": of, "reader": row, "name": name, "errors": errors}
    return page(request, "succession/remove_reader.html", context, status=422 if errors else 200)


@access(READ_PACKS, OWN_RECORD)
@require_safe
def sent(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The packs that were sent to the viewer, and nothing else."""
    rows = packs.sent_to(request.viewer)
    context = {"nav": "packs", "rows": rows}
    response = page(request, "succession/packs_sent.html", context)
    response["Cache-Control"] = "no-store"
    return response


@access(READ_PACKS, OWN_RECORD)
@locks("pack")
@require_safe
def open_sent(request: ViewerRequest, unit_code: str, reader: UUID) -> HttpResponse:
    """One of them as a PDF; that she opens it is recorded."""
    viewer = request.viewer
    row = found(packs.sent_one(viewer, reader))
    content = packs.open_pack(viewer=viewer, pack=row.pack, reader=row)
    audit.record_read(viewer, "succession.pack", row.pack.staff_ids, purpose="reading a board pack")
    return attachment(content, name=_file(row.pack, unit_code), content_type="application/pdf")


def _file(of: BoardPack, unit_code: str) -> str:
    return f"board-pack-{unit_code}-{of.title.split(' to ')[0]}.pdf"
