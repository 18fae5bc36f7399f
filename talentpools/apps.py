from django.apps import AppConfig


class TalentpoolsConfig(AppConfig):
    """Pools, criteria and membership."""

    name = "talentpools"
