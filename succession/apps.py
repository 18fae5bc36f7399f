from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Posts, plans, nominations and risk."""

    name = "succession"

    def ready(self) -> None:
        from learning import candidates
        from learning.development import Place, section
        from orgs import menu
        from orgs.inheritance.kinds import kinds
        from orgs.panels import panel, waits
        from orgs.presenters.audit import acts, looked_at
        from succession import access, held, measures, panels, reports, transfers
        from succession.candidates import named_people
        from succession.development import what_i_was_told, what_waits_for_me
        from succession.return_items import SUCCESSION_RETURN
        from succession.template import PLAN_TEMPLATE

        access.grant_actions()
        acts(
            {
                "return.signed": "signed a succession return",
                "plan.post_added": "added a post to the succession plan",
                "successor.named": "named a successor",
                "successor.prepared": "prepared development for a successor",
                "successor.cover": "said who could act up",
                "successor.withdrawn": "withdrew the name of a successor",
                "readiness.judged": "judged the readiness of a successor",
                "risk.assessed": "assessed the risk at a post",
                "disclosure_state.told": "recorded that a successor was told",
                "disclosure_state.answered": "recorded what a successor answered",
                "disclosure_state.withheld": "recorded why a successor is not told yet",
            }
        )
        looked_at(
            {
                "succession.plan": "the board succession plan",
                "succession.glance": "the board at a glance",
                "succession.worklist": "the worklist of the succession plan",
                "succession.find": "the people found to name as a successor",
                "succession.name": "the form that names a successor",
                "succession.nomination": "a nomination",
            }
        )
        measures.register()
        reports.register()
        kinds.add(PLAN_TEMPLATE.code, PLAN_TEMPLATE)
        kinds.add(SUCCESSION_RETURN.code, SUCCESSION_RETURN)
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
        waits("answer", access.OWN_RECORD, order=40, load=panels.my_answer)
