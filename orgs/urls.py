"""Addresses of organisations, access and audit."""

from django.urls import path

from orgs.views import access, audit, units

app_name = "orgs"

urlpatterns = [
    path("organisations/", units.mine, name="units"),
    path("o/<slug:unit_code>/", units.home, name="unit"),
    path("o/<slug:unit_code>/organisations/", units.tree_page, name="tree"),
    path("o/<slug:unit_code>/access/", access.grants, name="access"),
    path("o/<slug:unit_code>/access/why/", access.why, name="why"),
    path("o/<slug:unit_code>/access/<uuid:grant>/end/", access.end, name="end_role"),
    path("o/<slug:unit_code>/access/<uuid:grant>/confirm/", access.confirm, name="confirm_role"),
    path("o/<slug:unit_code>/audit/", audit.events, name="audit"),
    path("invitation/<str:token>/", access.accept, name="accept"),
]
