"""The site's entry point. It signs in to the database as the web login."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentplatform.settings.local")
os.environ.setdefault("DATABASE_LOGIN", "web")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()

# What is loaded stays. Without this the collector walks all of it again and again while somebody waits
# for a page: of a hundred requests the slowest took 0.1 s longer (docs/measurements.md).
assert get_resolver().url_patterns
gc.collect()
gc.freeze()
