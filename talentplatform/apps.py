from django.apps import AppConfig


class TalentplatformConfig(AppConfig):
    """The project: it knows everybody and is known by nobody."""

    name = "talentplatform"

    def ready(self) -> None:
        # Whoever rings for a worker sends through this project's queue, not Celery's default one.
        from talentplatform import celery  # noqa: F401
