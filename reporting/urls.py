"""Addresses of reports. A release, a run and a schedule are known by their public ids."""

from django.urls import path

from reporting.views import reports, runs, schedules

app_name = "reporting"

_HERE = "o/<slug:unit_code>/reports/"

urlpatterns = [
    path(_HERE, reports.index, name="reports"),
    path(f"{_HERE}schedules/<uuid:schedule>/", schedules.edit, name="schedule"),
    path(f"{_HERE}schedules/<uuid:schedule>/stop/", schedules.stop, name="stop_schedule"),
    path(f"{_HERE}runs/<uuid:run>/", runs.status, name="run"),
    path(f"{_HERE}runs/<uuid:run>/report.pdf", runs.download, name="pdf"),
    path(f"{_HERE}<slug:report>/", reports.detail, name="report"),
    path(f"{_HERE}<slug:report>/figures.csv", reports.figures_csv, name="csv"),
    path(f"{_HERE}<slug:report>/pdf/", runs.make, name="make_pdf"),
    path(f"{_HERE}<slug:report>/release-day/", reports.release_day, name="calendar"),
    path(f"{_HERE}<slug:report>/schedule/", schedules.new, name="new_schedule"),
]
