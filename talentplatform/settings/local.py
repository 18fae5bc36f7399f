"""The demo and everyday development, on the embedded servers or on those that the URLs name."""

from .base import *  # noqa: F403  settings are one flat namespace
from .base import CELERY_BEAT_SCHEDULE, STATE_DIR, env

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="local-only-never-in-production-0123456789abcdef")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(STATE_DIR / "mail")

if DEMO:
    # Nobody who tries the demo waits a minute for a PDF.
    CELERY_BEAT_SCHEDULE["minute"]["schedule"] = 1.0
    #: Called by the sign-in page for the people whom a visitor can be.
    DEMO_PEOPLE = "talentplatform.demo.personas.shown"
