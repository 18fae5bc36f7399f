"""Every template renders, with and without a viewer, and says what it must."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from orgs.web.context import chrome
from orgs.web.forms import UiForm
from reporting.render import charts, heat

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OURS = (
    "components/*.html",
    "forms/*.html",
    "errors/*.html",
    "account/*.html",
    "pages/*.html",
    "reporting/pdf_*.html",
)
NAMES = [
    "layout.html",
    *sorted(
        str(path.relative_to(TEMPLATES)) for pattern in OURS for path in TEMPLATES.glob(pattern)
    ),
]
# Never rendered alone: parents of others, or parts of a field.
ABSTRACT = {"errors/base.html", "errors/fragment.html", "forms/formset.html"}


class Form(UiForm):
    name = forms.CharField()


VIEWER = SimpleNamespace(
    user=None,
    unit=SimpleNamespace(code="R0A", name="Northfield Trust", kind_label="Trust"),
    role_labels=["Succession lead", "Learning lead"],
    totals_only=True,
    display_name="Amara Okafor",
    menu=[SimpleNamespace(key="home", label="Home", url="/o/R0A/")],
    units=lambda: [("R0A", "Northfield Trust", "Trust", "succession lead")],
    crumbs=[("England", "/o/ENG/")],
    support=None,
)
#: The same person under support access, as every page of theirs says.
SUPPORTING = SimpleNamespace(
    **vars(VIEWER) | {"support": SimpleNamespace(desk="ENG", until=timezone.now(), reads_only=True)}
)


@pytest.fixture
def request_(rf):
    request = rf.get("/x/?q=1")
    request.viewer = VIEWER
    request.htmx = False
    return request


def context():
    chart = charts.bars(
        key="posts",
        title="Posts",
        summary="One.",
        row_label="Kind",
        value_label="Posts",
        rows=[("Acute", 3), ("Other", None)],
    )
    form = Form({})
    return {
        "nav": "home",
        "form": form,
        "of": form,
        "field": form["name"],
        "chart": chart,
        "table": chart.table,
        "heat": heat.table(
            key="h",
            caption="Gaps",
            headers=["Role", "A"],
            rows=[("Nurse", [None]), ("Chief", [13.6])],
        ),
        "page": Paginator(range(300), 25).page(5),
        "tiles": [{"label": "Posts", "value": None}, {"label": "Plans", "value": 4, "of": 7}],
        "crumbs": VIEWER.crumbs,
        "units": VIEWER.units,
        "steps": ["Choose", "Check"],
        "current": 2,
        "rows": [("", "Ready now", "Ready in 1 to 2 years")],
        "id": "x",
        "title": "A title",
        "text": "Nobody named",
    }


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ABSTRACT])
def test_every_template_renders(name, request_):
    request_.viewer = SUPPORTING
    out = render_to_string(name, context(), request_)
    assert "{{" not in out
    assert "{%" not in out


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    assert get_template(name)


def test_the_frame_for_a_viewer(request_):
    out = render_to_string("pages/help.html", {"nav": "home"}, request_)
    assert "<title>Help \u2013 Talent and Learning</title>" in out
    assert 'aria-current="page"><strong' in out
    assert "Northfield Trust" in out
    assert "Succession lead, Learning lead" in out
    assert "Totals only" in out
    assert 'method="post"' in out
    assert out.count("<h1") == 1
    assert out.count("<main") == 1
    assert "Support access until" not in out


def test_the_frame_says_that_one_is_under_support_access(request_):
    request_.viewer = SUPPORTING
    out = render_to_string("pages/help.html", {"nav": "home"}, request_)
    assert "Support access until" in out
    assert "You can look, not change." in out
    assert "/o/ENG/support/" in out


def test_the_frame_without_a_viewer_offers_sign_in_only(rf):
    out = render_to_string("pages/help.html", {}, rf.get("/"))
    assert "Sign in" in out
    assert "Sign out" not in out
    assert "app-context" not in out
    assert "csrfmiddlewaretoken" not in out


def test_the_frame_without_a_request_still_stands():
    """As when the site itself is broken and no context processor ran."""
    out = render_to_string("errors/500.html")
    assert "Sorry, there is a problem with the service \u2013 Talent and Learning" in out
    assert "<script>" not in out


def test_a_page_with_errors_says_so_in_its_title(request_):
    assert "<title>Error: Help" in render_to_string(
        "pages/help.html", {"errors": [("a", "b")]}, request_
    )
    assert "<title>Error: Help" in render_to_string("pages/help.html", {"form": Form({})}, request_)
    assert "<title>Help" in render_to_string("pages/help.html", {"form": Form()}, request_)


def test_no_brand_of_the_nhs_unless_switched_on(request_, settings):
    settings.BRAND = {}
    out = render_to_string("pages/help.html", {}, request_)
    assert "app-header" in out
    assert "#212b32" in out
    settings.BRAND = {"name": "Demo Authority", "logo_static_path": "", "font_css": ""}
    out = render_to_string("pages/help.html", {}, request_)
    assert "app-header" not in out
    assert "Run by Demo Authority" in out


@pytest.mark.parametrize("code", ["400", "403", "404", "405", "429", "500", "wall"])
def test_errors_are_a_page_or_a_fragment(code, request_):
    page = render_to_string(f"errors/{code}.html", {}, request_)
    assert page.count("<h1") == 1
    assert "<!DOCTYPE html>" in page
    request_.htmx = True
    fragment = render_to_string(f"errors/{code}.html", {}, request_)
    assert "<!DOCTYPE" not in fragment
    assert "<h1" not in fragment
    assert fragment.count("<h2") == 1
    assert len(fragment) < 1000


def test_the_wall_names_nobody(request_):
    out = render_to_string("errors/wall.html", {}, request_)
    main = re.search(r"<main.*</main>", out, re.DOTALL).group()
    assert "Northfield" not in main
    assert "ask their succession lead" in main


def test_hidden_cells_say_so_and_nothing_else(request_):
    out = render_to_string("components/heat.html", context(), request_)
    assert '<td class="app-heat--c"><span class="app-hidden">[c]' in out
    assert '<td class="app-heat--1">14%' in out, "the colour follows the figure as printed"


def test_pagination_keeps_filters(request_):
    out = render_to_string("components/pagination.html", context(), request_)
    assert 'href="?q=1&amp;page=6"' in out
    assert out.count('aria-current="page"') == 1


def test_a_finished_job_polls_no_more(request_):
    running = render_to_string(
        "components/job.html", {"id": "j", "url": "/j/", "label": "Making", "percent": 10}, request_
    )
    done = render_to_string(
        "components/job.html", {"id": "j", "done_url": "/f/", "done_label": "Get it"}, request_
    )
    assert 'hx-trigger="every 1s"' in running
    assert "hx-" not in done


def test_chrome_without_viewer(rf):
    assert chrome(rf.get("/"))["viewer"] is None
