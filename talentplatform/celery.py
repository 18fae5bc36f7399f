"""The queue. Redis is only the doorbell: the state of every long job is a row in Postgres."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentplatform.settings.local")
os.environ.setdefault("DATABASE_LOGIN", "web")

from celery import Celery

app = Celery("talentplatform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
