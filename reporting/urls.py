"""Addresses of reports. A release, a run and a schedule are known by their public ids."""

from django.urls import path

from reporting.views import (
    change_papers,
    exports,
    packs,
    reports,
    runs,
    schedules,
    sent,
    withdrawals,
)

app_name = "reporting"

_HERE = "o/<slug:unit_code>/reports/"
_CHANGE = "o/<slug:unit_code>/organisations/changes/<uuid:plan>/papers/"
_SENT = "o/<slug:unit_code>/sent/"

urlpatterns = [
    path(_HERE, reports.index, name="reports"),
    path(f"{_HERE}schedules/<uuid:schedule>/", schedules.edit, name="schedule"),
    path(f"{_HERE}schedules/<uuid:schedule>/stop/", schedules.stop, name="stop_schedule"),
    path(f"{_HERE}runs/<uuid:run>/", runs.status, name="run"),
    path(f"{_HERE}runs/<uuid:run>/report.pdf", runs.download, name="pdf"),
    path(f"{_HERE}releases/<uuid:release>/take-away/", exports.take, name="take"),
    path(f"{_HERE}releases/<uuid:release>/pack/", packs.prepare, name="prepare"),
    path(f"{_HERE}releases/<uuid:release>/withdraw/", withdrawals.withdraw, name="withdraw"),
    path(f"{_HERE}releases/<uuid:release>/issue-again/", withdrawals.issue_again, name="reissue"),
    path(f"{_HERE}files/<uuid:export>/", exports.download, name="export_file"),
    path(f"{_HERE}<slug:report>/", reports.detail, name="report"),
    path(f"{_HERE}<slug:report>/figures.csv", exports.latest, name="csv"),
    path(f"{_HERE}<slug:report>/pdf/", runs.make, name="make_pdf"),
    path(f"{_HERE}<slug:report>/release-day/", reports.release_day, name="calendar"),
    path(f"{_HERE}<slug:report>/schedule/", schedules.new, name="new_schedule"),
    path(f"{_HERE}<slug:report>/<slug:theme>/", reports.detail, name="theme"),
    path(_CHANGE, change_papers.ask, name="ask_paper"),
    path(f"{_CHANGE}<uuid:paper>/", change_papers.status, name="paper"),
    path(f"{_CHANGE}<uuid:paper>/paper.pdf", change_papers.download, name="paper_pdf"),
    path(_SENT, sent.index, name="sent"),
    path(f"{_SENT}<uuid:run>/report.pdf", sent.download, name="sent_pdf"),
]
