from django.apps import AppConfig


class TalentplatformConfig(AppConfig):
    """The project: it knows everybody and is known by nobody."""

    name = "talentplatform"
