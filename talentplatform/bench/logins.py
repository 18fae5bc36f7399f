"""The logins of the site's processes: what is measured as the owner says nothing of a page or a worker."""

from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.conf import settings
from django.db import connection


@contextmanager
def signed_in_as(login: str) -> Iterator[None]:
    """Sign in to the database as ``web`` or ``builder`` while the block runs, not as the owner."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(environ.Env().db_url(settings.DATABASE_URLS[login]))
    connection.settings_dict["OPTIONS"] = before["OPTIONS"]
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
