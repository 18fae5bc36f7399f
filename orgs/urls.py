"""Addresses of organisations, access and audit."""

from django.urls import path

from orgs.views import (
    access,
    after_change,
    audit,
    consultation,
    definitions,
    digest,
    handover,
    keeping,
    movers,
    people,
    record,
    restructure,
    sharing,
    staff_lists,
    units,
)

app_name = "orgs"

urlpatterns = [
    path("organisations/", units.mine, name="units"),
    path("o/<slug:unit_code>/", units.home, name="unit"),
    path("o/<slug:unit_code>/my/reminders/", digest.settings, name="digest"),
    path("o/<slug:unit_code>/organisations/", units.tree_page, name="tree"),
    path("o/<slug:unit_code>/organisations/merge/", restructure.merge, name="merge"),
    path("o/<slug:unit_code>/organisations/merge/name/", restructure.merge_name, name="merge_name"),
    path("o/<slug:unit_code>/organisations/changes/", restructure.changes, name="changes"),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/", restructure.change, name="change"
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/decide/",
        restructure.decide,
        name="change_decide",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/approve/",
        restructure.approve,
        name="change_approve",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/rehearse/",
        restructure.rehearse,
        name="change_rehearse",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/apply/",
        restructure.apply,
        name="change_apply",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/cancel/",
        restructure.cancel,
        name="change_cancel",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/access.csv",
        restructure.access_list,
        name="change_access",
    ),
    path(
        "o/<slug:unit_code>/organisations/changes/<uuid:plan>/consultation/",
        consultation.consultation,
        name="consultation",
    ),
    path("o/<slug:unit_code>/after-change/", after_change.after_change, name="after_change"),
    path("o/<slug:unit_code>/after-change/settle/", after_change.settle, name="settle_duplicate"),
    path(
        "o/<slug:unit_code>/after-change/readers/", after_change.give_reading, name="give_reading"
    ),
    path(
        "o/<slug:unit_code>/after-change/readers/<uuid:grant>/end/",
        after_change.end_reading,
        name="end_reading",
    ),
    path("o/<slug:unit_code>/where-we-go/<uuid:handover>/", handover.handover, name="handover"),
    path(
        "o/<slug:unit_code>/where-we-go/<uuid:handover>/choose/",
        handover.choose,
        name="handover_choose",
    ),
    path(
        "o/<slug:unit_code>/where-we-go/<uuid:handover>/confirm/",
        handover.confirm,
        name="handover_confirm",
    ),
    path("o/<slug:unit_code>/people/", people.people, name="people"),
    path("o/<slug:unit_code>/people/add/", people.add, name="add_person"),
    path("o/<slug:unit_code>/people/lists/", staff_lists.upload, name="staff_lists"),
    path(
        "o/<slug:unit_code>/people/lists/template.xlsx", staff_lists.template, name="staff_template"
    ),
    path("o/<slug:unit_code>/people/lists/current/", staff_lists.export, name="staff_export"),
    path("o/<slug:unit_code>/people/lists/<uuid:staff_list>/", staff_lists.one, name="staff_list"),
    path(
        "o/<slug:unit_code>/people/lists/<uuid:staff_list>/columns/",
        staff_lists.columns,
        name="staff_list_columns",
    ),
    path(
        "o/<slug:unit_code>/people/lists/<uuid:staff_list>/answer/",
        staff_lists.answer,
        name="staff_list_answer",
    ),
    path(
        "o/<slug:unit_code>/people/lists/<uuid:staff_list>/discard/",
        staff_lists.discard,
        name="staff_list_discard",
    ),
    path("o/<slug:unit_code>/people/<uuid:staff>/", people.person, name="person"),
    path("o/<slug:unit_code>/people/<uuid:staff>/correct/", people.correct, name="correct_person"),
    path("o/<slug:unit_code>/people/<uuid:staff>/jobs/add/", people.add_job, name="add_job"),
    path(
        "o/<slug:unit_code>/people/<uuid:staff>/jobs/<uuid:job>/end/",
        people.end_job,
        name="end_job",
    ),
    path("o/<slug:unit_code>/people/<uuid:staff>/leave/", people.leave, name="leave"),
    path("o/<slug:unit_code>/people/<uuid:staff>/stay/", people.stay, name="stay"),
    path("o/<slug:unit_code>/people/<uuid:staff>/bring/", people.bring, name="bring_record"),
    path("o/<slug:unit_code>/people/<uuid:staff>/unbring/", people.unbring, name="unbring_record"),
    path("o/<slug:unit_code>/my/move/", movers.move, name="move"),
    path("o/<slug:unit_code>/my/move/enter/", movers.enter, name="move_enter"),
    path("o/<slug:unit_code>/my/move/undo/", movers.undo, name="move_undo"),
    path("o/<slug:unit_code>/access/", access.roles_here, name="access"),
    path("o/<slug:unit_code>/access/invite/", access.invite, name="invite"),
    path("o/<slug:unit_code>/access/why/", access.why, name="why"),
    path("o/<slug:unit_code>/access/who/", access.who, name="who"),
    path("o/<slug:unit_code>/access/<uuid:grant>/end/", access.end, name="end_role"),
    path("o/<slug:unit_code>/access/<uuid:grant>/confirm/", access.confirm, name="confirm_role"),
    path("o/<slug:unit_code>/access/<uuid:grant>/resend/", access.resend, name="resend_invitation"),
    path("o/<slug:unit_code>/audit/", audit.events, name="audit"),
    path("o/<slug:unit_code>/my/record/", record.mine, name="record"),
    path("o/<slug:unit_code>/my/record/correction/", record.ask, name="ask_correction"),
    path("o/<slug:unit_code>/corrections/", record.asked, name="corrections"),
    path("o/<slug:unit_code>/corrections/<uuid:correction>/", record.answer, name="correction"),
    path("o/<slug:unit_code>/keeping/", keeping.kept, name="keeping"),
    path("o/<slug:unit_code>/keeping/stop/", keeping.hold, name="hold"),
    path("o/<slug:unit_code>/keeping/stops/<uuid:hold>/end/", keeping.lift, name="lift_hold"),
    path("o/<slug:unit_code>/templates/", definitions.published, name="definitions"),
    path("o/<slug:unit_code>/templates/new/<slug:kind>/", definitions.define, name="define"),
    path("o/<slug:unit_code>/templates/<uuid:definition>/", definitions.edit, name="definition"),
    path("o/<slug:unit_code>/settings/", definitions.settings, name="settings"),
    path("o/<slug:unit_code>/settings/<uuid:definition>/", definitions.setting, name="setting"),
    path(
        "o/<slug:unit_code>/settings/<uuid:definition>/adapt/<str:slot>/",
        definitions.adapt,
        name="adapt",
    ),
    path(
        "o/<slug:unit_code>/settings/<uuid:definition>/return/<str:slot>/",
        definitions.give_back,
        name="return",
    ),
    path(
        "o/<slug:unit_code>/settings/<uuid:definition>/choose/<str:slot>/",
        definitions.choose,
        name="choose",
    ),
    path("o/<slug:unit_code>/my/sharing/", sharing.mine, name="sharing"),
    path("o/<slug:unit_code>/my/sharing/<uuid:profile>/", sharing.change, name="change_share"),
    path(
        "o/<slug:unit_code>/my/sharing/<uuid:profile>/withdraw/",
        sharing.withdraw,
        name="withdraw_share",
    ),
    path("invitation/<str:token>/", access.accept, name="accept"),
]
