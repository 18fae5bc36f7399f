"""Addresses of talent pools."""

from django.urls import path

from talentpools import views

app_name = "talentpools"

urlpatterns = [
    path("o/<slug:unit_code>/pools/", views.pools, name="pools"),
    path("o/<slug:unit_code>/pools/add/", views.add, name="add_pool"),
    path("o/<slug:unit_code>/pools/<uuid:pool>/", views.detail, name="pool"),
    path("o/<slug:unit_code>/pools/<uuid:pool>/members/add/", views.add_member, name="add_member"),
    path(
        "o/<slug:unit_code>/pools/members/<uuid:membership>/move/", views.move, name="move_member"
    ),
]
