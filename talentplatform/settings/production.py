"""Production: everything is given by the environment, and the embedded servers are refused."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  settings are one flat namespace
from .base import CELERY_BROKER_URL, DATABASE_LOGIN, DATABASE_URLS, SECRET_KEY, env

for name in (DATABASE_URLS[DATABASE_LOGIN], "CELERY_BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS"):
    if not env.str(name, default=""):
        raise ImproperlyConfigured(f"Production needs {name}.")
SHORTEST_SECRET_KEY = 50
if len(SECRET_KEY) < SHORTEST_SECRET_KEY:
    raise ImproperlyConfigured(f"SECRET_KEY must be at least {SHORTEST_SECRET_KEY} characters.")
if env.bool("DEMO", default=False):
    raise ImproperlyConfigured("DEMO=1 shows passwords: production refuses it.")
if CELERY_BROKER_URL.startswith("redis+socket"):
    raise ImproperlyConfigured("Production refuses the embedded broker: give CELERY_BROKER_URL.")
if "%2F" in env.str(DATABASE_URLS[DATABASE_LOGIN]):
    raise ImproperlyConfigured("Production refuses the embedded Postgres: give a host.")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours append to X-Forwarded-For: sign-in attempts are limited by the address before them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", default=1)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
