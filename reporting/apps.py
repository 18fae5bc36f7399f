from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Measures, disclosure control, releases, dashboards and PDF."""

    name = "reporting"

    def ready(self) -> None:
        from orgs import menu, panels
        from orgs.ticks import tick
        from reporting import access, building, panel, runs

        access.allow_roles()
        menu.item("reports", "Reports", "reporting:reports", access.VIEW_RELEASES, order=20)
        panels.panel(
            "reports",
            access.VIEW_RELEASES,
            order=10,
            template="reporting/panel.html",
            load=panel.load,
        )
        tick(
            "release figures",
            building.build_due,
            every="minute",
            principal=access.REPORTS,
            queue="build",
        )
        tick("reports", runs.sweep, every="minute", principal=access.REPORTS)
