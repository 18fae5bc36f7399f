"""Addresses of what crosses a wall by the person's own act."""

from django.urls import path

from talentpools.shared.views import across, boards, own, pools

app_name = "shared"

urlpatterns = [
    # the pool's manager
    path("o/<slug:unit_code>/pools/shared/", pools.index, name="pools"),
    path("o/<slug:unit_code>/pools/shared/add/", pools.add, name="add_pool"),
    path("o/<slug:unit_code>/pools/shared/<uuid:pool>/", pools.detail, name="pool"),
    path("o/<slug:unit_code>/pools/shared/<uuid:pool>/end/", pools.close, name="close_pool"),
    path("o/<slug:unit_code>/pools/shared/<uuid:pool>/board/", boards.call, name="call_board"),
    path("o/<slug:unit_code>/pools/shared/members/<uuid:member>/", pools.person, name="person"),
    path("o/<slug:unit_code>/pools/shared/members/<uuid:member>/move/", pools.move, name="move"),
    path(
        "o/<slug:unit_code>/pools/shared/members/<uuid:member>/remind/", pools.nudge, name="nudge"
    ),
    path("o/<slug:unit_code>/pools/shared/boards/<uuid:review>/", boards.review, name="review"),
    path(
        "o/<slug:unit_code>/pools/shared/boards/<uuid:review>/end/", boards.end, name="end_review"
    ),
    # a colleague on a talent board, at her own organisation
    path("o/<slug:unit_code>/boards/", boards.mine, name="my_boards"),
    path("o/<slug:unit_code>/boards/<uuid:review>/", boards.board, name="board"),
    path(
        "o/<slug:unit_code>/boards/<uuid:review>/<uuid:entry>/", boards.recommend, name="recommend"
    ),
    # the person
    path("o/<slug:unit_code>/my/opportunities/", own.opportunities, name="opportunities"),
    path("o/<slug:unit_code>/my/pools/<uuid:pool>/", own.pool, name="my_pool"),
    path("o/<slug:unit_code>/my/pools/<uuid:pool>/place/", own.take_place, name="take_place"),
    path("o/<slug:unit_code>/my/pools/<uuid:pool>/time/", own.ask_employer, name="ask_employer"),
    path("o/<slug:unit_code>/my/pools/<uuid:pool>/time/back/", own.take_back, name="take_back"),
    path("o/<slug:unit_code>/my/bench/", own.my_bench, name="my_bench"),
    path("o/<slug:unit_code>/my/bench/<uuid:profile>/leave/", own.leave_bench, name="leave_bench"),
    path("o/<slug:unit_code>/my/vacancies/<uuid:ask>/", own.ask, name="ask"),
    path("o/<slug:unit_code>/my/vacancies/<uuid:ask>/no/", own.say_no, name="say_no"),
    # the employer
    path("o/<slug:unit_code>/across/", across.across, name="across"),
    path("o/<slug:unit_code>/across/time/<uuid:asked>/", across.answer, name="answer"),
    path("o/<slug:unit_code>/across/vacancies/add/", across.post_vacancy, name="post_vacancy"),
    path(
        "o/<slug:unit_code>/across/vacancies/<uuid:vacancy>/close/",
        across.close_vacancy,
        name="close_vacancy",
    ),
    path(
        "o/<slug:unit_code>/across/profiles/<uuid:profile>/remove/",
        across.dismiss,
        name="dismiss",
    ),
]
