"""Addresses of succession. A name that begins with ``_`` is a fragment nobody visits."""

from django.urls import path

from succession.views import (
    bench,
    board,
    bulk,
    criticality,
    holders,
    life,
    line,
    nominations,
    onramp,
    outside,
    own,
    packs,
    posts,
    returns,
    roles,
    sign,
    skills,
    worklist,
)

app_name = "succession"

urlpatterns = [
    path("o/<slug:unit_code>/succession/", board.plan, name="plan"),
    path("o/<slug:unit_code>/succession/worklist/", worklist.worklist, name="worklist"),
    path("o/<slug:unit_code>/succession/returns/", returns.overview, name="returns"),
    path("o/<slug:unit_code>/succession/returns/<uuid:definition>/", returns.one, name="return"),
    path(
        "o/<slug:unit_code>/succession/returns/<uuid:definition>/<int:number>/",
        returns.signed,
        name="return_signed",
    ),
    path("o/<slug:unit_code>/succession/bench/", bench.bench, name="bench"),
    path("o/<slug:unit_code>/succession/demand/", bench.demand, name="demand"),
    path("o/<slug:unit_code>/succession/start/", life.start, name="start"),
    path("o/<slug:unit_code>/succession/set-up/", life.set_up, name="set_up"),
    path("o/<slug:unit_code>/succession/holders/", holders.all_vacant, name="holders"),
    path("o/<slug:unit_code>/succession/sign-off/", life.sign_off, name="sign_off"),
    path(
        "o/<slug:unit_code>/succession/sign-off/<uuid:signature>/minutes/",
        life.minutes,
        name="minutes",
    ),
    path("o/<slug:unit_code>/succession/versions/<uuid:copy>/", life.version, name="version"),
    path("o/<slug:unit_code>/succession/versions/<uuid:copy>/pack/", packs.make, name="make_pack"),
    path("o/<slug:unit_code>/succession/packs/<uuid:pack>/", packs.pack, name="pack"),
    path(
        "o/<slug:unit_code>/succession/packs/<uuid:pack>/board-pack.pdf",
        packs.download,
        name="pack_pdf",
    ),
    path(
        "o/<slug:unit_code>/succession/packs/<uuid:pack>/readers/<uuid:reader>/remove/",
        packs.remove,
        name="remove_reader",
    ),
    path("o/<slug:unit_code>/succession/sign/", sign.index, name="sign"),
    path("o/<slug:unit_code>/succession/sign/<uuid:signature>/", sign.paper, name="sign_paper"),
    path("o/<slug:unit_code>/succession/roles/", roles.catalogue, name="roles"),
    path("o/<slug:unit_code>/succession/roles/add/", roles.add, name="add_role"),
    path("o/<slug:unit_code>/succession/roles/<slug:code>/", roles.change, name="role"),
    path("o/<slug:unit_code>/succession/roles/<slug:code>/close/", roles.close, name="close_role"),
    path("o/<slug:unit_code>/succession/board/", skills.board, name="board"),
    path("o/<slug:unit_code>/succession/board/<uuid:staff>/", skills.member, name="member"),
    path("o/<slug:unit_code>/succession/bulk/", bulk.choose, name="bulk"),
    path("o/<slug:unit_code>/succession/bulk/<uuid:bulk>/", bulk.change, name="bulk_change"),
    path("o/<slug:unit_code>/succession/spreadsheets/", onramp.upload, name="plan_sheets"),
    path(
        "o/<slug:unit_code>/succession/spreadsheets/templates/<slug:layout>.<slug:kind>",
        onramp.template,
        name="plan_sheet_template",
    ),
    path("o/<slug:unit_code>/succession/spreadsheets/current/", onramp.export, name="export_plan"),
    path(
        "o/<slug:unit_code>/succession/spreadsheets/<uuid:plan_sheet>/",
        onramp.one,
        name="plan_sheet",
    ),
    path(
        "o/<slug:unit_code>/succession/spreadsheets/<uuid:plan_sheet>/columns/",
        onramp.columns,
        name="plan_sheet_columns",
    ),
    path(
        "o/<slug:unit_code>/succession/spreadsheets/<uuid:plan_sheet>/discard/",
        onramp.discard,
        name="discard_plan_sheet",
    ),
    path("o/<slug:unit_code>/succession/posts/add/", posts.add, name="add_post"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/", holders.post, name="post"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/edit/", holders.edit, name="edit_post"),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/close/", holders.close, name="close_post"
    ),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/holder/",
        holders.find,
        name="find_holder",
    ),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/holder/<uuid:staff>/",
        holders.hold,
        name="hold",
    ),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/holders/<uuid:incumbency>/end/",
        holders.end,
        name="end_holder",
    ),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/holders/<uuid:incumbency>/mistake/",
        holders.mistake,
        name="holder_mistake",
    ),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/_row", board.row, name="row"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/risk/", posts.risk, name="risk"),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/criticality/",
        criticality.assess,
        name="criticality",
    ),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/order/", line.order, name="order"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/move/", line.move_post, name="move_post"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/name/", posts.find, name="name"),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/name/<uuid:staff>/",
        posts.name_person,
        name="name_person",
    ),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/name/elsewhere/<uuid:profile>/",
        outside.name,
        name="name_outsider",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/",
        nominations.detail,
        name="nomination",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/readiness/",
        nominations.readiness,
        name="readiness",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/cover/",
        line.cover,
        name="cover",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/prepare/",
        nominations.prepare,
        name="prepare",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/tell/",
        nominations.tell,
        name="tell",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/withhold/",
        nominations.withhold,
        name="withhold",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/withhold/decide/",
        nominations.decide,
        name="decide",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/answer/",
        nominations.answer,
        name="answer",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/withdraw/",
        nominations.withdraw,
        name="withdraw",
    ),
    path("o/<slug:unit_code>/my/naming/", outside.find, name="offer_find"),
    path("o/<slug:unit_code>/my/naming/<slug:employer>/", outside.offer, name="offer_name"),
    path("o/<slug:unit_code>/packs/", packs.sent, name="packs_sent"),
    path(
        "o/<slug:unit_code>/packs/<uuid:reader>/board-pack.pdf", packs.open_sent, name="pack_sent"
    ),
    path(
        "o/<slug:unit_code>/my/nominations/<uuid:nomination>/answer/",
        own.answer,
        name="answer_own",
    ),
]
