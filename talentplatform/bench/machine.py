"""What a figure was measured on: stands above every figure, since none means much without it."""

import os
import platform
from collections.abc import Iterator

from django.db import connection

_SETTINGS = (
    "server_version",
    "shared_buffers",
    "work_mem",
    "effective_cache_size",
    "synchronous_commit",
    "fsync",
    "jit",
    "max_connections",
)


def lines() -> Iterator[str]:
    """Cores, Python and the settings of the database server, one line each."""
    cores = len(os.sched_getaffinity(0))
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    yield f"machine    {cores} cores ({platform.machine()}), load {load}, Python {platform.python_version()}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) "
            "ORDER BY array_position(%s, name)",
            [list(_SETTINGS), list(_SETTINGS)],
        )
        settings = " · ".join(f"{name} {value}" for name, value in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM orgs_staffrecord")
        (staff,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM orgs_orgunit")
        (units,) = cursor.fetchone()
    yield f"Postgres   {settings}"
    yield f"data       {units:,} organisations, {staff:,} staff records"
