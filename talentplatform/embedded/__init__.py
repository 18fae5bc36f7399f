"""Postgres, Valkey and the site's processes on one machine, for development, tests and the demo.

Production uses none of this: it is given its servers by URL (docs/runbook.md). Everything here is
Linux and standard library only, but for ``databases`` (psycopg), ``compose`` (the linters' YAML and
JSON Schema) and ``pytest_plugin``. How it was chosen, with measurements: docs/adr.
"""
