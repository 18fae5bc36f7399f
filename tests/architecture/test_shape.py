"""The shape of the code: what a reviewer would otherwise have to remember."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from orgs.access.middleware import EXEMPT_NAMES

REPO = Path(__file__).resolve().parents[2]
APPS = ["orgs", "reporting", "learning", "succession", "talentpools", "edi", "talentplatform"]
MODULES = sorted(
    path for app in APPS for path in (REPO / app).rglob("*.py") if "migrations" not in path.parts
)
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "talentplatform", "orgs", "succession", "talentpools", "learning",
    "edi", "reporting", "templates", "static", "tests", "docker-compose.yml", "README.md", "run",
    "docs", "requirements", ".ci", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore",
}  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(REPO))


def offenders(pattern: str, *, but: tuple[str, ...] = (), within: str = "") -> list[str]:
    """Modules whose code (not strings or comments) matches `pattern`."""
    wanted = re.compile(pattern)
    return [
        name(path)
        for path in MODULES
        if within in name(path)
        and not name(path).startswith(but or ("\0",))
        and wanted.search(code_of(path))
    ]


def code_of(path: Path) -> str:
    """The module without its docstrings and comments."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = ""
    return ast.unparse(tree)


def test_the_top_level_is_the_one_that_was_agreed() -> None:
    """Whatever git does not ignore; git itself need not be there."""
    lines = (REPO / ".gitignore").read_text().splitlines()
    ignored = {line.strip("/") for line in lines if line and not line.startswith("#")}
    present = {path.name for path in REPO.iterdir()}
    assert present - ignored - {".git"} == TOP_LEVEL


def test_no_module_passes_400_lines() -> None:
    long = {name(p): n for p in MODULES if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_packages_re_export_nothing_but_models() -> None:
    assert [
        name(p)
        for p in MODULES
        if p.name == "__init__.py" and p.parent.name != "models" and "import" in code_of(p)
    ] == []


def test_tree_columns_appear_in_the_tree_alone() -> None:
    assert offenders(r"\b(lft|rght|tree_id)\b", but=("orgs/tree", "talentplatform/demo")) == []
    assert offenders(r"get_(descendants|ancestors)\(") == []


def test_permission_calls_stay_in_access() -> None:
    assert offenders(r"\b(assign_perm|remove_perm|has_perm|get_objects_for_user)\b") == []


def test_views_ask_selectors_and_services() -> None:
    assert offenders(r"\.objects\b", within="/views") == []


def test_no_default_ordering_and_no_signals() -> None:
    assert [
        m._meta.label
        for m in apps.get_models()
        if m._meta.app_label in APPS and m._meta.ordering and not hasattr(m, "pgh_tracked_model")
    ] == []
    assert offenders(r"\b(post_save|pre_save|m2m_changed|@receiver|post_delete)\b") == []


def test_nothing_marks_data_safe() -> None:
    assert offenders(r"\bmark_safe\b") == []
    assert [
        str(p.relative_to(REPO))
        for p in (REPO / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b", p.read_text()) and p.name != "layout.html"
    ] == []


def test_templates_have_no_inline_style_or_script() -> None:
    bad = re.compile(r"\sstyle=|\son\w+=|hx-on|hx-boost|javascript:|hx-vals=.js:", re.IGNORECASE)
    assert [
        str(p.relative_to(REPO))
        for p in (REPO / "templates").rglob("*.html")
        if bad.search(p.read_text())
    ] == []


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for entry in (resolver or get_resolver()).url_patterns:
        found.extend(patterns(entry) if isinstance(entry, URLResolver) else [entry])
    return found


def url_names(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    """Names of every address, with their namespaces."""
    names: set[str] = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            names |= url_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            names.add(f"{prefix}{entry.name}")
    return names


@pytest.mark.parametrize("pattern", patterns(), ids=lambda p: str(p.name))
def test_every_view_declares_who_may_see_it(pattern: URLPattern) -> None:
    if pattern.name in EXEMPT_NAMES:
        return
    assert getattr(pattern.callback, "access", None) is not None, pattern


def test_exempt_names_exist() -> None:
    assert {p.name for p in patterns()} >= EXEMPT_NAMES


#: Addresses as they were, kept for whoever has noted them.
KEPT = {"reporting:csv"}


def test_every_page_of_ours_is_reached_from_another() -> None:
    """A page that nothing leads to is there for nobody but whoever wrote it."""
    sources = [p for p in MODULES if p.stem not in {"urls", "account_urls"}]
    sources += (REPO / "templates").rglob("*.html")
    text = "\n".join(path.read_text() for path in sources)
    named = set(re.findall(r"[\"'](\w+:\w+)[\"']", text))
    named |= {f"succession:{short}" for short in re.findall(r"address\(\"(\w+)\"", text)}
    ours = {each for each in url_names() if each.partition(":")[0] in {*APPS, "shared"}}
    assert ours - named == KEPT
