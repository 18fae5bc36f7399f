"""Addresses of learning, and of the person's own development."""

from django.urls import path

from learning.views import overview, own, pathways

app_name = "learning"

urlpatterns = [
    path("o/<slug:unit_code>/learning/", overview.overview, name="overview"),
    path(
        "o/<slug:unit_code>/learning/pathways/<uuid:assignment>/", pathways.detail, name="pathway"
    ),
    path(
        "o/<slug:unit_code>/learning/pathways/<uuid:assignment>/steps/<uuid:step>/",
        pathways.step,
        name="step",
    ),
    path("o/<slug:unit_code>/learning/people/<uuid:staff>/", pathways.assign, name="assign"),
    path("o/<slug:unit_code>/my/development/", own.development, name="development"),
    path(
        "o/<slug:unit_code>/my/development/<uuid:assignment>/steps/<uuid:step>/",
        own.step,
        name="own_step",
    ),
]
