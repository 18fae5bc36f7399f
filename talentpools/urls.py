"""Addresses of talent pools."""

from django.urls import path

from talentpools.views import board, criteria, own, pools, positive

app_name = "talentpools"

_POOLS = "o/<slug:unit_code>/pools/"
_MEMBER = f"{_POOLS}members/<uuid:membership>/"
_MINE = "o/<slug:unit_code>/my/pools/"

urlpatterns = [
    path(_POOLS, pools.pools, name="pools"),
    path(f"{_POOLS}add/", pools.add, name="add_pool"),
    path(f"{_POOLS}<uuid:pool>/", board.detail, name="pool"),
    path(f"{_POOLS}<uuid:pool>/edit/", pools.edit, name="edit_pool"),
    path(f"{_POOLS}<uuid:pool>/close/", pools.close, name="close_pool"),
    path(f"{_POOLS}<uuid:pool>/criteria/", criteria.preview, name="criteria"),
    path(f"{_POOLS}<uuid:pool>/terms/", positive.terms, name="terms"),
    path(f"{_POOLS}<uuid:pool>/members/add/", board.invite, name="add_member"),
    path(f"{_POOLS}sponsored/<uuid:member>/sponsor/", positive.sponsor, name="sponsor"),
    path(_MEMBER, board.member, name="member"),
    path(f"{_MEMBER}move/", board.move, name="move_member"),
    path(f"{_MEMBER}assess/", board.assess, name="assess_member"),
    path(f"{_MEMBER}activity/", board.record, name="record_activity"),
    path(_MINE, own.pools, name="own_pools"),
    path(f"{_MINE}<uuid:pool>/come-forward/", own.come_forward, name="come_forward"),
    path(f"{_MINE}memberships/<uuid:membership>/", own.choose, name="own_choice"),
    path(f"{_MINE}memberships/<uuid:membership>/activity/", own.record, name="own_activity"),
    path(f"{_MINE}private/<uuid:member>/leave/", own.leave, name="leave_pool"),
    path(f"{_MINE}private/<uuid:member>/keeper/", own.be_known, name="be_known"),
    path(f"{_MINE}sponsors/<uuid:sponsorship>/answer/", own.answer_sponsor, name="answer_sponsor"),
    path(f"{_MINE}sponsors/<uuid:sponsorship>/actions/", own.act, name="sponsor_action"),
    path("o/<slug:unit_code>/my/sponsoring/", own.sponsoring, name="sponsoring"),
]
