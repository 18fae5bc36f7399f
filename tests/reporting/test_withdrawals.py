"""A wrong release: withdrawn in words, issued again through the builder, and nothing found from both."""

import datetime as dt
from itertools import product

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from scipy.optimize import linprog

from orgs.models.audit import AuditEvent
from orgs.models.units import OrgUnit
from reporting import services
from reporting.access import REPORTS
from reporting.building import build_due, build_release
from reporting.counting import BuildError
from reporting.models import (
    Atom,
    Cube,
    LedgerEntry,
    Reissue,
    Release,
    ReleaseCalendar,
    ReleaseWithdrawal,
    ReportRun,
)
from reporting.tasks import render_run
from succession.models import Nomination, Post
from tests import factories
from tests.reporting import region

LEADERSHIP = "/o/RA/reports/leadership/"
WIDTH, PRIMARY = 5, range(1, 5)


@pytest.fixture
def lead(released: Release, units: dict[str, OrgUnit]) -> Client:
    return signed(factories.holder("talent_lead", units["RA"], login="lead@example.org"))


def signed(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(release: Release, what: str = "withdraw", unit: str = "RA") -> str:
    return f"/o/{unit}/reports/releases/{release.id}/{what}/"


def withdraw(lead: Client, release: Release) -> None:
    assert lead.post(address(release), {"reason": "A board was late."}).status_code == 302


# --- withdrawing ------------------------------------------------------------------------------------


def test_the_page_says_what_it_does_and_asks_why(lead: Client, released: Release) -> None:
    page = lead.get(address(released)).content.decode()
    for words in (
        "Do you want to withdraw the figures at 31 October 2026?",
        "nobody sees them any more, here or at any organisation below",
        "they are still remembered",
        "they can be issued again",
        "Nobody has taken them away as a file.",
    ):
        assert words in page
    empty = lead.post(address(released), {"reason": " "})
    assert empty.status_code == 422
    assert "Enter why these figures are wrong" in empty.content.decode()
    assert lead.post(address(released), {"reason": "x" * 301}).status_code == 422
    assert ReleaseWithdrawal.objects.count() == 0


def test_withdrawn_figures_are_gone_and_the_page_says_when_and_why(
    lead: Client, released: Release, units: dict[str, OrgUnit]
) -> None:
    lead.post(address(released, "take-away"), {"purpose": "board", "note": "", "format": "csv"})
    lead.post(f"{LEADERSHIP}pdf/")
    run = ReportRun.objects.get()
    assert render_run(str(run.public_id)) == "done"
    assert "1 file has been taken away." in lead.get(address(released)).content.decode()
    withdraw(lead, released)
    page = lead.get(LEADERSHIP).content.decode()
    assert "The figures at 31 October 2026 were withdrawn on " in page
    assert "The reason given: A board was late." in page
    assert "New figures come when they are issued again." in page
    assert "Issue again" in page
    assert "Figures at 31 October 2026." not in page
    assert "No figures have been released yet" not in page
    below = signed(factories.holder("talent_lead", units["QA1"]))
    page = below.get("/o/QA1/reports/leadership/").content.decode()
    assert "A board was late." in page
    assert "Issue again" not in page
    taken = lead.get(address(released, "take-away"))
    assert taken.status_code == 200
    assert "Nobody can take them away any more." in taken.content.decode()
    again = lead.post(address(released, "take-away"), {"purpose": "board", "format": "csv"})
    assert again.status_code == 410
    for url in (
        f"/o/RA/reports/files/{released.exports.get().public_id}/",
        f"/o/RA/reports/runs/{run.public_id}/report.pdf",
    ):
        gone = lead.get(url)
        assert gone.status_code == 410
        assert "The figures in it were withdrawn." in gone.content.decode()
    with pytest.raises(CommandError, match="was withdrawn"):
        call_command("export_release", str(released.id))
    call_command("export_release", str(released.id), "--withdrawn")


def test_earlier_figures_are_shown_until_then(lead: Client, released: Release) -> None:
    from reporting.building import build_release

    newer = build_release("RA", "leadership", dt.date(2026, 11, 30))
    assert newer is not None
    withdraw(lead, newer)
    page = lead.get(LEADERSHIP).content.decode()
    assert "The figures at 30 November 2026 were withdrawn on" in page
    assert "Until then this page shows the figures released before them." in page
    assert "Figures at 31 October 2026." in page


def test_it_cannot_be_withdrawn_twice(lead: Client, released: Release) -> None:
    withdraw(lead, released)
    assert lead.post(address(released), {"reason": "again"}).status_code == 409
    assert "These figures were withdrawn" in lead.get(address(released)).content.decode()
    assert ReleaseWithdrawal.objects.filter(release=released).get().reason == "A board was late."


def test_a_cut_is_withdrawn_above(released: Release, units: dict[str, OrgUnit]) -> None:
    below = signed(factories.holder("talent_lead", units["QA1"]))
    cut = Release.objects.get(unit=units["QA1"])
    url = address(cut, unit="QA1")
    page = below.get(url)
    assert page.status_code == 200
    assert "They can only be withdrawn there" in page.content.decode()
    assert below.post(url, {"reason": "wrong"}).status_code == 422
    assert ReleaseWithdrawal.objects.count() == 0


def test_who_may_not(released: Release, units: dict[str, OrgUnit]) -> None:
    for user, status in (
        (factories.holder("steward", units["RA"]), 403),
        (factories.holder("talent_lead", units["RB"]), 404),
        (factories.holder("talent_lead", units["QA1"]), 404),
    ):
        client = signed(user)
        for what in ("withdraw", "issue-again"):
            assert client.post(address(released, what), {"reason": "x"}).status_code == status
            assert (
                client.post(address(released, what, "RB"), {"reason": "x"}).status_code == 404
                or status == 403
            )
        assert client.get(address(released)).status_code == status
    assert (ReleaseWithdrawal.objects.count(), Reissue.objects.count()) == (0, 0)


# --- issuing again -----------------------------------------------------------------------------------


def test_issue_again_asks_the_builder_once(lead: Client, released: Release) -> None:
    url = address(released, "issue-again")
    assert lead.get(url).status_code == 405
    assert lead.post(url).status_code == 409, "it was not withdrawn"
    withdraw(lead, released)
    assert build_due(REPORTS) == 0, "nobody asked yet"
    for _ in range(2):
        assert lead.post(url).status_code == 302
    assert Reissue.objects.count() == 1
    assert AuditEvent.objects.filter(action="report.reissue_asked").count() == 1
    assert "are being made and come here" in lead.get(LEADERSHIP).content.decode()
    assert build_due(REPORTS) == 1
    assert build_due(REPORTS) == 0
    assert Release.objects.filter(unit=released.unit).count() == 2
    assert lead.post(url).status_code == 409, "a newer one is there"
    page = lead.get(LEADERSHIP).content.decode()
    assert "were withdrawn" not in page
    assert "revision 2" in page


def test_the_calendar_builds_a_withdrawn_day_that_is_still_due(
    lead: Client, released: Release
) -> None:
    ReleaseCalendar.objects.create(
        unit=released.unit, report="leadership", day_of_month=28, next_on=region.AS_AT
    )
    withdraw(lead, released)
    assert build_due(REPORTS) == 1
    assert Release.objects.get(unit=released.unit, revision=2).as_at == region.AS_AT


def test_new_figures_are_counted_anew_and_both_together_give_nobody_away(
    lead: Client, released: Release, units: dict[str, OrgUnit]
) -> None:
    """What was wrong is corrected; an adversary who kept revision 1 reads revision 2 beside it."""
    withdraw(lead, released)
    post = Post.objects.filter(unit=units["TA1"]).order_by("id").first()
    region.name(units["TA1"], post, "RN")
    region.name(units["QA2"], Post.objects.filter(unit=units["QA2"]).first(), "R35")
    lead.post(address(released, "issue-again"))
    assert build_due(REPORTS) == 1
    again = Release.objects.get(unit=released.unit, revision=2)
    assert again.previous == released
    assert again.hash != released.hash
    assert {r.revision for r in Release.objects.exclude(unit=released.unit)} == {1, 2}
    assert Cube.objects.filter(measure="successors").count() == 2
    entry = LedgerEntry.objects.get(release=again, measure="successors")
    first = LedgerEntry.objects.get(release=released, measure="successors")
    assert entry.earlier == [first.id]
    call_command("replay_release", str(again.id))

    adversary = Adversary([released, again])
    narrow = adversary.narrow()
    assert adversary.primary >= 2, "there is somebody to protect"
    assert narrow == []


def test_the_adversary_finds_what_a_total_would_give_away(released: Release) -> None:
    """The same attack on revision 1 with its hidden totals filled in: it can fail."""
    for table in released.content["tables"]:
        if table["measure"] == "successors":
            truth = Adversary([released]).truth
            table["cells"] = [
                [*where, truth(released, table, where) if "QA1" in where else value]
                for *where, value in table["cells"]
            ]
    assert Adversary([released]).narrow() != []


class Adversary:
    """Bounds every hidden count from all releases together, by linear programmes of its own.

    One unknown for each employer, codes and count: an atom that did not change between two releases
    is the same unknown, which is what the careful reader assumes.
    """

    def __init__(self, releases: list[Release]) -> None:
        self.unknowns: dict[tuple, int] = {}
        self.atoms: dict[object, dict[tuple, int]] = {}
        self.rows: list[tuple[np.ndarray, int]] = []
        self.targets: list[tuple[list[tuple], int]] = []
        for release in releases:
            self._load(release)
        for release in releases:
            for table in self._tables(release):
                for *where, value in table["cells"]:
                    members = self._members(release, table, where)
                    true = self.truth(release, table, where)
                    keys = [(*key, self.atoms[release.id].get(key, 0)) for key in members]
                    if value is None:
                        self.targets.append((keys, true))
                    else:
                        self.rows.append((self._row(keys), value))
        self.primary = sum(true in PRIMARY for _, true in self.targets)

    def _tables(self, release: Release) -> list[dict]:
        return [t for t in release.content["tables"] if t["measure"] == "successors"]

    def _load(self, release: Release) -> None:
        entry = LedgerEntry.objects.get(release=release, measure="successors")
        self.names = list(entry.codes)
        found = {
            (atom.unit.code, *atom.codes): atom.n
            for atom in Atom.objects.filter(cube=entry.cube).select_related("unit")
        }
        self.atoms[release.id] = found
        self.codes = [[code for code, _ in entry.codes[name]] for name in self.names]
        for unit in region.EMPLOYERS:
            for codes in product(*self.codes):
                key = (unit, *codes)
                self.unknowns.setdefault((*key, found.get(key, 0)), len(self.unknowns))

    def _members(self, release: Release, table: dict, where: list[str]) -> list[tuple]:
        unit, *codes = where
        shown = dict(zip([d["name"] for d in table["dimensions"]], codes, strict=True))
        units = release.content["units"]

        def under(code: str | None) -> bool:
            while code is not None and code != unit:
                code = units[code]["parent"]
            return code == unit

        leaves = {
            c.partition("/")[0] for c, u in units.items() if u["level"] == "employer" and under(c)
        }
        return [
            (leaf, *each)
            for leaf in sorted(leaves)
            for each in product(*self.codes)
            if all(
                shown.get(name, "*") in ("*", code)
                for name, code in zip(self.names, each, strict=True)
            )
        ]

    def truth(self, release: Release, table: dict, where: list[str]) -> int:
        found = self.atoms[release.id]
        return sum(found.get(key, 0) for key in self._members(release, table, where))

    def _row(self, keys: list[tuple]) -> np.ndarray:
        row = np.zeros(len(self.unknowns))
        row[[self.unknowns[key] for key in keys]] = 1
        return row

    def narrow(self) -> list[tuple[int, float, float]]:
        """Hidden counts of 1 to 4 that can be bounded to fewer than five values."""
        matrix = np.array([row for row, _ in self.rows])
        told = np.array([value for _, value in self.rows])
        out = []
        for keys, true in self.targets:
            if true not in PRIMARY:
                continue
            costs = self._row(keys)
            bounds = []
            for sign in (1, -1):
                done = linprog(sign * costs, A_eq=matrix, b_eq=told, bounds=(0, 500))
                assert done.status == 0, done.message
                bounds.append(sign * done.fun)
            if bounds[1] - bounds[0] < WIDTH - 1e-6:
                out.append((true, *bounds))
        return out


def test_the_service_says_no_twice(released: Release, units: dict[str, OrgUnit]) -> None:
    from orgs.access.scope import user_scope

    lead = factories.holder("talent_lead", units["RA"])
    with user_scope(lead.pk, unit_code="RA") as viewer:
        services.withdraw_release(viewer=viewer, release=released, reason="wrong")
        with pytest.raises(services.ReportingError, match="already"):
            services.withdraw_release(viewer=viewer, release=released, reason="wrong")
    assert Nomination.objects.count() > 0


def test_a_day_is_issued_again_once(lead: Client, released: Release) -> None:
    """Counted anew every day, one day would show how few people change from one to the next."""
    withdraw(lead, released)
    lead.post(address(released, "issue-again"))
    assert build_due(REPORTS) == 1
    second = Release.objects.get(unit=released.unit, revision=2)
    withdraw(lead, second)
    refused = lead.post(address(second, "issue-again"))
    assert refused.status_code == 409
    assert "issued again once" in refused.content.decode()
    with pytest.raises(BuildError, match="issued again once"):
        build_release("RA", "leadership", released.as_at)
