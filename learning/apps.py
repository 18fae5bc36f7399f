from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Frameworks, role profiles, pathways and enrolments."""

    name = "learning"
