from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Posts, plans, nominations and risk."""

    name = "succession"
