from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Frameworks, role profiles, pathways and enrolments."""

    name = "learning"

    def ready(self) -> None:
        from learning import access, boundaries, held, measures, own_transfers, panels, transfers
        from learning.carried import carried
        from learning.catalogue import load_catalogue
        from learning.development import Place, section
        from learning.frameworks import COMPETENCY_FRAMEWORK
        from learning.grids import CONVERSATION_GRID
        from learning.pathways import PATHWAY
        from learning.sharing import progress
        from orgs import menu, sharing
        from orgs.access import actions as a
        from orgs.inheritance.kinds import kinds
        from orgs.panels import panel, waits
        from orgs.presenters.audit import acts, looked_at
        from orgs.reference import loaders

        access.grant_actions()
        acts(
            {
                "pathway.assigned": "assigned a pathway to a person",
                "pathway.prepared": "prepared a pathway",
                "pathway.opened": "opened a pathway that was prepared",
                "pathway.withdrawn": "took back a pathway that was prepared",
                "pathway.taken_up": "took up the newer version of a pathway",
                "pathway.step": "recorded progress on a step of a pathway",
                "aspiration.recorded": "wrote down what they would like",
                "aspiration.withdrawn": "took back what they would like",
                "conversation.asked": "asked for a career conversation",
                "conversation.prepared": "prepared a career conversation",
                "conversation.held": "recorded the day of a career conversation",
                "conversation.proposed": "proposed what a career conversation came to",
                "conversation.agreed": "agreed on what a career conversation came to",
                "conversation.declined": "did not agree on what a career conversation came to",
                "conversation.reopened": "took back what a career conversation came to",
                "conversation.closed": "ended a career conversation",
            }
        )
        looked_at(
            {
                "learning.overview": "learning and development",
                "learning.pathway": "the pathway of a person",
                "learning.assign": "the form that gives a pathway",
                "learning.development": "their own development",
                "learning.aspirations": "what they would like themselves",
                "learning.conversations": "their career conversations",
                "learning.conversation": "a career conversation of theirs",
            }
        )
        section("carried", order=90, template="learning/carried.html", load=carried)
        measures.register()
        boundaries.register()
        loaders.add("learning catalogue", load_catalogue)
        for kind in (CONVERSATION_GRID, COMPETENCY_FRAMEWORK, PATHWAY):
            kinds.add(kind.code, kind)
        held.register()
        transfers.register()
        own_transfers.register()
        sharing.field("progress", "Progress in the programme", order=70, load=progress)
        menu.item("learning", "Learning", "learning:overview", access.VIEW_LEARNING, order=40)
        menu.item(
            "development", "My development", "learning:development", access.OWN_RECORD, order=5
        )
        section(
            "proposals",
            order=6,
            template="learning/own_waiting.html",
            load=panels.proposals_wait,
            place=Place.ANSWER,
        )
        menu.item("careers", "Career map", "learning:careers", access.OWN_RECORD, order=6)
        panel(
            "my_next_step",
            access.OWN_RECORD,
            order=20,
            template="learning/next_step.html",
            load=panels.my_next_step,
        )
        panel(
            "overlay_pathways",
            *(a.VIEW_TREE, a.MANAGE_TREE, a.PUBLISH_DEFINITIONS, a.MANAGE_SHARED_POOLS),
            order=16,
            template="learning/overlay_panel.html",
            load=panels.offered_pathways,
        )
        waits("my_conversations", access.OWN_RECORD, order=41, load=panels.conversations_to_answer)
        waits(
            "conversations", access.MANAGE_LEARNING, order=47, load=panels.conversations_beside_me
        )
        waits("pathways", access.MANAGE_LEARNING, order=50, load=panels.without_pathway)
