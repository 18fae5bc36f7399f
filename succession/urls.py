"""Addresses of succession. A name that begins with ``_`` is a fragment nobody visits."""

from django.urls import path

from succession.views import (
    bench,
    board,
    criticality,
    nominations,
    own,
    posts,
    returns,
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
    path("o/<slug:unit_code>/succession/posts/add/", posts.add, name="add_post"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/_row", board.row, name="row"),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/risk/", posts.risk, name="risk"),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/criticality/",
        criticality.assess,
        name="criticality",
    ),
    path("o/<slug:unit_code>/succession/posts/<uuid:post>/name/", posts.find, name="name"),
    path(
        "o/<slug:unit_code>/succession/posts/<uuid:post>/name/<uuid:staff>/",
        posts.name_person,
        name="name_person",
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
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/answer/",
        nominations.answer,
        name="answer",
    ),
    path(
        "o/<slug:unit_code>/succession/nominations/<uuid:nomination>/withdraw/",
        nominations.withdraw,
        name="withdraw",
    ),
    path(
        "o/<slug:unit_code>/my/nominations/<uuid:nomination>/answer/",
        own.answer,
        name="answer_own",
    ),
]
