from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Posts, plans, nominations and risk."""

    name = "succession"

    def ready(self) -> None:
        from learning import candidates
        from learning.development import Place, section
        from orgs import leaving as leavers
        from orgs import menu, sharing
        from orgs.inheritance.kinds import kinds
        from orgs.panels import panel, waits
        from orgs.presenters.audit import acts, looked_at
        from orgs.ticks import tick
        from succession import (
            access,
            boundaries,
            held,
            leaving,
            measures,
            named_transfers,
            packs,
            panels,
            reports,
            transfers,
            twice,
        )
        from succession.candidates import named_people
        from succession.criteria import CRITICALITY_CRITERIA
        from succession.development import what_i_was_told, what_waits_for_me
        from succession.exposure_rules import EXPOSURE_RULES
        from succession.onramp import files
        from succession.return_items import SUCCESSION_RETURN
        from succession.sharing import readiness, target_roles
        from succession.skills import BOARD_SKILLS
        from succession.template import PLAN_TEMPLATE

        access.grant_actions()
        acts(
            {
                "return.signed": "signed a succession return",
                "plan.started": "started the succession plan of a cycle",
                "plan.roles_set_up": "set up roles on the succession plan",
                "plan.post_added": "added a post to the succession plan",
                "plan.post_changed": "changed a post of the succession plan",
                "plan.post_closed": "closed a post of the succession plan",
                "plan.holder_set": "recorded who holds a post",
                "plan.holder_ended": "recorded that somebody no longer holds a post",
                "plan.holder_mistaken": "took back that somebody holds a post, recorded by mistake",
                "plan.role_labelled": "gave a national role a name of their own",
                "plan.role_added": "added a role of their own to the catalogue",
                "plan.role_changed": "changed a role of their own in the catalogue",
                "plan.role_closed": "closed a role of their own in the catalogue",
                "plan.submitted": "submitted the succession plan for signature",
                "plan.signed": "signed the succession plan",
                "plan.sent_back": "sent the succession plan back with a note",
                "plan.signature_recorded": "recorded a signature from the minutes",
                "plan.pack_asked": "asked for a board pack of the succession plan",
                "plan.pack_made": "made a board pack of the succession plan",
                "plan.pack_failed": "gave up making a board pack of the succession plan",
                "plan.pack_opened": "opened a board pack of the succession plan",
                "plan.reader_named": "let somebody open a board pack",
                "plan.reader_removed": "took a board pack away from a reader",
                "plan.skills_marked": "marked what a board member brings",
                "plan_sheet.uploaded": "uploaded a spreadsheet with a succession plan",
                "plan_sheet.answered": "said how a spreadsheet of a plan is to be read",
                "plan_sheet.applied": "applied a spreadsheet to the succession plan",
                "plan_sheet.discarded": "deleted a spreadsheet of a plan without applying it",
                "plan_sheet.expired": "deleted a spreadsheet of a plan that had expired",
                "plan_sheet.exported": "took away the succession plan as a spreadsheet",
                "successor.placed": "recorded that a successor was placed",
                "successor.named": "named a successor",
                "successor.prepared": "prepared development for a successor",
                "successor.cover": "said who could act up",
                "successor.lapsed": "ended a nomination, because the person has left",
                "post.vacated": "ended that somebody holds a post, because the job has ended",
                "successor.moved": "changed the order of successors",
                "plan.post_moved": "changed the order of the posts on the plan",
                "bulk.previewed": "looked at what a change of several entries would do",
                "bulk.applied": "changed several entries of the plan at once",
                "bulk.undone": "undid a change of several entries",
                "successor.withdrawn": "withdrew the name of a successor",
                "readiness.judged": "judged the readiness of a successor",
                "criticality.assessed": "assessed how critical a post is",
                "risk.assessed": "assessed the risk at a post",
                "disclosure_state.told": "recorded that a successor was told",
                "disclosure_state.answered": "recorded what a successor answered",
                "disclosure_state.withheld": "asked to hold back that a successor is told",
                "disclosure_state.withholding_approved": "approved that a successor is not told yet",
                "disclosure_state.withholding_refused": "refused that a successor is not told yet",
            }
        )
        looked_at(
            {
                "succession.plan": "the board succession plan",
                "succession.glance": "the board at a glance",
                "succession.worklist": "the worklist of the succession plan",
                "succession.bench": "the bench of the succession plan",
                "succession.demand": "the posts that fall vacant",
                "succession.order": "the order of the successors for a post",
                "succession.bulk": "the page that changes several entries at once",
                "succession.find": "the people found to name as a successor",
                "succession.name": "the form that names a successor",
                "succession.nomination": "a nomination",
                "succession.post": "a post and who holds it",
                "succession.find_holder": "the people found to hold a post",
                "succession.hold": "the form that says who holds a post",
                "succession.sign_off": "the signatures of the succession plan",
                "succession.version": "a frozen version of the succession plan",
                "succession.paper": "the succession plan that they were asked to sign",
                "succession.pack": "a board pack of the succession plan",
                "succession.plan_sheet": "what a spreadsheet would change on the succession plan",
                "succession.export": "the succession plan as a spreadsheet",
                "succession.board": "the terms and skills of the board",
            }
        )
        leavers.ends("nominations", leaving.lapse_nominations, order=10)
        leavers.ends("posts", leaving.vacate_posts, order=11)
        measures.register()
        boundaries.register()
        reports.register()
        for kind in (
            PLAN_TEMPLATE,
            CRITICALITY_CRITERIA,
            EXPOSURE_RULES,
            SUCCESSION_RETURN,
            BOARD_SKILLS,
        ):
            kinds.add(kind.code, kind)
        candidates.sources.add("nominations", named_people)
        section(
            "answers",
            order=5,
            template="succession/own_answer.html",
            load=what_waits_for_me,
            place=Place.ANSWER,
        )
        section("told", order=10, template="succession/own.html", load=what_i_was_told)
        held.register()
        transfers.register()
        named_transfers.register()
        twice.register()
        sharing.field("roles", "Target roles", order=60, load=target_roles)
        sharing.field("readiness", "Readiness, as you were told", order=65, load=readiness)
        menu.item("succession", "Succession", "succession:plan", access.VIEW_SUCCESSION, order=20)
        panel(
            "board",
            access.VIEW_SUCCESSION,
            order=10,
            template="succession/glance.html",
            load=panels.board_at_a_glance,
        )
        waits("plan", access.MANAGE_SUCCESSION, order=35, load=panels.on_the_worklist)
        waits("returns", access.MANAGE_SUCCESSION, order=38, load=panels.returns_due)
        menu.item(
            "packs", "Board packs sent to you", "succession:packs_sent", access.READ_PACKS, order=22
        )
        tick("plan sheets", files.expire_sheets, every="minute", principal=access.PLAN_SHEETS)
        tick("board packs", packs.MADE.sweep, every="minute", principal=access.PACKS)
        waits("signature", access.OWN_RECORD, order=42, load=panels.my_signatures)
        waits("board packs", access.OWN_RECORD, access.READ_PACKS, order=45, load=panels.my_packs)
        waits("sent back", access.MANAGE_SUCCESSION, order=46, load=panels.sent_back)
        waits("answer", access.OWN_RECORD, order=40, load=panels.my_answer)
