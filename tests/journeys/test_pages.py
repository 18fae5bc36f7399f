"""Every page that somebody may open, at three widths and within its budget (UI.md, section 8).

Pages whose state a journey makes are looked at there; ``ELSEWHERE`` says where. The merger of
test_restructure.py closes two boards whose people are here, and comes after.
"""

import gzip
import re
from contextlib import ExitStack

import pytest
from django.urls import resolve

from tests.access.matrix import EXEMPT, MATRIX
from tests.journeys.visitor import (
    DESKTOP,
    NARROW,
    PHONE,
    small_targets,
    too_wide,
    violations,
    visiting,
)

KIBIBYTE = 1024
#: Elements, and KiB of the page and of all that it loads: UI.md's, and more where one page is many.
MOST = (1200, 15, 80)
MOST_ON = {
    "/succession/": (1200, 15, 95),
    # The author sees every section of the pack at once; each theme of the report keeps to MOST.
    "/pack/": (2600, 30, 95),
}
MOST_SHIFT = 0.02

PAGES = {
    None: ["/accounts/login/", "/help/", "/accessibility/", "/privacy/"],
    "priya": [
        "/accounts/logout/",
        "/organisations/",
        "/organisations/?q=nothing",
        "/o/ZKV/",
        "/o/ZKV/succession/",
        "/o/ZKV/succession/?q=nothing",
        "/o/ZKV/succession/worklist/",
        "/o/ZKV/my/reminders/",
        "/o/ZKV/memberships/",
        "/o/ZKV/succession/returns/",
        "/o/ZKV/succession/returns/{return}/",
        "/o/ZKV/succession/bench/",
        "/o/ZKV/succession/demand/",
        "/o/ZKV/succession/posts/{post}/criticality/",
        "/o/ZKV/succession/start/",
        "/o/ZKV/succession/set-up/",
        "/o/ZKV/succession/holders/",
        "/o/ZKV/succession/spreadsheets/",
        "/o/ZKV/succession/sign-off/",
        "/o/ZKV/succession/roles/",
        "/o/ZKV/succession/roles/add/",
        "/o/ZKV/succession/roles/COO/",
        "/o/ZKV/succession/board/",
        "/o/ZKV/succession/board/{member}/",
        "/o/ZKV/succession/posts/add/",
        "/o/ZKV/succession/posts/{post}/",
        "/o/ZKV/succession/posts/{post}/edit/",
        "/o/ZKV/succession/posts/{post}/close/",
        "/o/ZKV/succession/posts/{post}/holder/?q=an",
        "/o/ZKV/succession/posts/{post}/holder/{staff}/",
        "/o/ZKV/succession/posts/{post}/holders/{incumbency}/end/",
        "/o/ZKV/succession/posts/{post}/holders/{incumbency}/mistake/",
        "/o/ZKV/succession/posts/{post}/risk/",
        "/o/ZKV/succession/posts/{post}/order/",
        "/o/ZKV/succession/posts/{post}/name/?q=an",
        "/o/ZKV/succession/posts/{post}/name/{staff}/",
        "/o/ZKV/succession/nominations/{nomination}/",
        "/o/ZKV/succession/nominations/{nomination}/readiness/",
        "/o/ZKV/succession/nominations/{nomination}/cover/",
        "/o/ZKV/succession/nominations/{nomination}/withdraw/",
        "/o/ZKV/people/",
        "/o/ZKV/people/?q=nothing",
        "/o/ZKV/access/why/?of=/o/ZKV/succession/",
        "/o/ZKV/access/who/?of=/o/ZKV/succession/",
        "/o/ZKV/people/add/",
        "/o/ZKV/people/lists/",
        "/o/ZKV/people/{staff}/",
        "/o/ZKV/people/{staff}/correct/",
        "/o/ZKV/people/{staff}/jobs/add/",
        "/o/ZKV/people/{staff}/jobs/{job}/end/",
        "/o/ZKV/people/{staff}/leave/",
        "/o/ZKV/people/{staff}/bring/",
        "/o/ZKV/corrections/",
        "/o/ZKV/succession/bulk/",
        "/o/ZKV/succession/bulk/?act=review",
        "/o/ZKV/succession/bulk/?act=risk&q=nurse",
        "/o/ZKV/across/",
        "/o/ZKV/across/time/{asked}/",
        "/o/ZKV/settings/",
        "/o/ZKV/settings/{definition}/",
        "/o/ZKV/settings/{definition}/adapt/roles/",
        "/o/ZKV/settings/{pathway}/",
        "/o/ZKV/settings/{pathway}/adapt/steps/",
        "/o/ZKV/settings/{pathway}/why/steps.regional-safety-collaborative/",
        "/o/ZKV/settings/{definition}/why/review_months/",
        "/o/ZKV/settings/{definition}/why/roles.CEO/",
        "/o/ZKV/settings/{definition}/chosen/",
        "/o/ZKV/settings/{definition}/chosen/1/",
        "/o/ZKV/keeping/",
        "/o/ZKV/after-change/",
        "/o/ZKV/keeping/stop/",
        "/o/ZKV/pools/",
        "/o/ZKV/pools/{private}/",
        "/o/ZKV/my/sponsoring/",
    ],
    "leah": [
        "/o/ZKV/",
        "/o/ZKV/learning/",
        "/o/ZKV/learning/people/{staff}/",
        "/o/ZKV/learning/pathways/{assignment}/",
        "/o/ZKV/pools/",
        "/o/ZKV/pools/add/",
        "/o/ZKV/pools/{pool}/",
        "/o/ZKV/pools/?q=nothing",
        "/o/ZKV/pools/{pool}/members/add/?q=an",
        "/o/ZKV/pools/{pool}/edit/",
        "/o/ZKV/pools/{pool}/close/",
        "/o/ZKV/pools/{pool}/criteria/",
        "/o/ZKV/pools/{pool}/criteria/?show=new",
        "/o/ZKV/pools/members/{membership}/",
        "/o/ZKV/pools/{private}/",
        "/o/ZKV/pools/{private}/terms/",
    ],
    "gareth": [
        "/o/ZKV/keeping/",
        "/o/ZKV/",
        "/o/ZKV/my/development/",
        "/o/ZKV/my/move/",
        "/o/ZKV/my/pools/",
        "/o/ZKV/my/record/",
        "/o/ZKV/my/record/correction/",
        "/o/ZKV/my/aspirations/",
        "/o/ZKV/my/aspirations/change/",
        "/o/ZKV/my/careers/",
        "/o/ZKV/my/careers/CFO/",
        "/o/ZKV/conversations/",
        "/o/ZKV/conversations/ask/",
        "/o/ZKV/conversations/{conversation}/",
    ],
    "joseph": [
        "/o/ZKV/",
        "/o/ZKV/access/",
        "/o/ZKV/access/invite/",
        "/o/ZKV/access/?ended=1",
        "/o/ZKV/access/?q=nothing",
        "/o/ZKV/access/review/",
        "/o/ZKV/access/{grant}/end/",
        "/o/ZKV/access/{grant}/extend/",
        "/o/ZKV/access/who/",
        "/o/ZKV/access/why/",
        "/o/ZKV/audit/",
    ],
    "margaret": ["/o/ZKV/", "/o/ZKV/access/"],
    "ruth": [
        "/o/ZKV/audit/?tab=looked",
        "/o/ZKV/boundaries/",
        "/o/ZKV/boundaries/?role=cpo",
        "/o/ZKV/boundaries/?letters=1",
        "/o/ZKV/boundaries/?version=1",
        "/o/ZKV/boundaries/nominations/",
        "/o/ZKV/access/who/",
        "/o/ZKV/access/who/?of=/o/ZKV/succession/",
        "/o/ZKV/access/who/nominations/",
    ],
    "judith": ["/o/ZQE/", "/o/ZQE/succession/", "/o/ZQE/pools/", "/o/ZQE/learning/"],
    "marcus": [
        "/o/Z61/",
        "/o/Z61/organisations/",
        "/o/Z61/reports/",
        "/o/Z61/reports/leadership/",
        "/o/Z61/reports/leadership/cover/",
        "/o/Z61/reports/leadership/vacancies/",
        "/o/Z61/reports/leadership/successors/",
        "/o/Z61/reports/leadership/pools/",
        "/o/Z61/reports/leadership/organisations/",
        "/o/Z61/reports/leadership/schedule/",
        "/o/Z61/reports/leadership/release-day/",
        "/o/Z61/reports/releases/{release}/pack/",
        "/o/Z61/reports/releases/{release}/take-away/",
        "/o/Z61/reports/releases/{release}/withdraw/",
        "/o/Z61/reports/schedules/{schedule}/",
    ],
    "nadia": ["/o/ZQE/reports/", "/o/ZQE/reports/leadership/", "/o/ZQE/reports/leadership/cover/"],
    "helen": ["/o/ZQA/", "/o/ZQA/sent/", "/o/ZQA/packs/"],
    "omar": [
        "/o/ZHW/succession/sign-off/",
        "/o/ZHW/succession/versions/{version}/",
        "/o/ZHW/succession/returns/{return}/1/",
        "/o/ZHW/",
        "/o/ZHW/across/",
        "/o/ZHW/across/vacancies/add/",
        "/o/ZHW/boards/",
        "/o/ZHW/boards/{review}/",
    ],
    "tom": [
        "/o/Z61/",
        "/o/Z61/pools/shared/",
        "/o/Z61/pools/shared/add/",
        "/o/Z61/pools/shared/{shared_pool}/",
        "/o/Z61/pools/shared/{shared_pool}/end/",
        "/o/Z61/pools/shared/{shared_pool}/board/",
        "/o/Z61/pools/shared/members/{shared_member}/",
        "/o/Z61/pools/shared/boards/{review}/",
    ],
    "nia": [
        "/o/ZTH/",
        "/o/ZTH/my/opportunities/",
        "/o/ZTH/my/pools/{shared_pool}/",
        "/o/ZTH/my/bench/",
        "/o/ZTH/my/vacancies/{ask}/",
        "/o/ZTH/my/sharing/",
        "/o/ZTH/my/naming/",
        "/o/ZTH/my/naming/?q=kestrel",
        "/o/ZTH/my/naming/ZKV/",
    ],
    "aisha": [
        "/o/ZPC01/",
        "/o/ZPC01/members/",
        "/o/ZPC01/reports/",
        "/o/ZPC01/reports/leadership/",
    ],
    "hazel": ["/o/ZPC01/", "/o/ZPC01/pools/shared/"],
    "grace": [
        "/",
        "/o/Z92000001/",
        "/o/Z92000001/organisations/",
        "/o/Z92000001/organisations/proposals/",
        "/o/Z92000001/templates/",
        "/o/Z92000001/templates/adoption/",
        "/o/Z92000001/templates/adoption/ZKV/",
        "/o/Z92000001/templates/{framework}/adoption/",
        "/o/Z92000001/templates/{framework}/adoption/?show=adapted&sort=waiting",
    ],
    "petra": ["/o/Z92000001/", "/o/Z92000001/support/"],
    "sunita": [
        "/o/Z61/",
        "/o/Z61/access/",
        "/o/Z61/access/review/",
        "/o/Z61/overlays/",
        "/o/Z61/overlays/open/",
        "/o/ZPC01/",
        "/o/ZPC01/members/add/",
        "/o/ZPC01/access/",
        "/o/ZPC01/templates/",
        "/o/ZCL01/members/",
        "/o/ZCL01/members/becomes/",
        "/o/Z61/organisations/merge/",
        "/o/Z61/organisations/merge/name/?boards=ZQA&boards=ZQB",
        "/o/Z61/organisations/changes/",
        "/o/Z61/templates/",
        "/o/Z61/templates/new/plan_template/",
        "/o/Z61/templates/new/pool_criteria/",
        "/o/Z61/templates/new/pathway/?from=ASP-CEO",
        "/o/Z61/templates/{definition}/",
        "/o/Z61/templates/{definition}/?restore=1",
        "/o/Z61/templates/{definition}/adoption/",
    ],
}
#: Where an address is looked at that is not here, or why it is no page.
ELSEWHERE = {
    "orgs:change": "test_restructure.py, in each of its states",
    "orgs:change_start": "test_story_administrator.py",
    "orgs:change_draw": "test_story_administrator.py, in each of its states",
    "orgs:change_undo": "test_story_administrator.py",
    "orgs:change_answer": "test_story_administrator.py",
    "orgs:notices": "test_story_administrator.py",
    "orgs:notice": "test_story_administrator.py",
    "orgs:consultation": "test_closing.py",
    "orgs:handover": "test_closing.py",
    "orgs:handover_confirm": "test_closing.py",
    "orgs:change_access": "a file",
    "orgs:proposal": "test_from_ods.py, in each of its states",
    "orgs:change_looked_at": "a fragment; test_restructure.py",
    "orgs:answer_invite": "test_overlays.py, while somebody is asked",
    "orgs:end_membership": "test_overlays.py",
    "orgs:accept": "test_access.py",
    "orgs:boundaries_csv": "a file",
    "orgs:staff_list": "test_staff_list.py, in each of its states",
    "orgs:staff_list_columns": "test_staff_list.py",
    "orgs:staff_template": "a file",
    "orgs:staff_export": "a file",
    "orgs:correction": "test_successor.py",
    "orgs:lift_hold": "test_keeping.py, while the removal is stopped",
    "orgs:drift_file": "a file; test_story_national_lead.py",
    "orgs:choose": "test_definitions.py, while there is a conflict",
    "succession:plan_sheet": "test_onramp.py, in each of its states",
    "succession:plan_sheet_columns": "test_onramp.py",
    "succession:plan_sheet_template": "a file",
    "succession:export_plan": "a file",
    "succession:row": "a fragment; test_board.py",
    "succession:minutes": "test_plan_life.py",
    "succession:pack": "test_plan_life.py",
    "succession:pack_pdf": "a file; test_plan_life.py",
    "succession:remove_reader": "test_plan_life.py",
    "succession:sign": "test_plan_life.py",
    "succession:sign_paper": "test_plan_life.py",
    "succession:pack_sent": "a file; test_plan_life.py",
    "succession:bulk_change": "test_board_edits.py, in each of its states",
    "succession:name_outsider": "test_outsiders.py, once somebody lets an employer name her",
    "orgs:change_share": "test_shared_pools.py, once something is shared",
    "shared:ask_employer": "test_shared_pools.py, once she is a member",
    "reporting:csv": "leads to the form; tests/reporting/test_exports.py",
    "reporting:export_file": "a file",
    "reporting:run": "test_reports.py",
    "reporting:pdf": "a file",
    "reporting:paper": "test_story_administrator.py",
    "reporting:paper_pdf": "a file; test_story_administrator.py",
    "reporting:sent_pdf": "a file; test_scheduled_pdf.py",
    "health": "a word for the load balancer",
    "account_reauthenticate": "nothing asks for it yet; tests/web/test_browser.py",
}
#: Somebody for whom nothing is recorded yet.
_NOTHING_YET = (
    "SELECT {} FROM orgs_staffrecord s JOIN orgs_orgunit u ON u.id = s.unit_id"
    " WHERE u.code = 'ZKV' AND s.valid_to IS NULL"
    " AND NOT EXISTS (SELECT FROM succession_nomination n WHERE n.staff_id = s.id)"
    " AND NOT EXISTS (SELECT FROM succession_incumbency i JOIN orgs_assignment a"
    " ON a.id = i.assignment_id WHERE a.staff_id = s.id)"
    " AND NOT EXISTS (SELECT FROM learning_pathwayassignment p WHERE p.staff_id = s.id)"
    " ORDER BY s.id DESC"
)
#: Rows of the demo that an address needs.
ROWS = {
    "post": "SELECT p.public_id FROM succession_post p JOIN orgs_orgunit u ON u.id = p.unit_id"
    " WHERE u.code = 'ZKV' AND p.title = 'Chief nurse'",
    "member": "SELECT s.public_id FROM orgs_staffrecord s JOIN orgs_orgunit u ON u.id = s.unit_id"
    " WHERE u.code = 'ZKV' AND s.name = 'Margaret Ellison'",
    "incumbency": "SELECT i.public_id FROM succession_incumbency i JOIN succession_post p"
    " ON p.id = i.post_id JOIN orgs_orgunit u ON u.id = p.unit_id"
    " WHERE u.code = 'ZKV' AND p.title = 'Chief nurse' AND i.ends_on IS NULL",
    "version": "SELECT c.public_id FROM succession_plancopy c JOIN orgs_orgunit u ON u.id = c.unit_id"
    " WHERE u.code = 'ZHW'",
    "staff": _NOTHING_YET.format("s.public_id"),
    "job": "SELECT a.public_id FROM orgs_assignment a"
    f" WHERE a.staff_id = ({_NOTHING_YET.format('s.id')} LIMIT 1)",
    "nomination": "SELECT n.public_id FROM succession_nomination n JOIN orgs_orgunit u ON u.id = n.unit_id"
    " WHERE u.code = 'ZKV' AND n.valid_to IS NULL AND n.disclosure = 'not_told' ORDER BY n.id",
    "assignment": "SELECT a.public_id FROM learning_pathwayassignment a JOIN orgs_orgunit u ON u.id = a.unit_id"
    " JOIN orgs_staffrecord s ON s.id = a.staff_id WHERE u.code = 'ZKV' AND s.name = 'Gareth Pugh'",
    "conversation": "SELECT c.public_id FROM learning_conversation c JOIN orgs_staffrecord s ON s.id = c.staff_id"
    " WHERE s.name = 'Gareth Pugh' ORDER BY c.id",
    "pool": "SELECT p.public_id FROM talentpools_pool p JOIN orgs_orgunit u ON u.id = p.unit_id"
    " WHERE u.code = 'ZKV' AND p.title = 'Aspiring executive directors'",
    "private": "SELECT p.public_id FROM talentpools_pool p JOIN orgs_orgunit u ON u.id = p.unit_id"
    " WHERE u.code = 'ZKV' AND p.kind = 'POSITIVE_ACTION'",
    "membership": "SELECT m.public_id FROM talentpools_poolmembership m JOIN talentpools_pool p ON p.id = m.pool_id"
    " JOIN orgs_orgunit u ON u.id = m.unit_id WHERE u.code = 'ZKV'"
    " AND p.title = 'Future nursing leaders' AND m.opened_on IS NOT NULL AND m.left_on IS NULL ORDER BY m.status, m.id",
    "grant": "SELECT g.public_id FROM orgs_grant g JOIN orgs_user u ON u.id = g.user_id WHERE u.login = 'ruth'"
    " AND g.role = 'ig_auditor'",
    "definition": "SELECT d.public_id FROM orgs_definition d JOIN orgs_orgunit u ON u.id = d.unit_id"
    " WHERE u.code = 'Z61' AND d.kind = 'plan_template'",
    "framework": "SELECT public_id FROM orgs_definition WHERE kind = 'competency_framework'",
    "pathway": "SELECT d.public_id FROM orgs_definition d JOIN orgs_orgunit u ON u.id = d.unit_id"
    " WHERE u.code = 'Z92000001' AND d.kind = 'pathway'",
    "return": "SELECT d.public_id FROM orgs_definition d JOIN orgs_orgunit u ON u.id = d.unit_id"
    " WHERE u.code = 'Z61' AND d.kind = 'succession_return'",
    "shared_pool": "SELECT p.public_id FROM talentpools_sharedpool p JOIN orgs_orgunit u ON u.id = p.unit_id"
    " WHERE u.code = 'Z61'",
    "shared_member": "SELECT m.public_id FROM talentpools_sharedmember m WHERE m.status = 'assessed_in'",
    "review": "SELECT public_id FROM talentpools_boardreview",
    "asked": "SELECT r.public_id FROM talentpools_releaserequest r JOIN orgs_orgunit u ON u.id = r.unit_id"
    " WHERE u.code = 'ZKV' AND r.state = 'asked'",
    "ask": "SELECT a.public_id FROM talentpools_vacancyask a JOIN orgs_user u ON u.person_id = a.person_id"
    " WHERE u.login = 'nia'",
    "release": "SELECT r.id FROM reporting_release r JOIN orgs_orgunit u ON u.id = r.unit_id"
    " WHERE u.code = 'Z61' ORDER BY r.as_at DESC, r.revision DESC",
    "schedule": "SELECT s.public_id FROM reporting_schedule s JOIN orgs_orgunit u ON u.id = s.unit_id"
    " WHERE u.code = 'Z61' ORDER BY s.id",
}
_SHIFT = """() => new Promise(done => { let sum = 0, what = [];
    new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) {
        sum += e.value; what.push(...e.sources.map(s => (s.node?.outerHTML ?? s.node?.nodeValue ?? '').slice(0, 80)
            + ` y ${s.previousRect.y} to ${s.currentRect.y} x ${s.previousRect.x} to ${s.currentRect.x}`)); } }))
        .observe({type: 'layout-shift', buffered: true});
    requestAnimationFrame(() => setTimeout(() => done([sum, what]), 50)); })"""


