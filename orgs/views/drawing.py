"""Drawing up a change of organisations, taking one back, and what those affected say of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.forms.drawing import (
    FORMS,
    CommentForm,
    InverseForm,
    MergeForm,
    OperationForm,
    SplitForm,
    StartForm,
)
from orgs.models.restructure import RestructurePlan
from orgs.presenters import drawing as words
from orgs.restructure import asking, drawing, picture, selectors, services, undoing
from orgs.restructure.errors import RestructureError, VerificationError
from orgs.restructure.operations import Dated, Tried
from orgs.restructure.shape import Shape
from orgs.views.restructure import INVALID, NAV, crumbs, status_of, version_of


@access(MANAGE_TREE)
def start(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What the change is called and from which day."""
    form = StartForm(request.POST or None, today=request.viewer.day)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        plan = drawing.start_draft(
            viewer=request.viewer,
            title=values["title"],
            on=values["on"],
            recorded_late=values["recorded_late"],
        )
        return redirect("orgs:change_draw", unit_code, plan.public_id)
    context = {**NAV, "form": form, "crumbs": crumbs(request.viewer)}
    status = INVALID if form.errors else 200
    return render(request, "orgs/restructure_start.html", context, status=status)


@access(MANAGE_TREE)
def draw(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """The list of operations, the tree before and after, and the form of one more."""
    found = selectors.plan(request.viewer, plan)
    if found.state not in ("draft", "rehearsed"):
        return redirect("orgs:change", unit_code, found.public_id)
    page = _Page(request, found)
    form = page.form
    if request.method != "POST" or form is None:
        return page.shown()
    if isinstance(form, SplitForm) and request.POST.get("step") == "1":
        return page.second_step(form)
    if not form.is_valid():
        return page.shown(status=INVALID)
    try:
        drawing.add_operations(
            viewer=request.viewer,
            plan=found,
            added=[Dated(form.cleaned_data["on"], form.operation())],
            version=version_of(request.POST),
        )
    except RestructureError as refused:
        form.add_error(None, refused.sentences)
        return page.shown(status=status_of(refused))
    messages.success(request, "Added to the list")
    return redirect("orgs:change_draw", unit_code, found.public_id)


@access(MANAGE_TREE)
@require_POST
def remove(request: ViewerRequest, unit_code: str, plan: UUID, at: int) -> HttpResponse:
    """Take one operation out of the list."""
    found = selectors.plan(request.viewer, plan)
    try:
        drawing.remove_operation(
            viewer=request.viewer, plan=found, at=at, version=version_of(request.POST)
        )
    except RestructureError as refused:
        fresh = selectors.plan(request.viewer, plan)
        return _Page(request, fresh).shown(problems=refused.sentences, status=status_of(refused))
    messages.success(request, "Taken out of the list")
    return redirect("orgs:change_draw", unit_code, found.public_id)


@access(MANAGE_TREE)
@require_POST
def check(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Rehearse the list: the page then says what would change."""
    found = selectors.plan(request.viewer, plan)
    try:
        services.rehearse(viewer=request.viewer, plan=found)
    except RestructureError as refused:
        return _Page(request, found).shown(problems=refused.sentences, status=status_of(refused))
    return redirect("orgs:change", unit_code, found.public_id)


class _Page:
    """The page of a draft: what it shows besides the form that is filled in."""

    def __init__(self, request: ViewerRequest, plan: RestructurePlan) -> None:
        self.request, self.plan = request, plan
        self.tried: Tried | None = drawing.tried_so_far(plan)
        self.shape = self.tried.after if self.tried else Shape.of_day(plan.effective_on)
        self.kind = request.GET.get("kind") or "icb"
        self.form = self._form()

    def _form(self) -> OperationForm | None:
        wanted = FORMS.get(self.request.GET.get("add", ""))
        if wanted is None:
            return None
        mine = selectors.administered_codes(self.request.viewer)
        new = {code for code, node in self.shape.nodes.items() if node.id is None}
        options: dict[str, Any] = {"shape": self.shape, "mine": mine | new}
        options["kind"] = self.kind
        if self.request.method == "POST":
            return wanted(self.request.POST, **options)
        initial = {
            "on": self.plan.effective_on,
            "code": self.request.GET.get("code", ""),
            "into": self.request.GET.getlist("into"),
        }
        return wanted(initial=initial, **options)

    def second_step(self, form: SplitForm) -> HttpResponse:
        """The organisations below the one that is divided, each to be assigned."""
        form.full_clean()
        if form.errors.keys() & {"code", "into"}:
            for name in [n for n in form.errors if n.startswith("to-") or n == "on"]:
                del form.errors[name]
            return self.shown(status=INVALID)
        query = QueryDict(mutable=True)
        query.update({"add": "split", "kind": self.kind, "code": form.cleaned_data["code"]})
        query.setlist("into", form.cleaned_data["into"])
        address = reverse("orgs:change_draw", args=[self.plan.unit.code, self.plan.public_id])
        return redirect(f"{address}?{query.urlencode()}#add")

    def shown(self, *, problems: list[str] | None = None, status: int = 200) -> HttpResponse:
        before, after = picture.pictures(self.tried) if self.tried else ([], [])
        faults = list(self.tried.faults) if self.tried else []
        context = {
            **NAV,
            "crumbs": crumbs(self.request.viewer),
            "plan": self.plan,
            "operations": words.listed(self.plan, self.tried.before if self.tried else self.shape),
            "before": before,
            "after": after,
            "kind": self.kind,
            "kinds": [(do, form.words) for do, form in FORMS.items()],
            "adding": self.form,
            "of_one_kind": isinstance(self.form, MergeForm | SplitForm),
            "assigning": isinstance(self.form, SplitForm) and bool(self.form.assigned),
            "query": self.request.GET.urlencode(),
            "problems": [("", sentence) for sentence in problems or faults],
            "errors": bool(problems or faults),
        }
        return render(self.request, "orgs/restructure_draw.html", context, status=status)


# --- taking back -------------------------------------------------------------------------------------


@access(MANAGE_TREE)
def undo(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Draw up the change that takes one back, in whole or in part."""
    found = selectors.plan(request.viewer, plan)
    possible = undoing.undoable(found)
    form = InverseForm(request.POST or None, undoable=possible)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            draft = undoing.draft_inverse(
                viewer=request.viewer, plan=found, codes=values["codes"], on=values["on"]
            )
        except RestructureError as refused:
            form.add_error(None, refused.sentences)
        else:
            return redirect("orgs:change_draw", unit_code, draft.public_id)
    context = {**NAV, "form": form, "plan": found, "possible": possible}
    context["crumbs"] = crumbs(request.viewer)
    status = INVALID if form.errors else 200
    return render(request, "orgs/restructure_undo.html", context, status=status)


@access(MANAGE_TREE)
@require_POST
def withdraw(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Take back a change whose day has not come."""
    found = selectors.plan(request.viewer, plan)
    try:
        undoing.withdraw(viewer=request.viewer, plan=found, version=version_of(request.POST))
    except RestructureError as refused:
        if isinstance(refused, VerificationError):
            raise
        messages.warning(request, " ".join(refused.sentences))
    else:
        messages.success(request, "Withdrawn. Nothing of it is left.")
    return redirect("orgs:change", unit_code, found.public_id)


# --- those affected ----------------------------------------------------------------------------------


@access(MANAGE_TREE)
@require_POST
def send(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Tell every employer concerned what the change means for it."""
    found = selectors.plan(request.viewer, plan)
    try:
        told = asking.send_notices(
            viewer=request.viewer, plan=found, version=version_of(request.POST)
        )
    except RestructureError as refused:
        messages.warning(request, " ".join(refused.sentences))
    else:
        messages.success(request, f"Sent to {told} organisation{'' if told == 1 else 's'}")
    return redirect("orgs:change", unit_code, found.public_id)


@access(MANAGE_TREE)
def answer(request: ViewerRequest, unit_code: str, plan: UUID, comment: UUID) -> HttpResponse:
    """Answer what an affected organisation said."""
    found = selectors.plan(request.viewer, plan)
    said = next((c for c in asking.said_of(found) if c.public_id == comment), None)
    form = CommentForm(request.POST or None, label="Your answer")
    if said is None:
        return redirect("orgs:change", unit_code, found.public_id)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer_comment(
                viewer=request.viewer,
                plan=found,
                comment_id=comment,
                text=form.cleaned_data["text"],
            )
        except RestructureError as refused:
            form.add_error(None, refused.sentences)
        else:
            messages.success(request, "Answered")
            return redirect("orgs:change", unit_code, found.public_id)
    context = {**NAV, "form": form, "plan": found, "said": said}
    context["crumbs"] = crumbs(request.viewer)
    status = INVALID if form.errors else 200
    return render(request, "orgs/restructure_answer.html", context, status=status)


@access(*asking.READERS)
@require_GET
def notices(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Changes that concern the organisation in the URL."""
    told = asking.notices_here(request.viewer)
    context = {"notices": told, "crumbs": request.viewer.crumbs}
    return render(request, "orgs/restructure_notices.html", context)


@access(*asking.READERS)
def notice(request: ViewerRequest, unit_code: str, notice: UUID) -> HttpResponse:
    """What one change means for the organisation in the URL, and its comments."""
    found = asking.notice_here(request.viewer, notice)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.comment(viewer=request.viewer, notice=found, text=form.cleaned_data["text"])
        except RestructureError as refused:
            form.add_error(None, refused.sentences)
        else:
            messages.success(request, "Your comment is with whoever plans the change")
            return redirect("orgs:notice", unit_code, found.public_id)
    title = reverse("orgs:notices", args=[unit_code])
    context = {
        "notice": found,
        "said": asking.said_here(found),
        "form": form,
        "crumbs": [*request.viewer.crumbs, ("Changes that concern us", title)],
    }
    status = INVALID if form.errors else 200
    return render(request, "orgs/restructure_notice.html", context, status=status)
