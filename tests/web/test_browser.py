"""The kit in Chromium under our content security policy: axe, reflow, focus, dialog. No server, no database.

Playwright answers every request itself: pages are rendered here, static files come from the folder.
"""

import json
import mimetypes
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from playwright.sync_api import expect, sync_playwright

from orgs.web.context import body_script_hash
from orgs.web.forms import DayField, UiForm
from reporting.render import charts, heat
from talentplatform.embedded import system

pytestmark = pytest.mark.browser

REPO = Path(__file__).resolve().parents[2]
AXE = (REPO / "tests/vendor/axe.min.js").read_text()
ORIGIN = "http://kit.test"
CSP = (
    f"default-src 'none'; script-src 'self' {body_script_hash()}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
VIEWER = SimpleNamespace(
    user=None,
    unit=SimpleNamespace(
        code="R0A", name="Northfield University Hospitals NHS Foundation Trust", kind_label="Trust"
    ),
    role_labels=["Succession lead"],
    totals_only=True,
    display_name="Amara Okafor",
    menu=[
        SimpleNamespace(key=key, label=key.capitalize(), url=f"/{key}/")
        for key in ("home", "succession", "pools", "learning", "equality", "reports")
    ],
    units=lambda: [
        ("R0A", "Northfield Trust", "Trust", "succession lead"),
        ("QOP", "North West", "Region", "lead"),
    ],
    crumbs=[("England", "/e/"), ("North West", "/n/")],
)
KIT = """
{% extends "layout.html" %}{% load ui %}{% block title %}Kit{% endblock %}{% block main %}
{% include "components/error_summary.html" with of=form %}
{% include "components/page_head.html" with caption="2026 to 2027" title="Kit" status="Draft" meta="Last changed today" actions=actions %}
{% include "components/steps.html" %}
{% include "components/hidden_note.html" with totals_only=True sentence="A hidden figure is shown as [c]." %}
{% include "components/tiles.html" %}
<section class="app-panel" aria-labelledby="gaps">{% include "components/panel_head.html" with id="gaps" title="Gaps" note="Share" %}{% include "components/heat.html" %}</section>
<div class="app-two">{% for chart in charts %}<section class="app-panel" aria-labelledby="h-{{ chart.key }}"><h2 class="nhsuk-heading-m" id="h-{{ chart.key }}">{{ chart.title }}</h2>{% include "components/chart.html" %}</section>{% endfor %}</div>
<h2>Tree</h2><ul class="app-tree"><li>{% include "components/node.html" with name="North West" kind="Region" %}<ul><li>{% include "components/node.html" with name="Lakeland ICB" url="/l/" change="closed" word="Closes, history kept" colour="red" %}</li></ul></li></ul>
{% include "components/empty.html" with text="No successor named" tone="bad" action_url="/n" action_label="Name a successor" action_of="for chief nurse" %}
{% include "components/conflict.html" with id="conflict" who="Ruth Sandford" when="2:31pm" rows=rows %}
{% include "components/job.html" with id="job" url="/job/" label="Making your PDF" percent=10 %}
<form method="post" novalidate>{{ form }}<button type="submit" class="nhsuk-button">Save</button></form>
{% include "components/pagination.html" %}
<p class="app-actions"><a class="nhsuk-button" id="add" role="button" href="/add/" data-dialog hx-get="/add/" hx-target="#app-dialog-body" hx-swap="innerHTML">Add a role</a>
<a class="nhsuk-button" id="gone" role="button" href="/gone/" hx-get="/gone/" hx-target="#conflict" hx-swap="outerHTML">Gone</a>
<a class="nhsuk-button" id="say" role="button" href="/say/" hx-get="/say/" hx-target="#job" hx-swap="none">Say</a></p>
{% endblock %}
"""


class Everything(UiForm):
    label_size = "s"
    small = {"areas"}
    name = forms.CharField(help_text="As on the staff record")
    ends = DayField(help_text="For example, 31 3 2027")
    why = forms.CharField(widget=forms.Textarea, max_length=400)
    kind = forms.ChoiceField(choices=[("", "Select"), ("a", "Board")])
    ready = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("now", "Ready now"), ("later", "Later")]
    )
    areas = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("f", "Finance")]
    )
    file = forms.FileField()
    password = forms.CharField(widget=forms.PasswordInput)
    ok = forms.BooleanField(label="I have checked this")


def kit():
    boards = ["Cheshire and Merseyside", "Lancashire and South Cumbria"]
    return {
        "nav": "succession",
        "form": Everything({}),
        "actions": [
            {"label": "Add", "url": "/a/", "primary": True},
            {"label": "Schedule", "url": "/s/"},
        ],
        "steps": ["Choose", "Name", "Check"],
        "current": 2,
        "tiles": [
            {
                "label": "Ready now",
                "value": 4,
                "of": 7,
                "percent": 57,
                "percent_label": "57% of roles",
            },
            {"label": "High risk", "value": None, "note": "Hidden"},
        ],
        "heat": heat.table(
            key="heat",
            caption="Gaps by board",
            headers=["Role", *boards],
            rows=[("Chief nurse", [None, 59])],
        ),
        "charts": [
            charts.stacked_bars(
                key="ready",
                title="Readiness",
                summary="One.",
                row_label="Board",
                categories=["Ready now", "Nobody"],
                rows=[(boards[0], [31, 44]), (boards[1], [None, None])],
            ),
            charts.pyramid(
                key="bands",
                title="Pay bands",
                summary="Two.",
                row_label="Band",
                left="White",
                right="Black and minority ethnic",
                rows=[("Band 2", 61, 34), ("VSM", None, None)],
            ),
        ],
        "rows": [("", "Ready in 3 to 5 years", "Ready now")],
        "page": Paginator(range(300), 25).page(5),
    }


