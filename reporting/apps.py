from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Measures, disclosure control, releases, dashboards and PDF."""

    name = "reporting"

    def ready(self) -> None:
        from orgs import menu, panels
        from orgs.access.actions import READ_PACKS
        from orgs.presenters.audit import acts
        from orgs.ticks import tick
        from reporting import (
            access,
            boundaries,
            building,
            change_papers,
            packs,
            panel,
            policies,
            previewing,
            reorganising,
            runs,
            staying,
        )

        access.allow_roles()
        policies.register()
        packs.register()
        reorganising.register()
        previewing.register()
        change_papers.register()
        boundaries.register()
        staying.register()
        acts(
            {
                "report.calendar_set": "set the day on which a report is released",
                "report.withdrawn": "withdrew released figures",
                "report.requested": "asked for a report as a PDF",
                "report.opened": "opened a report as a PDF",
                "report.exported": "took away released figures as a file",
                "report.export_opened": "opened a file of released figures",
                "restructure.paper_asked": "asked for a change of organisations as a PDF",
                "restructure.paper_opened": "opened a change of organisations as a PDF",
                "restructure.paper_made": "made a change of organisations as a PDF",
                "restructure.paper_failed": "could not make a change of organisations as a PDF",
                "report.reissue_asked": "asked for withdrawn figures to be issued again",
                "report.due": "began a report that was due",
                "report.done": "made a report and told its readers",
                "report.cancelled": "did not make a report, as nobody may receive it any more",
                "report.woken": "let a report go that had waited for comments",
                "commentary.saved": "wrote comments on released figures",
                "commentary.previewed": "asked for a draft of a report as a PDF",
                "commentary.published": "published comments on released figures",
                "schedule.made": "scheduled a report",
                "schedule.changed": "changed the schedule of a report",
                "schedule.moved": "ended the schedule of a report where a board closed",
                "report.calendar_moved": "ended the release day of a report where a board closed",
                "schedule.stopped": "stopped the schedule of a report",
            }
        )
        menu.item("reports", "Reports", "reporting:reports", *access.VIEWING, order=19)
        menu.item("sent", "Reports sent to you", "reporting:sent", READ_PACKS, order=21)
        panels.panel(
            "reports",
            *access.VIEWING,
            order=9,
            template="reporting/panel.html",
            load=panel.load,
        )
        panels.panel(
            "sent", READ_PACKS, order=11, template="reporting/sent_panel.html", load=panel.sent
        )
        panels.waits("sent", READ_PACKS, order=32, load=panel.sent_unopened)
        panels.waits("comments", *access.MANAGING, order=31, load=panel.comments_due)
        tick(
            "release figures",
            building.build_due,
            every="minute",
            principal=access.REPORTS,
            queue="build",
        )
        tick(
            "published figures after a change",
            previewing.run_due,
            every="minute",
            principal=access.REPORTS,
            queue="build",
        )
        tick("reports", runs.sweep, every="minute", principal=access.REPORTS)
        tick("change papers", change_papers.MADE.sweep, every="minute", principal=access.PAPERS)
