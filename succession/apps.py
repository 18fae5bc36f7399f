from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Posts, plans, nominations and risk."""

    name = "succession"

    def ready(self) -> None:
        from learning import candidates
        from learning.development import section
        from orgs import menu
        from orgs.inheritance.kinds import kinds
        from orgs.panels import panel, waits
        from orgs.presenters.audit import acts, looked_at
        from succession import access, measures, panels, reports, transfers
        from succession.candidates import named_people
        from succession.criteria import CRITICALITY_CRITERIA
        from succession.development import what_i_was_told
        from succession.exposure_rules import EXPOSURE_RULES
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
                "criticality.assessed": "assessed how critical a post is",
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
                "succession.bench": "the bench of the succession plan",
                "succession.demand": "the posts that fall vacant",
                "succession.find": "the people found to name as a successor",
                "succession.name": "the form that names a successor",
                "succession.nomination": "a nomination",
            }
        )
        measures.register()
        reports.register()
        for kind in (PLAN_TEMPLATE, CRITICALITY_CRITERIA, EXPOSURE_RULES, SUCCESSION_RETURN):
            kinds.add(kind.code, kind)
        candidates.sources.add("nominations", named_people)
        section("told", order=10, template="succession/own.html", load=what_i_was_told)
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
