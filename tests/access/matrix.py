"""The access matrix: every URL name by method by persona, with the status expected.

Each row names who may use the address, written by hand from the table of roles; everybody else is
expected outside: 404 behind the wall or beyond a role's reach, 403 inside it without the right,
and the sign-in page for somebody unknown. ``test_matrix.py`` asks for all of it, with and without
``HX-Request``, and fails on a URL without a row and on a row without a URL.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from reporting.reports import OVERVIEW, reports
from tests.access.world import World

Kwargs = Callable[[World], dict[str, object]]

#: Who stands where. A persona is inside a unit when a role about people, or its own, reaches it.
INSIDE = {
    "TA1": {"cpo", "learning_lead", "access_admin", "founder", "ig_auditor", "committee_reader", "successor", "signer"},
    "NAT": {"national_lead", "support"},
    "RA": {"regional_lead", "steward", "national_lead", "pool_manager"},
    "TA2": {"other_cpo"},
    "QA1": {"icb_cpo", "icb_reader"},
    # Who keeps it is inside for its members, roles and templates; figures are for its lead alone.
    "OVA": {"overlay_lead", "overlay_manager", "overlay_auditor", "steward", "national_lead"},
}  # fmt: skip
PERSONAS = [
    "anonymous", "nobody", "cpo", "learning_lead", "access_admin", "founder", "ig_auditor",
    "committee_reader", "successor", "signer", "other_cpo", "icb_cpo", "icb_reader", "icb_lead", "regional_lead",
    "steward", "national_lead", "other_region_lead", "pool_manager",
    "overlay_lead", "overlay_manager", "overlay_auditor",
    "support",
]  # fmt: skip

#: Addresses that need no rule of ours, each with its reason (DECISIONS 34).
EXEMPT = {
    "account_login": "the way in; rate-limited by allauth",
    "account_logout": "the way out; does nothing to somebody who is not signed in",
    "account_reauthenticate": "allauth asks for the password of whoever is signed in",
    "health": "for the load balancer; says ok and nothing else",
    "accessibility": "a public statement",
    "privacy": "a public notice",
    "help": "public words",
    "orgs:accept": "the invitation's token is the right; tests/access/test_invitation.py",
    "home": "the user's own units; tests/orgs/test_units.py",
    "orgs:units": "the user's own units; tests/orgs/test_units.py",
}


@dataclass(frozen=True)
class Row:
    """One address: where it is asked for, and who gets what. A method without entries is refused.

    `post_fragment` is the answer to htmx where it differs from the page's. `others` are more addresses of
    the same name, which answer a GET in the same way.
    """

    get: dict[str, int] = field(default_factory=dict)
    post: dict[str, int] = field(default_factory=dict)
    post_fragment: dict[str, int] | None = None
    unit: str = "TA1"
    kwargs: Kwargs = lambda world: {}
    others: Callable[[World], list[dict[str, object]]] = lambda world: []


def _post(world: World) -> dict[str, object]:
    return {"post": world.at["TA1"].post.public_id}


def _staff(world: World) -> dict[str, object]:
    return {"staff": world.at["TA1"].holder.public_id}


def _held(world: World) -> dict[str, object]:
    return _post(world) | {"incumbency": world.at["TA1"].held.public_id}


def _copy(world: World) -> dict[str, object]:
    return {"copy": world.at["TA1"].copy.public_id}


def _signature(world: World) -> dict[str, object]:
    return {"signature": world.at["TA1"].signature.public_id}


def _pack(world: World) -> dict[str, object]:
    return {"pack": world.at["TA1"].pack.public_id}


def _reader(world: World) -> dict[str, object]:
    return {"reader": world.readers["TA1"].public_id}


def _role(world: World) -> dict[str, object]:
    return {"code": world.at["TA1"].role.code}


def _quiet(world: World) -> dict[str, object]:
    return {"nomination": world.at["TA1"].quiet.public_id}


def _told(world: World) -> dict[str, object]:
    return {"nomination": world.at["TA1"].told.public_id}


def _return(world: World) -> dict[str, object]:
    return {"definition": world.asked.public_id}


def _bulk(world: World) -> dict[str, object]:
    return {"bulk": world.at["TA1"].bulk.public_id}


def _pool(world: World) -> dict[str, object]:
    return {"pool": world.at["TA1"].pool.public_id}


def _membership(world: World) -> dict[str, object]:
    return {"membership": world.at["TA1"].membership.public_id}


def _private(world: World) -> dict[str, object]:
    return {"pool": world.at["TA1"].private.public_id}


def _mine(world: World) -> dict[str, object]:
    return {"membership": world.at["TA1"].mine.public_id}


def _chosen(world: World) -> dict[str, object]:
    return {"member": world.at["TA1"].chosen.public_id}


def _link(world: World) -> dict[str, object]:
    return {"sponsorship": world.at["TA1"].link.public_id}


def _assignment(world: World) -> dict[str, object]:
    return {"assignment": world.at["TA1"].active.public_id}


def _step(world: World) -> dict[str, object]:
    return _assignment(world) | {"step": world.at["TA1"].step.public_id}


def _job(world: World) -> dict[str, object]:
    holder = world.at["TA1"].holder
    return _staff(world) | {"job": holder.assignments.get().public_id}


def _list(world: World) -> dict[str, object]:
    return {"staff_list": world.at["TA1"].staff_list.public_id}


def _plan_sheet(world: World) -> dict[str, object]:
    return {"plan_sheet": world.at["TA1"].plan_sheet.public_id}


def _conversation(world: World) -> dict[str, object]:
    conversation = world.at["TA1"].conversation
    assert conversation is not None
    return {"conversation": conversation.public_id}


def _correction(world: World) -> dict[str, object]:
    correction = world.at["TA1"].correction
    assert correction is not None
    return {"correction": correction.public_id}


def _grant(world: World) -> dict[str, object]:
    return {"grant": world.grants["other_admin"].public_id}


def _support(world: World) -> dict[str, object]:
    return {"support_access": world.support.public_id}


def _handover(world: World) -> dict[str, object]:
    return {"handover": world.at["TA1"].handover.public_id}


def _hold(world: World) -> dict[str, object]:
    return {"hold": world.at["TA1"].hold.public_id}


def _definition(world: World) -> dict[str, object]:
    return {"definition": world.definition.public_id}


def _slot(world: World) -> dict[str, object]:
    return _definition(world) | {"slot": "review_months"}


def _check(world: World) -> dict[str, object]:
    return _change(world) | {"check": "disclosure"}


def _change(world: World) -> dict[str, object]:
    return {"plan": world.change.public_id}


def _change_step(world: World) -> dict[str, object]:
    return _change(world) | {"at": 0}


def _comment(world: World) -> dict[str, object]:
    return _change(world) | {"comment": world.comment.public_id}


def _notice(world: World) -> dict[str, object]:
    return {"notice": world.comment.notice.public_id}


def _invite(overlay: str) -> Kwargs:
    return lambda world: {"invite": world.invites[overlay].public_id}


def _belongs(world: World) -> dict[str, object]:
    memberships = world.units["OVA"].memberships
    return {"membership": memberships.get(unit=world.units["TB1"]).public_id}


def _report(world: World) -> dict[str, object]:
    return {"report": "leadership"}


def _themes(world: World) -> list[dict[str, object]]:
    themes = [theme.key for theme in reports.get("leadership").themes if theme.key != OVERVIEW]
    return [_report(world) | {"theme": key} for key in themes]


def _release(world: World) -> dict[str, object]:
    return {"release": world.export.release_id}


def _export(world: World) -> dict[str, object]:
    return {"export": world.export.public_id}


def _paper(world: World) -> dict[str, object]:
    return _change(world) | {"paper": world.paper.public_id}


def _run(world: World) -> dict[str, object]:
    return {"run": world.run.public_id}


def _sent(world: World) -> dict[str, object]:
    return {"run": world.sent.public_id}


def _schedule(world: World) -> dict[str, object]:
    return {"schedule": world.schedule.public_id}


def _shared_pool(world: World) -> dict[str, object]:
    return {"pool": world.crossing.pool.public_id}


def _shared_member(world: World) -> dict[str, object]:
    return {"member": world.crossing.member.public_id}


def _review(world: World) -> dict[str, object]:
    return {"review": world.crossing.review.public_id}


def _own_profile(world: World) -> dict[str, object]:
    return {"profile": world.crossing.own_profile.public_id}


def _proposal(world: World) -> dict[str, object]:
    return {"proposal": world.proposal.public_id}


def _asked(world: World) -> dict[str, object]:
    return {"ask": world.crossing.asked.public_id}


MANAGER = {"pool_manager": 200}
MANAGER_422 = {"pool_manager": 422}
#: A person's own share or request; who holds her own record too, and has none, finds nothing.
OWN, OWN_422, OWN_302 = ({"successor": each, "signer": 404} for each in (200, 422, 302))
# The nation's lead opens the nation's figures, and no region's without a role there.
READERS = {"regional_lead": 200, "steward": 200}
LEADS = {"regional_lead": 200}
#: What is set below, by how many: whoever publishes reads that of every level.
BELOW = READERS | {"national_lead": 200}
LEADS_302 = dict.fromkeys(LEADS, 302)
LEADS_422 = dict.fromkeys(LEADS, 422)
CPO = {"cpo": 200}
PEOPLE = {"cpo": 200, "learning_lead": 200}
PEOPLE_422 = dict.fromkeys(PEOPLE, 422)
PEOPLE_404 = dict.fromkeys(PEOPLE, 404)
MINE = {"successor": 200, "signer": 200}
#: The two sides of a conversation; whoever else might have one finds none of this id.
SIDES = {"successor": 200, "learning_lead": 200, "cpo": 404, "signer": 404}
GRANTERS = {"access_admin": 200, "founder": 200}
#: Who is told of a change of organisations that concerns an employer.
TOLD = {"cpo": 200, "access_admin": 200}
EVERYBODY_INSIDE = dict.fromkeys(
    (*INSIDE["TA1"], "icb_lead", "regional_lead", "steward", "national_lead"), 200
)
STEWARD = {"steward": 200}
PUBLISHERS = {"steward": 200, "national_lead": 200}

MATRIX: dict[str, Row] = {
    # organisations
    "orgs:unit": Row(get=EVERYBODY_INSIDE),
    "orgs:digest": Row(get=EVERYBODY_INSIDE, post=dict.fromkeys(EVERYBODY_INSIDE, 422)),
    "orgs:tree": Row(unit="RA", get={"regional_lead": 200, "steward": 200, "national_lead": 200}),
    # Only for a steward of the nation, whom tests/orgs/test_proposals.py has.
    "orgs:proposals": Row(unit="NAT"),
    "orgs:proposal": Row(unit="NAT", kwargs=_proposal),
    "orgs:proposal_dismiss": Row(unit="NAT", kwargs=_proposal),
    "orgs:overlays": Row(unit="RA", get=STEWARD),
    "orgs:open_overlay": Row(unit="RA", get=STEWARD, post={"steward": 422}),
    "orgs:answer_invite": Row(unit="RA", get=STEWARD, post={"steward": 422}, kwargs=_invite("OVB")),
    "orgs:draw_up_merger": Row(
        unit="RA", post={"steward": 422}, kwargs=lambda world: {"overlay": "OVA"}
    ),
    "orgs:memberships": Row(get=EVERYBODY_INSIDE),
    "orgs:members": Row(unit="OVA", get=dict.fromkeys(INSIDE["OVA"], 200)),
    "orgs:add_member": Row(unit="OVA", get=STEWARD, post={"steward": 422}),
    "orgs:end_membership": Row(unit="OVA", get=STEWARD, post={"steward": 422}, kwargs=_belongs),
    # A collaborative becomes no board.
    "orgs:becomes": Row(unit="OVA", get={"steward": 404}, post={"steward": 404}),
    "orgs:take_back_invite": Row(unit="OVA", post={"steward": 302}, kwargs=_invite("OVA")),
    "orgs:merge": Row(unit="RA", get=STEWARD, post={"steward": 422}),
    "orgs:merge_name": Row(unit="RA", get={"steward": 302}, post={"steward": 302}),
    "orgs:changes": Row(unit="RA", get=STEWARD),
    "orgs:change": Row(unit="RA", get=STEWARD, kwargs=_change),
    "orgs:change_start": Row(unit="RA", get=STEWARD, post={"steward": 422}),
    "orgs:change_draw": Row(unit="RA", get=STEWARD, post=STEWARD, kwargs=_change),
    "orgs:change_check": Row(unit="RA", post={"steward": 302}, kwargs=_change),
    "orgs:change_remove": Row(unit="RA", post={"steward": 409}, kwargs=_change_step),
    "orgs:change_undo": Row(unit="RA", get=STEWARD, post={"steward": 422}, kwargs=_change),
    "orgs:change_withdraw": Row(unit="RA", post={"steward": 302}, kwargs=_change),
    "orgs:change_send": Row(unit="RA", post={"steward": 302}, kwargs=_change),
    "orgs:change_answer": Row(unit="RA", get=STEWARD, post={"steward": 422}, kwargs=_comment),
    "orgs:notices": Row(get=TOLD),
    "orgs:notice": Row(get=TOLD, post=dict.fromkeys(TOLD, 422), kwargs=_notice),
    "orgs:change_decide": Row(unit="RA", post={"steward": 409}, kwargs=_change),
    "orgs:change_approve": Row(unit="RA", post={"steward": 422}, kwargs=_change),
    "orgs:change_rehearse": Row(unit="RA", post={"steward": 302}, kwargs=_change),
    "orgs:change_apply": Row(unit="RA", post={"steward": 409}, kwargs=_change),
    "orgs:change_cancel": Row(unit="RA", post={"steward": 409}, kwargs=_change),
    "orgs:change_look": Row(unit="RA", post={"steward": 302}, kwargs=_check),
    "orgs:change_looked_at": Row(unit="RA", get=STEWARD, kwargs=_check),
    "orgs:change_access": Row(unit="RA", get=STEWARD, kwargs=_change),
    "orgs:consultation": Row(unit="RA", get=STEWARD, post={"steward": 422}, kwargs=_change),
    # an employer that is split, and what comes after a change
    "orgs:handover": Row(unit="TA1", get=CPO, kwargs=_handover),
    "orgs:handover_choose": Row(unit="TA1", post={"cpo": 422}, kwargs=_handover),
    "orgs:handover_confirm": Row(unit="TA1", get=CPO, post={"cpo": 409}, kwargs=_handover),
    "orgs:after_change": Row(get={"cpo": 200, "access_admin": 200}),
    "orgs:settle_duplicate": Row(post={"cpo": 409}),
    "orgs:give_reading": Row(post={"access_admin": 422}),
    "orgs:end_reading": Row(post={"access_admin": 409}, kwargs=_grant),
    # people
    "orgs:people": Row(get=CPO),
    "orgs:add_person": Row(get=CPO, post={"cpo": 422}),
    "orgs:person": Row(get=CPO, kwargs=_staff),
    "orgs:correct_person": Row(get=CPO, post={"cpo": 422}, kwargs=_staff),
    "orgs:add_job": Row(get=CPO, post={"cpo": 422}, kwargs=_staff),
    "orgs:end_job": Row(get=CPO, post={"cpo": 422}, kwargs=_job),
    "orgs:leave": Row(get=CPO, post={"cpo": 422}, kwargs=_staff),
    "orgs:stay": Row(post={"cpo": 422}, kwargs=_staff),
    "orgs:bring_record": Row(get=CPO, post={"cpo": 422}, kwargs=_staff),
    "orgs:unbring_record": Row(post={"cpo": 422}, kwargs=_staff),
    "orgs:staff_lists": Row(get=CPO, post={"cpo": 422}),
    "orgs:staff_list": Row(get=CPO, post={"cpo": 409}, kwargs=_list),
    "orgs:staff_list_columns": Row(get=CPO, post={"cpo": 422}, kwargs=_list),
    "orgs:staff_list_answer": Row(post={"cpo": 302}, kwargs=_list),
    "orgs:staff_list_discard": Row(post={"cpo": 302}, kwargs=_list),
    "orgs:staff_template": Row(get=CPO),
    "orgs:staff_export": Row(get=CPO),
    "orgs:move": Row(get=MINE, post=MINE),
    "orgs:move_enter": Row(post=dict.fromkeys(MINE, 422)),
    "orgs:move_undo": Row(post=dict.fromkeys(MINE, 422)),
    # access and audit
    "orgs:access": Row(get=GRANTERS),
    "orgs:invite": Row(get=GRANTERS, post=dict.fromkeys(GRANTERS, 422)),
    "orgs:why": Row(get=EVERYBODY_INSIDE),
    "orgs:who": Row(get={"access_admin": 200, "ig_auditor": 200}),
    "orgs:who_record": Row(
        get={"access_admin": 200, "ig_auditor": 200},
        kwargs=lambda world: {"kind": "nominations"},
    ),
    "orgs:end_role": Row(kwargs=_grant, get=GRANTERS, post=dict.fromkeys(GRANTERS, 422)),
    "orgs:confirm_role": Row(kwargs=_grant, post=dict.fromkeys(GRANTERS, 422)),
    "orgs:resend_invitation": Row(kwargs=_grant, post=dict.fromkeys(GRANTERS, 422)),
    "orgs:extend_role": Row(kwargs=_grant, get=GRANTERS, post=dict.fromkeys(GRANTERS, 422)),
    "orgs:access_review": Row(get=GRANTERS, post=dict.fromkeys(GRANTERS, 422)),
    # support access: at the desk, by who is of support; at an employer nobody of support is inside
    "orgs:support": Row(unit="NAT", get={"support": 200}, post={"support": 422}),
    "orgs:approve_support": Row(unit="NAT", post={"support": 302}, kwargs=_support),
    "orgs:end_support": Row(unit="NAT", post={"support": 302}, kwargs=_support),
    "orgs:audit": Row(get={"access_admin": 200, "ig_auditor": 200}),
    # It is no secret who sees what.
    "orgs:boundaries": Row(get=EVERYBODY_INSIDE),
    "orgs:boundaries_csv": Row(get=EVERYBODY_INSIDE),
    "orgs:boundary": Row(get=EVERYBODY_INSIDE, kwargs=lambda world: {"kind": "nominations"}),
    # one's own record
    "orgs:record": Row(get=MINE),
    "orgs:ask_correction": Row(get=MINE, post=dict.fromkeys(MINE, 422)),
    "orgs:corrections": Row(get=CPO),
    "orgs:correction": Row(get=CPO, post={"cpo": 422}, kwargs=_correction),
    # how long records are kept: the rules for everybody inside, the counts for who looks after them
    "orgs:keeping": Row(
        get=dict.fromkeys(("cpo", "learning_lead", "ig_auditor", "successor", "signer"), 200)
    ),
    "orgs:hold": Row(
        get=dict.fromkeys(("cpo", "ig_auditor"), 200),
        post=dict.fromkeys(("cpo", "ig_auditor"), 422),
    ),
    "orgs:lift_hold": Row(kwargs=_hold, get={"ig_auditor": 200}, post={"ig_auditor": 302}),
    # definitions
    "orgs:definitions": Row(unit="RA", get=PUBLISHERS),
    "orgs:define": Row(
        unit="RA",
        get=PUBLISHERS,
        post=dict.fromkeys(PUBLISHERS, 422),
        kwargs=lambda world: {"kind": "plan_template"},
    ),
    "orgs:definition": Row(
        unit="RA", get=PUBLISHERS, post=dict.fromkeys(PUBLISHERS, 422), kwargs=_definition
    ),
    "orgs:drift": Row(unit="RA", get=BELOW),
    "orgs:drift_of": Row(unit="RA", get=BELOW, kwargs=_definition),
    "orgs:drift_at": Row(unit="RA", get=BELOW, kwargs=lambda world: {"code": "TA1"}),
    "orgs:drift_file": Row(unit="RA", get=BELOW, kwargs=_definition),
    "orgs:settings": Row(get=CPO),
    "orgs:setting_why": Row(get=CPO, kwargs=_slot),
    "orgs:chosen": Row(get=CPO, kwargs=_definition),
    "orgs:restore_choice": Row(
        get=CPO,
        post={"cpo": 409},
        kwargs=lambda world: _definition(world) | {"version": 1},
    ),
    "orgs:setting": Row(get=CPO, kwargs=_definition),
    "orgs:adapt": Row(get=CPO, post={"cpo": 422}, kwargs=_slot),
    "orgs:return": Row(post={"cpo": 409}, kwargs=_slot),
    # The region's own: no overlay offers it.
    "orgs:offer": Row(post={"cpo": 409}, kwargs=_definition),
    "orgs:choose": Row(get={"cpo": 404}, post={"cpo": 409}, kwargs=_slot),
    # succession
    "succession:plan": Row(get=CPO),
    "succession:start": Row(get=CPO, post={"cpo": 422}),
    "succession:set_up": Row(get=CPO, post={"cpo": 422}),
    "succession:holders": Row(get=CPO, post={"cpo": 422}),
    "succession:sign_off": Row(get=CPO, post={"cpo": 422}),
    "succession:minutes": Row(get=CPO, post={"cpo": 422}, kwargs=_signature),
    "succession:version": Row(get=CPO, kwargs=_copy),
    "succession:make_pack": Row(post={"cpo": 302}, kwargs=_copy),
    "succession:pack": Row(get=CPO, post={"cpo": 422}, kwargs=_pack),
    "succession:pack_pdf": Row(get=CPO, kwargs=_pack),
    "succession:remove_reader": Row(
        get=CPO, post={"cpo": 302}, kwargs=lambda world: _pack(world) | _reader(world)
    ),
    # Who is asked to sign, and who holds her own record and is not.
    "succession:sign": Row(get={"signer": 200, "successor": 404}),
    "succession:sign_paper": Row(
        get={"signer": 200, "successor": 404},
        post={"signer": 422, "successor": 404},
        kwargs=_signature,
    ),
    "succession:roles": Row(get=CPO),
    "succession:add_role": Row(get=CPO, post={"cpo": 422}),
    "succession:role": Row(get=CPO, post={"cpo": 422}, kwargs=_role),
    "succession:close_role": Row(post={"cpo": 302}, kwargs=_role),
    "succession:board": Row(get=CPO),
    "succession:member": Row(get=CPO, post={"cpo": 302}, kwargs=_staff),
    "succession:post": Row(get=CPO, kwargs=_post),
    "succession:edit_post": Row(get=CPO, post={"cpo": 422}, kwargs=_post),
    "succession:close_post": Row(get=CPO, post={"cpo": 422}, kwargs=_post),
    "succession:find_holder": Row(get=CPO, kwargs=_post),
    "succession:hold": Row(
        get=CPO, post={"cpo": 422}, kwargs=lambda world: _post(world) | _staff(world)
    ),
    "succession:end_holder": Row(get=CPO, post={"cpo": 422}, kwargs=_held),
    "succession:holder_mistake": Row(get=CPO, post={"cpo": 302}, kwargs=_held),
    # A reader opens the pack that names her; somebody with her own record may ask, and has none.
    "succession:packs_sent": Row(get={"committee_reader": 200, "signer": 200, "successor": 200}),
    "succession:pack_sent": Row(
        get={"committee_reader": 200, "signer": 404, "successor": 404}, kwargs=_reader
    ),
    "succession:plan_sheets": Row(get=CPO, post={"cpo": 422}),
    "succession:plan_sheet": Row(get=CPO, post={"cpo": 409}, kwargs=_plan_sheet),
    "succession:plan_sheet_columns": Row(get=CPO, post={"cpo": 422}, kwargs=_plan_sheet),
    "succession:discard_plan_sheet": Row(post={"cpo": 302}, kwargs=_plan_sheet),
    "succession:plan_sheet_template": Row(
        get=CPO, kwargs=lambda world: {"layout": "plan", "kind": "csv"}
    ),
    "succession:export_plan": Row(get=CPO),
    "succession:add_post": Row(get=CPO, post={"cpo": 422}),
    "succession:worklist": Row(get=CPO, post={"cpo": 404}),
    "succession:returns": Row(get=CPO),
    "succession:return": Row(get=CPO, post={"cpo": 422}, kwargs=_return),
    "succession:return_signed": Row(get=CPO, kwargs=lambda w: {**_return(w), "number": 1}),
    "succession:row": Row(get=CPO, kwargs=_post),
    "succession:risk": Row(get=CPO, post={"cpo": 422}, kwargs=_post),
    "succession:criticality": Row(
        get=CPO, post={"cpo": 422}, post_fragment={"cpo": 200}, kwargs=_post
    ),
    "succession:bench": Row(get=CPO),
    "succession:demand": Row(get=CPO),
    "succession:order": Row(get=CPO, post={"cpo": 422}, kwargs=_post),
    "succession:move_post": Row(post={"cpo": 422}, kwargs=_post),
    "succession:cover": Row(get=CPO, post={"cpo": 422}, kwargs=_quiet),
    "succession:bulk": Row(get=CPO, post={"cpo": 422}),
    "succession:bulk_change": Row(get=CPO, post={"cpo": 422}, kwargs=_bulk),
    "succession:name": Row(get=CPO, kwargs=_post),
    "succession:name_person": Row(
        get=CPO, post={"cpo": 422}, kwargs=lambda world: _post(world) | _staff(world)
    ),
    # She lets this Trust name her; the persona's own employer cannot name its own people so.
    "succession:name_outsider": Row(
        get=CPO,
        post={"cpo": 422},
        kwargs=lambda world: _post(world) | {"profile": world.crossing.named.public_id},
    ),
    "succession:offer_find": Row(get=MINE),
    "succession:offer_name": Row(
        get=MINE, post=dict.fromkeys(MINE, 422), kwargs=lambda _: {"employer": "TA2"}
    ),
    "succession:nomination": Row(get=CPO, kwargs=_quiet),
    "succession:readiness": Row(get=CPO, post={"cpo": 422}, kwargs=_quiet),
    "succession:prepare": Row(post={"cpo": 422}, kwargs=_quiet),
    "succession:tell": Row(post={"cpo": 422}, kwargs=_quiet),
    "succession:withhold": Row(post={"cpo": 422}, kwargs=_quiet),
    "succession:decide": Row(post={"cpo": 422}, kwargs=_quiet),
    "succession:answer": Row(post={"cpo": 422}, kwargs=_quiet),
    "succession:withdraw": Row(get=CPO, post={"cpo": 302}, kwargs=_quiet),
    "succession:answer_own": Row(post={"successor": 422, "signer": 404}, kwargs=_told),
    # learning
    "learning:overview": Row(get=PEOPLE),
    "learning:pathway": Row(get=PEOPLE, kwargs=_assignment),
    "learning:step": Row(post={"cpo": 422, "learning_lead": 422}, kwargs=_step),
    "learning:take_up": Row(post={"cpo": 422, "learning_lead": 422}, kwargs=_assignment),
    "learning:assign": Row(get=PEOPLE, post={"cpo": 422, "learning_lead": 422}, kwargs=_staff),
    "learning:development": Row(get={"successor": 200, "signer": 200}),
    "learning:own_step": Row(post={"successor": 422, "signer": 404}, kwargs=_step),
    "learning:own_take_up": Row(post={"successor": 422, "signer": 404}, kwargs=_assignment),
    "learning:aspirations": Row(get=MINE),
    "learning:change_aspirations": Row(get=MINE, post=dict.fromkeys(MINE, 422)),
    "learning:withdraw_aspirations": Row(post=dict.fromkeys(MINE, 302)),
    "learning:careers": Row(get=MINE),
    "learning:career": Row(get=MINE, kwargs=lambda world: {"role": "CNO"}),
    "learning:conversations": Row(get=PEOPLE | MINE),
    "learning:ask_conversation": Row(get=MINE, post=dict.fromkeys(MINE, 422)),
    "learning:conversation": Row(get=SIDES, kwargs=_conversation),
    "learning:prepare_conversation": Row(
        post=SIDES | {"successor": 302, "learning_lead": 302}, kwargs=_conversation
    ),
    "learning:meet_conversation": Row(
        post=SIDES | {"successor": 422, "learning_lead": 422}, kwargs=_conversation
    ),
    "learning:propose_outcome": Row(
        post=SIDES | {"successor": 422, "learning_lead": 422}, kwargs=_conversation
    ),
    "learning:answer_conversation": Row(
        post=SIDES | {"successor": 422, "learning_lead": 422}, kwargs=_conversation
    ),
    # talent pools
    "talentpools:pools": Row(get=PEOPLE),
    "talentpools:add_pool": Row(get=PEOPLE, post={"cpo": 422, "learning_lead": 422}),
    "talentpools:pool": Row(get=PEOPLE, kwargs=_pool, others=lambda world: [_private(world)]),
    "talentpools:edit_pool": Row(get=PEOPLE, post=PEOPLE_422, kwargs=_pool),
    "talentpools:close_pool": Row(get=PEOPLE, post=PEOPLE_422, kwargs=_pool),
    # The pool has no criteria; one with them is in tests/talentpools/test_criteria.py.
    "talentpools:criteria": Row(get=PEOPLE_404, post=PEOPLE_404, kwargs=_pool),
    "talentpools:terms": Row(get=PEOPLE, post=PEOPLE_422, kwargs=_private),
    # Nobody of these keeps the pool.
    "talentpools:sponsor": Row(post=PEOPLE_404, kwargs=_chosen),
    "talentpools:member": Row(get=PEOPLE, kwargs=_membership),
    "talentpools:assess_member": Row(post=PEOPLE_422, kwargs=_membership),
    "talentpools:record_activity": Row(post=PEOPLE_422, kwargs=_membership),
    "talentpools:own_pools": Row(get=MINE),
    "talentpools:come_forward": Row(post=dict.fromkeys(MINE, 302), kwargs=_private),
    "talentpools:own_choice": Row(post={"successor": 422, "signer": 404}, kwargs=_mine),
    "talentpools:own_activity": Row(post={"successor": 422, "signer": 404}, kwargs=_mine),
    "talentpools:leave_pool": Row(post=dict.fromkeys(MINE, 404), kwargs=_chosen),
    "talentpools:be_known": Row(post=dict.fromkeys(MINE, 404), kwargs=_chosen),
    "talentpools:answer_sponsor": Row(post=dict.fromkeys(MINE, 404), kwargs=_link),
    "talentpools:sponsor_action": Row(
        post={**PEOPLE_404, **dict.fromkeys(MINE, 404)}, kwargs=_link
    ),
    "talentpools:sponsoring": Row(get={**PEOPLE, **MINE}),
    "talentpools:add_member": Row(
        get=PEOPLE, post={"cpo": 422, "learning_lead": 422}, kwargs=_pool
    ),
    "talentpools:move_member": Row(post={"cpo": 422, "learning_lead": 422}, kwargs=_membership),
    # what crosses a wall by the person's own act
    "orgs:sharing": Row(get=MINE),
    "orgs:change_share": Row(get=OWN, post=OWN_422, kwargs=_own_profile),
    "orgs:withdraw_share": Row(post=OWN_302, kwargs=_own_profile),
    "shared:pools": Row(unit="RA", get=MANAGER),
    "shared:add_pool": Row(unit="RA", get=MANAGER, post=MANAGER_422),
    "shared:pool": Row(unit="RA", get=MANAGER, kwargs=_shared_pool),
    "shared:close_pool": Row(unit="RA", get=MANAGER, post=MANAGER_422, kwargs=_shared_pool),
    "shared:person": Row(unit="RA", get=MANAGER, post=MANAGER_422, kwargs=_shared_member),
    "shared:move": Row(unit="RA", post=MANAGER_422, kwargs=_shared_member),
    "shared:nudge": Row(unit="RA", post=MANAGER_422, kwargs=_shared_member),
    "shared:call_board": Row(unit="RA", get=MANAGER, post=MANAGER_422, kwargs=_shared_pool),
    "shared:review": Row(unit="RA", get=MANAGER, kwargs=_review),
    "shared:end_review": Row(unit="RA", post={"pool_manager": 302}, kwargs=_review),
    "shared:my_boards": Row(get={**PEOPLE, **MINE}),
    "shared:board": Row(unit="TA2", get={"other_cpo": 200}, kwargs=_review),
    "shared:recommend": Row(
        unit="TA2",
        post={"other_cpo": 422},
        kwargs=lambda world: _review(world) | {"entry": world.crossing.entry.public_id},
    ),
    "shared:opportunities": Row(get=MINE),
    "shared:my_pool": Row(get=MINE, post={"successor": 409, "signer": 422}, kwargs=_shared_pool),
    "shared:take_place": Row(post={"successor": 409, "signer": 404}, kwargs=_shared_pool),
    "shared:ask_employer": Row(get=OWN, post=OWN_422, kwargs=_shared_pool),
    "shared:take_back": Row(post=OWN_302, kwargs=_shared_pool),
    "shared:my_bench": Row(get=MINE, post=dict.fromkeys(MINE, 422)),
    "shared:leave_bench": Row(
        post=OWN_302, kwargs=lambda world: {"profile": world.crossing.bench.public_id}
    ),
    "shared:ask": Row(get=OWN, post=OWN_422, kwargs=_asked),
    "shared:say_no": Row(post=OWN_302, kwargs=_asked),
    "shared:across": Row(get=CPO),
    "shared:answer": Row(
        get=CPO,
        post={"cpo": 422},
        kwargs=lambda world: {"asked": world.crossing.request.public_id},
    ),
    "shared:post_vacancy": Row(get=CPO, post={"cpo": 422}),
    "shared:close_vacancy": Row(
        post={"cpo": 302}, kwargs=lambda world: {"vacancy": world.crossing.vacancy.public_id}
    ),
    "shared:dismiss": Row(
        post={"cpo": 302}, kwargs=lambda world: {"profile": world.crossing.given.public_id}
    ),
    # reporting
    "reporting:reports": Row(unit="RA", get=READERS),
    "reporting:report": Row(unit="RA", get=READERS, kwargs=_report),
    "reporting:theme": Row(
        unit="RA",
        get=READERS,
        kwargs=lambda world: _themes(world)[0],
        others=lambda world: _themes(world)[1:],
    ),
    "reporting:csv": Row(unit="RA", get=dict.fromkeys(READERS, 302), kwargs=_report),
    "reporting:take": Row(
        unit="RA", get=READERS, post=dict.fromkeys(READERS, 422), kwargs=_release
    ),
    # The lead of the region made it; nobody else may open it, whoever manages reports.
    "reporting:export_file": Row(
        unit="RA",
        get={"regional_lead": 200, "steward": 404},
        kwargs=_export,
    ),
    "reporting:prepare": Row(unit="RA", get=LEADS, post=LEADS_422, kwargs=_release),
    "reporting:withdraw": Row(unit="RA", get=LEADS, post=LEADS_422, kwargs=_release),
    "reporting:reissue": Row(unit="RA", post=dict.fromkeys(LEADS, 409), kwargs=_release),
    "reporting:make_pdf": Row(unit="RA", post=LEADS_302, post_fragment=LEADS, kwargs=_report),
    "reporting:run": Row(unit="RA", get=READERS, kwargs=_run),
    "reporting:pdf": Row(unit="RA", get=dict.fromkeys(READERS, 302), kwargs=_run),
    # The steward asked for it; nobody else who administers organisations may open it.
    "reporting:ask_paper": Row(unit="RA", post={"steward": 409}, kwargs=_change),
    "reporting:paper": Row(unit="RA", get=STEWARD, kwargs=_paper),
    "reporting:paper_pdf": Row(unit="RA", get={"steward": 302}, kwargs=_paper),
    "reporting:new_schedule": Row(unit="RA", get=LEADS, post=LEADS_422, kwargs=_report),
    "reporting:schedule": Row(unit="RA", get=LEADS, post=LEADS_422, kwargs=_schedule),
    "reporting:stop_schedule": Row(unit="RA", post=LEADS_302, kwargs=_schedule),
    "reporting:sent": Row(get={"committee_reader": 200}),
    "reporting:sent_pdf": Row(unit="QA1", get={"icb_reader": 200}, kwargs=_sent),
    "reporting:calendar": Row(unit="RA", get=LEADS, post=LEADS_422, kwargs=_report),
}
