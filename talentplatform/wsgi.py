"""The site's entry point. It signs in to the database as the web login."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentplatform.settings.local")
os.environ.setdefault("DATABASE_LOGIN", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