def _address(site, path):
    return re.sub(r"{(\w+)}", lambda found: str(site.sql(ROWS[found[1]])[0][0]), path)


@pytest.fixture(scope="module")
def reader(site, chromium, cookies):
    """``reader("priya")``: she, and the bytes that her page gets; nothing is kept in its cache."""
    pages = {}
    with ExitStack() as open_visits:

        def reading(login):
            if login not in pages:
                visitor = open_visits.enter_context(
                    visiting(site, chromium, cookies=cookies(login))
                )
                network = visitor.context.new_cdp_session(visitor.page)
                network.send("Network.enable")
                network.send("Network.setCacheDisabled", {"cacheDisabled": True})
                sizes = []
                network.on(
                    "Network.loadingFinished",
                    lambda done, sizes=sizes: sizes.append(done["encodedDataLength"]),
                )
                pages[login] = visitor, sizes
            return pages[login]

        yield reading


@pytest.mark.parametrize(
    ("login", "path"), [(login, path) for login, paths in PAGES.items() for path in paths]
)
def test_a_page_is_accessible_small_and_still(login, path, reader, site):
    visitor, sizes = reader(login)
    page = visitor.page
    visitor.has_window(DESKTOP)
    sizes.clear()
    answer = page.goto(site.address + _address(site, path))
    assert answer.status == 200
    html = len(gzip.compress(answer.body(), 6)) / KIBIBYTE
    shift, moved = page.evaluate(_SHIFT)
    elements = page.evaluate("document.getElementsByTagName('*').length")
    most_elements, most_html, most_bytes = next(
        (most for part, most in MOST_ON.items() if part in path), MOST
    )
    assert elements <= most_elements
    assert html <= most_html
    assert sum(sizes) / KIBIBYTE <= most_bytes
    assert shift <= MOST_SHIFT, moved
    for width in (DESKTOP, PHONE, NARROW):
        visitor.has_window(width)
        # The narrowest is laid out as the telephone is: no media query lies between them.
        assert width == NARROW or violations(page) == [], width
        assert too_wide(page) == [], width
        assert small_targets(page) == [], width
    assert visitor.problems == []


def test_every_page_is_looked_at(site):
    seen = {
        resolve(_address(site, path).partition("?")[0]).view_name
        for paths in PAGES.values()
        for path in paths
    }
    pages = {name for name, row in MATRIX.items() if row.get} | set(EXEMPT)
    assert pages - seen - set(ELSEWHERE) == set()
    assert seen & set(ELSEWHERE) == set()