ADD = '<h2 class="nhsuk-heading-m" id="app-dialog-title" tabindex="-1">Add a role</h2><p><a href="/" data-close>Cancel</a></p>'


@pytest.fixture(scope="module")
def chromium():
    found = system.chromium()
    if found is None:
        pytest.skip("There is no Chromium: install it, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, rf):
    """`visit(name, width)` opens one of the pages and gives (page, console messages)."""
    contexts = []

    def open_page(name, width):
        request = rf.get("/x/?q=1")
        request.htmx = False
        request.viewer = None if name in {"account/login.html", "errors/wall.html"} else VIEWER
        if name == "kit":
            html = engines["django"].from_string(KIT).render(kit(), request)
        else:
            html = render_to_string(
                name, {"form": Everything() if "login" in name else None}, request
            )

        def answer(route):
            path = urlsplit(route.request.url).path
            if path.startswith("/static/"):
                file = REPO / path.lstrip("/")
                return route.fulfill(
                    body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0]
                )
            if path == "/add/":
                return route.fulfill(body=ADD, content_type="text/html")
            if path == "/gone/":
                request.htmx = True
                return route.fulfill(
                    status=404,
                    body=render_to_string("errors/404.html", {}, request),
                    content_type="text/html",
                )
            if path == "/say/":
                return route.fulfill(
                    status=204,
                    headers={"HX-Trigger": json.dumps({"announce": "Fatima Noor moved"})},
                )
            if path == "/job/":
                done = {"id": "job", "done_url": "/f/", "done_label": "Get the report"}
                return route.fulfill(
                    body=render_to_string("components/job.html", done, request),
                    content_type="text/html",
                )
            return route.fulfill(
                body=html,
                headers={
                    "Content-Security-Policy": CSP,
                    "Content-Type": "text/html; charset=utf-8",
                },
            )

        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        said = []
        page.on(
            "console",
            lambda message: (
                said.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{ORIGIN}/page/")
        return page, said

    yield open_page
    for context in contexts:
        context.close()


def violations(page):
    page.evaluate(AXE)
    return page.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, ...v.nodes.map(n => n.html.slice(0, 120))])"
    )


PAGES = [
    "kit", "pages/accessibility.html", "pages/privacy.html", "pages/help.html", "account/login.html",
    "account/logout.html", "account/reauthenticate.html", "errors/404.html", "errors/wall.html",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_the_policy_holds(name, width, visit):
    page, said = visit(name, width)
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_320(name, visit):
    page, _ = visit(name, 320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("width", [1366, 390])
def test_targets_are_24_pixels(width, visit):
    page, _ = visit("kit", width)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => e.checkVisibility() && !e.closest('.nhsuk-u-visually-hidden, .nhsuk-skip-link'))
        .filter(e => { const r = e.getBoundingClientRect(); return r.height < 23.9 || r.width < 23.9; })
        .map(e => e.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_the_dialog_takes_and_gives_back_the_focus(visit):
    page, _ = visit("kit", 1366)
    page.click("#add")
    expect(page.locator("#app-dialog-title")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#app-dialog")).to_be_hidden()
    expect(page.locator("#add")).to_be_focused()
    page.click("#add")
    page.click("[data-close]")
    expect(page.locator("#add")).to_be_focused()


def test_a_failed_fragment_goes_to_the_top_not_into_the_target(visit):
    page, _ = visit("kit", 1366)
    page.click("#gone")
    expect(page.locator("#app-problem")).to_contain_text("Page not found")
    expect(page.locator("#app-problem")).to_be_focused()
    expect(page.locator("#conflict")).to_have_count(1)
    assert violations(page) == []


def test_an_announcement_is_spoken_and_shown(visit):
    page, _ = visit("kit", 1366)
    page.click("#say")
    expect(page.locator("#app-live")).to_have_text("Fatima Noor moved")
    expect(page.locator(".app-toast")).to_have_text("Fatima Noor moved")


def test_a_job_polls_until_it_is_done_and_leaves_the_focus_alone(visit):
    """The page carries a data-focus mark of its own: a poll must not act on it."""
    page, _ = visit("kit", 1366)
    page.focus("#id_name")
    expect(page.locator("#job a")).to_have_text("Get the report")
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator("progress")).to_have_count(0)


def test_the_switcher_closes_with_escape(visit):
    page, _ = visit("kit", 390)
    page.click(".app-switch summary")
    expect(page.locator(".app-switch__list")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".app-switch__list")).to_be_hidden()
    expect(page.locator(".app-switch summary")).to_be_focused()


def test_no_page_is_large(visit):
    page, _ = visit("kit", 1366)
    assert page.evaluate("document.getElementsByTagName('*').length") <= 1200
