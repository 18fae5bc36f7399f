"""Field templates against upstream's own rendered examples, and our date field."""

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from orgs.web.forms import DayField, UiForm, error_links

FIXTURES = json.loads((Path(__file__).parents[1] / "vendor" / "nhsuk-fixtures.json").read_text())
# What differs by design: Django's names and ids, states upstream leaves out, values, and button states.
LEFT_OUT = {
    "id",
    "for",
    "name",
    "value",
    "aria-describedby",
    "aria-controls",
    "aria-invalid",
    "maxlength",
    "draggable",
}


class Outline(HTMLParser):
    """Tags with the attributes that matter, and text, in order."""

    def __init__(self, html):
        super().__init__()
        self.items = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        kept = {k: " ".join(sorted((v or "").split())) for k, v in attrs if k not in LEFT_OUT}
        self.items.append((tag, kept))

    def handle_endtag(self, tag):
        self.items.append(f"/{tag}")

    def handle_data(self, data):
        if words := " ".join(data.split()):
            self.items.append(words)


def outline(html):
    # The trailing space of "Error: " and line breaks are layout.
    return Outline(html).items


def bound(field, **extra):
    form = type("Form", (UiForm,), {"x": field, **extra})(QueryDict(""))
    return str(form["x"].as_field_group())


def choices(*labels):
    return [(label.lower(), label) for label in labels]


CONTACT = choices("Email", "Phone", "Text message")


@pytest.mark.parametrize(
    ("component", "field"),
    [
        (
            "textarea",
            forms.CharField(
                label="Can you provide more detail?",
                help_text="Do not include personal information like your name, date of birth or NHS number",
                widget=forms.Textarea,
                error_messages={"required": "You must provide an explanation"},
            ),
        ),
        (
            "checkboxes",
            forms.MultipleChoiceField(
                label="How do you want to be contacted about this?",
                help_text="Select all options that are relevant to you",
                widget=forms.CheckboxSelectMultiple,
                choices=CONTACT,
                error_messages={"required": "Select how you want to be contacted"},
            ),
        ),
        (
            "radios",
            forms.ChoiceField(
                label="How do you want to be contacted about this?",
                help_text="Select 1 option",
                widget=forms.RadioSelect,
                choices=CONTACT,
                error_messages={"required": "Select how you want to be contacted"},
            ),
        ),
        (
            "date-input",
            DayField(
                label="What is your date of birth?",
                help_text="For example, 31 3 1980",
                error_messages={"required": "Enter your date of birth"},
            ),
        ),
    ],
)
def test_fields_have_upstream_s_markup(component, field):
    (fixture,) = (
        html for name, html in FIXTURES[component].items() if name.endswith("without heading")
    )
    theirs, ours = outline(fixture), outline(bound(field))
    if component == "radios":  # the hint's words are the fixture's own
        hint = next(i for i, item in enumerate(theirs) if item == ("div", {"class": "nhsuk-hint"}))
        theirs[hint + 1] = "Select 1 option"
    assert ours == theirs


def test_an_input_has_upstream_s_markup():
    field = forms.CharField(
        label="What is your NHS number?",
        help_text="10 digits",
        error_messages={"required": "Enter NHS number"},
        widget=forms.TextInput(
            attrs={
                "class": "nhsuk-input--code nhsuk-input--width-10",
                "inputmode": "numeric",
                "spellcheck": "false",
            }
        ),
    )
    theirs = outline(FIXTURES["input"]["with error message and hint, without heading"])
    start = theirs.index(("div", {"class": "nhsuk-hint"}))
    end = theirs.index("/div", start)
    theirs[start + 1 : end] = ["10 digits"]
    assert outline(bound(field)) == theirs


def test_a_select_has_upstream_s_markup():
    fixture = FIXTURES["select"]["with error message and hint, without heading"]
    options = re.findall(r"<option[^>]*>([^<]*)</option>", fixture)
    field = forms.ChoiceField(
        label="Choose location",
        help_text="This can be different to where you went before",
        choices=choices(*options),
        error_messages={"required": "Select a location"},
    )
    assert outline(bound(field)) == outline(fixture)


