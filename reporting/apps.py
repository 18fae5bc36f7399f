from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Measures, disclosure control, releases, dashboards and PDF."""

    name = "reporting"
