from django.apps import AppConfig


class EdiConfig(AppConfig):
    """Equality: protected characteristics and the returns about them."""

    name = "edi"
