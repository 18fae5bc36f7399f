"""Who may read what, by imports: pages and PDF know releases only, and reporting knows no person."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "reporting"
SHOWN = [
    "views",
    "presenters",
    "rendering.py",
    "selectors.py",
    "services.py",
    "runs.py",
    "panel.py",
]
COUNTED = (
    "reporting.models.cubes",
    "reporting.building",
    "reporting.ledger",
    "reporting.geography",
)
FORBIDDEN = ("orgs.models.people", "succession", "learning", "talentpools", "edi", "talentplatform")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def breaks(modules: set[str], rule: tuple[str, ...]) -> list[str]:
    return sorted(m for m in modules if any(m == f or m.startswith(f"{f}.") for f in rule))


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_comes_from_releases(name: str) -> None:
    paths = [ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py"))
    assert paths
    for path in paths:
        assert breaks(imported(path), COUNTED) == [], path.name
        assert not {"reporting.models.Atom", "reporting.models.Cube"} & imported(path)


def test_reporting_knows_no_person_and_no_subject() -> None:
    for path in ROOT.rglob("*.py"):
        assert breaks(imported(path), FORBIDDEN) == [], path.name
