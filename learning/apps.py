from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Frameworks, role profiles, pathways and enrolments."""

    name = "learning"

    def ready(self) -> None:
        from learning import access, measures, panels, transfers
        from learning.carried import carried
        from learning.catalogue import load_catalogue
        from learning.development import section
        from orgs import menu
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
                "pathway.step": "recorded progress on a step of a pathway",
            }
        )
        looked_at(
            {
                "learning.overview": "learning and development",
                "learning.pathway": "the pathway of a person",
                "learning.assign": "the form that gives a pathway",
                "learning.development": "their own development",
            }
        )
        section("carried", order=90, template="learning/carried.html", load=carried)
        measures.register()
        loaders.add("learning catalogue", load_catalogue)
        transfers.register()
        menu.item("learning", "Learning", "learning:overview", access.VIEW_LEARNING, order=40)
        menu.item(
            "development", "My development", "learning:development", access.OWN_RECORD, order=5
        )
        panel(
            "my_next_step",
            access.OWN_RECORD,
            order=20,
            template="learning/next_step.html",
            load=panels.my_next_step,
        )
        waits("pathways", access.MANAGE_LEARNING, order=50, load=panels.without_pathway)
