"""Addresses of learning, and of the person's own development."""

from django.urls import path

from learning.views import aspirations, careers, conversations, overview, own, pathways

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
    path(
        "o/<slug:unit_code>/learning/pathways/<uuid:assignment>/newer/",
        pathways.take_up,
        name="take_up",
    ),
    path("o/<slug:unit_code>/learning/people/<uuid:staff>/", pathways.assign, name="assign"),
    path("o/<slug:unit_code>/my/development/", own.development, name="development"),
    path(
        "o/<slug:unit_code>/my/development/<uuid:assignment>/steps/<uuid:step>/",
        own.step,
        name="own_step",
    ),
    path(
        "o/<slug:unit_code>/my/development/<uuid:assignment>/newer/",
        own.take_up,
        name="own_take_up",
    ),
    path("o/<slug:unit_code>/my/aspirations/", aspirations.mine, name="aspirations"),
    path(
        "o/<slug:unit_code>/my/aspirations/change/", aspirations.change, name="change_aspirations"
    ),
    path(
        "o/<slug:unit_code>/my/aspirations/withdraw/",
        aspirations.withdraw,
        name="withdraw_aspirations",
    ),
    path("o/<slug:unit_code>/my/careers/", careers.overview, name="careers"),
    path("o/<slug:unit_code>/my/careers/<slug:role>/", careers.role, name="career"),
    path("o/<slug:unit_code>/conversations/", conversations.overview, name="conversations"),
    path("o/<slug:unit_code>/conversations/ask/", conversations.ask, name="ask_conversation"),
    path(
        "o/<slug:unit_code>/conversations/<uuid:conversation>/",
        conversations.detail,
        name="conversation",
    ),
    path(
        "o/<slug:unit_code>/conversations/<uuid:conversation>/prepare/",
        conversations.prepare,
        name="prepare_conversation",
    ),
    path(
        "o/<slug:unit_code>/conversations/<uuid:conversation>/meet/",
        conversations.meet,
        name="meet_conversation",
    ),
    path(
        "o/<slug:unit_code>/conversations/<uuid:conversation>/propose/",
        conversations.propose,
        name="propose_outcome",
    ),
    path(
        "o/<slug:unit_code>/conversations/<uuid:conversation>/answer/",
        conversations.answer,
        name="answer_conversation",
    ),
]
