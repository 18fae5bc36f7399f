"""Tests: real Postgres, real Valkey, a cheap password hasher, and the web role on every request."""

from .base import *  # noqa: F403  settings are one flat namespace
from .base import DATABASES, env

SECRET_KEY = "tests-only-0123456789-0123456789-0123456789-abcdef"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # static files need not have been collected
if template := env.str("TEST_TEMPLATE", default=""):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
DATABASES["default"]["CONN_MAX_AGE"] = 0
