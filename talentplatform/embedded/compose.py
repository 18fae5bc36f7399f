"""Check docker-compose.yml: against the Compose specification's schema, and against our rules.

The schema is the specification's own (tests/embedded/compose-spec.json, Apache-2.0, of the commit
named beside it). Our rules are what the schema cannot know: which process may hold which URL.

    python -m talentplatform.embedded.compose
"""

import json
import sys
from collections.abc import Mapping
from typing import Any

import yaml
from jsonschema import Draft7Validator

from .paths import REPO
from .servers import LOGINS

FILE = REPO / "docker-compose.yml"
SCHEMA = REPO / "tests" / "embedded" / "compose-spec.json"
#: The database URLs that each process holds, and it may hold no other.
HOLDERS = {
    "migrate": {"owner"},
    "web": {"web"},
    "worker": {"web"},
    "worker-builder": {"builder"},
    "beat": {"web"},
}
SERVERS = {"postgres", "valkey"}


def schema_errors(document: object) -> list[str]:
    """What the Compose specification objects to, each with its place."""
    validator = Draft7Validator(json.loads(SCHEMA.read_text()))
    return [
        f"{'/'.join(map(str, error.absolute_path)) or 'the file'}: {error.message}"
        for error in validator.iter_errors(document)
    ]


def rule_errors(document: Mapping[str, Any]) -> list[str]:
    """What our own rules object to."""
    errors = []
    services: Mapping[str, Any] = document.get("services", {})
    if set(services) != HOLDERS.keys() | SERVERS:
        errors.append(f"the services are {sorted(services)}")
    for name, service in services.items():
        held = {login for login, url in LOGINS.items() if url in service.get("environment", {})}
        wanted = HOLDERS.get(name, set())
        if held != wanted:
            errors.append(f"{name} holds the URLs of {sorted(held)}, not of {sorted(wanted)}")
        login = service.get("environment", {}).get("DATABASE_LOGIN")
        if wanted and {login} != wanted:
            errors.append(f"{name} has DATABASE_LOGIN={login}")
        if name != "migrate" and "healthcheck" not in service:
            errors.append(f"{name} has no healthcheck")
        if service.get("privileged") or service.get("network_mode") == "host":
            errors.append(f"{name} is let out of its container")
        if name in SERVERS and service.get("ports"):
            errors.append(f"{name} is published outside the network")
    return errors


def main() -> int:
    """Print every objection. Returns the exit code."""
    document = yaml.safe_load(FILE.read_text())
    errors = schema_errors(document) or rule_errors(document)
    for error in errors:
        print(f"{FILE.name}: {error}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
