"""How often the viewer is reminded by e-mail of what waits for her at this organisation."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from orgs import digest
from orgs.access.rules import ViewerRequest, any_role
from orgs.enums import Often
from orgs.web.forms import UiForm


class DigestForm(UiForm):
    """How often, and from which hour of the day."""

    often = forms.ChoiceField(label="How often?", choices=Often.choices, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(
        label="From what time of day?",
        choices=[(hour, f"{hour}:00") for hour in digest.HOURS],
        coerce=int,
        help_text="Reminders leave on working days only, and only when something waits for you.",
    )


@any_role
def settings(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Show the choice and save it."""
    now = digest.setting(request.viewer)
    typed = request.POST if request.method == "POST" else None
    form = DigestForm(typed, initial={"often": now.often, "hour": now.hour})
    if typed is not None and form.is_valid():
        digest.choose(viewer=request.viewer, **form.cleaned_data)
        messages.success(request, "Your e-mail reminders are saved")
        return redirect("orgs:unit", unit_code)
    status = 422 if typed is not None else 200
    return render(request, "orgs/digest.html", {"form": form, "nav": "home"}, status=status)
