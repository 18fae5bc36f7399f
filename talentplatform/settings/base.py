"""Settings shared by every way of running: local, test and production."""

from pathlib import Path

import environ
import pgtrigger

from orgs.web.context import body_script_hash

env = environ.Env()
REPO = Path(__file__).resolve().parents[2]

PRODUCT = "Talent and Learning"
#: An organisation that runs the product may put its own name and logo here (docs/runbook.md).
BRAND: dict[str, str] = {}
#: A folder of ODS files (reports, ORD JSON, TRUD XML, succ.csv) that the tree is compared with each night;
#: empty: it is not.
ODS_REPORTS = env.str("ODS_REPORTS", default="")
DEMO = False
#: Which version of the code this is: the history of the boundary register names it.
RELEASE = env.str("RELEASE", default="0.1.0")

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
#: Those before it, for as long as something made with them counts: sessions, what was decided of changes.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "guardian",
    "mptt",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_htmx",
    "template_partials",
    "orgs",
    "reporting",
    "learning",
    "succession",
    "talentpools",
    "edi",
    "talentplatform",
]

#: History is written once a statement, not once a row: a fifth of the time (docs/measurements.md).
PGHISTORY_LEVEL = pgtrigger.Statement

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "orgs.web.headers.HeadersMiddleware",
    "orgs.access.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "talentplatform.urls"
WSGI_APPLICATION = "talentplatform.wsgi.application"
FORM_RENDERER = "orgs.web.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPO / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "orgs.web.context.chrome",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------------------------
#: Which of the three logins this process uses. Each has its own URL, so that the site cannot hold
#: the builder's or the owner's rights even by mistake (docs/adr/0003-database-floor.md).
DATABASE_LOGIN = env.str("DATABASE_LOGIN", default="web")
DATABASE_URLS = {
    "web": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "builder": "DATABASE_BUILDER_URL",
}
DATABASES = {
    "default": env.db_url(DATABASE_URLS[DATABASE_LOGIN], default="postgres:///talent"),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # orgs.access.middleware opens the transaction
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True  # PgBouncer in transaction mode
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c search_path=public"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people who sign in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "orgs.web.account.AccountAdapter"
ACCOUNT_FORMS = {"login": "orgs.web.sign_in.SignInForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,100/5m/ip"}
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ANONYMOUS_USER_NAME = None  # guardian: nobody who has not signed in is a user
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
#: guardian's backend answers has_perm row by row; our answers come from app.enter.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
#: Rate limits live in the database, so that the queue's server can be emptied (DECISIONS 18).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "talentplatform_cache",
    }
}

# --- what the browser is told ---------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", body_script_hash()],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(REPO / ".run" / "static"))
STATICFILES_DIRS = [REPO / "static"]
STORAGES = {"staticfiles": {"BACKEND": "orgs.web.storage.Static"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = [
    "orgs.web.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# --- long jobs ------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="")
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1}
# Without the throttle of 1, kombu looks for lost messages only every 100 s.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = TIME_ZONE
#: Static ticks look for due rows in Postgres: nothing about a schedule is kept in the broker.
CELERY_BEAT_SCHEDULE = {
    "minute": {"task": "talentplatform.tasks.minute", "schedule": 60.0},
    "night": {"task": "talentplatform.tasks.night", "schedule": 3600.0},
}

#: The site's own address, for links in e-mail; no slash at the end.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
STATE_DIR = Path(env.str("STATE_DIR", default=str(REPO / ".run")))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