def test_a_password_has_upstream_s_markup():
    field = forms.CharField(label="Password", widget=forms.PasswordInput)
    form = type("Form", (UiForm,), {"x": field, "question": "x"})()
    assert outline(form["x"].as_field_group()) == outline(FIXTURES["password-input"]["default"])


def without_href(html):
    return outline(re.sub(r' href="[^"]*"', "", html))


def test_error_summary_and_breadcrumb_have_upstream_s_markup():
    pairs = [("a", "Date of birth must be in the past"), ("b", "Enter your name")]
    out = Template('{% include "components/error_summary.html" with of=of %}').render(
        Context({"of": pairs})
    )
    words = re.findall(
        r"<a[^>]*>\s*([^<]*?)\s*</a>", FIXTURES["error-summary"]["with multiple errors"]
    )
    theirs = FIXTURES["error-summary"]["with multiple errors"]
    for theirs_words, (_, ours_words) in zip(words, pairs, strict=True):
        theirs = theirs.replace(theirs_words, ours_words)
    assert without_href(out) == without_href(theirs)
    crumbs = [("Home", "#"), ("NHS services", "#"), ("Hospitals", "#")]
    out = Template('{% include "components/breadcrumbs.html" %}').render(
        Context({"crumbs": crumbs})
    )
    assert outline(out) == outline(FIXTURES["breadcrumb"]["default"])


class Example(UiForm):
    name = forms.CharField(label="Full name")
    ready = forms.ChoiceField(
        label="Readiness", widget=forms.RadioSelect, choices=choices("Now", "Later")
    )
    ends = DayField(label="When does it end?")
    note = forms.CharField(widget=forms.Textarea, max_length=400, required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("name") == "both":
            self.add_error(None, "Choose one")


def test_errors_come_in_page_order_and_link_to_the_first_input():
    assert error_links(Example(QueryDict(""))) == [
        ("id_name", "Enter full name"),
        ("id_ready_0", "Select readiness"),
        ("id_ends_0", "Enter an answer: When does it end?"),
    ]
    assert error_links(Example(QueryDict("name=both")))[0] == ("", "Choose one")


def test_a_whole_form_prints_every_field_once_and_hidden_ones_last():
    html = str(Example())
    assert re.findall(r'name="([^"]*)"', html) == [
        "name",
        "ready",
        "ready",
        "ends_day",
        "ends_month",
        "ends_year",
        "note",
        "token",
    ]
    assert "required" not in html


def test_descriptions_stand_in_page_order():
    html = bound(forms.CharField(help_text="Hint"))
    assert 'aria-describedby="id_x-hint id_x-error"' in html
    assert 'aria-invalid="true"' in html
    counted = str(Example()["note"].as_field_group())
    assert 'aria-describedby="id_note-info"' in counted
    assert "You can enter up to 400 characters" in counted


@pytest.mark.parametrize(
    ("parts", "value", "error"),
    [
        (("31", "3", "2027"), dt.date(2027, 3, 31), None),
        (("", "", ""), None, "Enter x"),
        (("31", "", "2027"), None, "Date must include a month"),
        (("30", "2", "2027"), None, "Enter a real date, for example 31 3 2027"),
        (("1", "1", "27"), None, "Enter a real date, for example 31 3 2027"),
        (("1", "x-y", "2027"), None, "Enter a real date, for example 31 3 2027"),
    ],
)
def test_dates_in_three_parts(parts, value, error):
    form_class = type("Form", (UiForm,), {"x": DayField()})
    data = dict(zip(("x_day", "x_month", "x_year"), parts, strict=True))
    form = form_class(data)
    assert form.is_valid() is (error is None)
    assert form.cleaned_data.get("x") == value
    assert form.errors.get("x", [None])[0] == error
    html = str(form["x"].as_field_group())
    shown = re.findall(r'name="x_(?:day|month|year)"[^>]*?(?: value="([^"]*)")?>', html)
    assert shown[0] == parts[0]


def test_a_stored_date_fills_its_parts():
    html = str(
        type("Form", (UiForm,), {"x": DayField()})(initial={"x": dt.date(2026, 3, 31)})[
            "x"
        ].as_field_group()
    )
    assert re.findall(r' value="(\d+)"', html) == ["31", "3", "2026"]


def test_labels_are_escaped():
    assert "<b>" not in bound(forms.CharField(label="<b>x</b>", help_text="<b>x</b>"))
