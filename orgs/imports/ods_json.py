"""Reads records of the ORD interface of ODS (JSON, 2-0-0): one record, a list, or one on each line.

A list of one may come as a bare object anywhere, as the interface gives it.
"""

import json
from collections.abc import Iterator
from typing import Any

from orgs.imports.ods_organisation import Parts, Relation, Span, record_of
from orgs.imports.ods_records import OdsRecord
from orgs.imports.refusal import Fault, ImportRefusedError

_SUMMARY = (
    "this is a list of summaries, which does not say where an organisation hangs. "
    "Fetch the record of each code (…/organisations/CODE) and give those"
)
_FHIR = "this is the FHIR form, which has no relationships. Fetch the records of ORD 2-0-0 instead"


def read_json(text: str, *, file: str) -> list[OdsRecord]:
    """Read a file of records. Raises :class:`ImportRefusedError` with the record of each fault."""
    faults: list[Fault] = []
    records = []
    for number, found in enumerate(_records(text, file), 1):
        parts, wrong = _parts(found)
        wrong = wrong or parts.faults()
        if wrong:
            named = f"record {number}" + (f" ({parts.code[:20]})" if parts.code else "")
            faults += [Fault(0, named, sentence, file) for sentence in wrong]
        else:
            records.append(record_of(parts, file=file, line=number, form="json"))
    if not records and not faults:
        faults.append(Fault(1, "1", "the file has no records", file))
    if faults:
        raise ImportRefusedError(faults)
    return records


def _records(text: str, file: str) -> Iterator[Any]:
    for found in _loaded(text, file):
        yield from _unwrapped(found)


def _loaded(text: str, file: str) -> list[Any]:
    try:
        return [_parsed(text, file)]
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # one record on each line
            return [_line(number, line, file) for number, line in _lines(text)]
        raise _refused(error, error.lineno, file) from error


def _parsed(text: str, file: str) -> Any:
    """The value; an :class:`ImportRefusedError` for one that no record of ODS is."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        fault = Fault(0, "file", "it is nested too deeply to be records of ODS", file)
        raise ImportRefusedError([fault]) from None
    except ValueError as error:  # a number of more digits than Python reads
        raise ImportRefusedError([Fault(0, "file", f"not JSON: {error}", file)]) from error


def _lines(text: str) -> list[tuple[int, str]]:
    return [(at, line) for at, line in enumerate(text.splitlines(), 1) if line.strip()]


def _line(number: int, line: str, file: str) -> Any:
    try:
        return _parsed(line, file)
    except json.JSONDecodeError as error:
        raise _refused(error, number, file) from error


def _refused(error: json.JSONDecodeError, line: int, file: str) -> ImportRefusedError:
    return ImportRefusedError([Fault(line, str(error.colno), f"not JSON: {error.msg}", file)])


def _unwrapped(found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for each in found:
            yield from _unwrapped(each)
    elif isinstance(found, dict) and "Organisations" in found:
        yield from _unwrapped(found["Organisations"])
    elif isinstance(found, dict) and "Organisation" in found:
        yield from _unwrapped(found["Organisation"])
    else:
        yield found


def _listed(value: Any, *path: str) -> list[dict[str, Any]]:
    """The objects at the end of `path`; a bare object is a list of one."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) else ""


def _parts(found: Any) -> tuple[Parts, list[str]]:
    parts = Parts()
    if not isinstance(found, dict):
        return parts, ["an Organisation object was expected here"]
    if "resourceType" in found:
        return parts, [_FHIR]
    if "OrgLink" in found or isinstance(found.get("OrgId"), str):
        return parts, [_SUMMARY]
    for org_id in _listed(found, "OrgId"):
        parts.code = _text(org_id.get("extension"))
    parts.name, parts.status = _text(found.get("Name")), _text(found.get("Status"))
    parts.changed = parts.day(_text(found.get("LastChangeDate")))
    parts.stub = found.get("refOnly") in (True, "true")
    parts.spans = _spans(found, parts)
    parts.roles = [
        (_text(role.get("id")), role.get("primaryRole") in (True, "true"))
        for role in _listed(found, "Roles", "Role")
        if _text(role.get("Status")) != "Inactive" or role.get("primaryRole")
    ]
    parts.relations = [
        _relation(each, _text(each.get("id")), parts) for each in _listed(found, "Rels", "Rel")
    ]
    parts.successions = [
        _relation(each, _text(each.get("Type")), parts) for each in _listed(found, "Succs", "Succ")
    ]
    return parts, []


def _spans(found: dict[str, Any], parts: Parts) -> list[Span]:
    return [
        Span(
            _text(each.get("Type")),
            parts.day(_text(each.get("Start"))),
            parts.day(_text(each.get("End"))),
        )
        for each in _listed(found, "Date")
    ]


def _relation(found: dict[str, Any], kind: str, parts: Parts) -> Relation:
    code = next((_text(each.get("extension")) for each in _listed(found, "Target", "OrgId")), "")
    role = next((_text(each.get("id")) for each in _listed(found, "Target", "PrimaryRoleId")), "")
    active = _text(found.get("Status")) != "Inactive"
    return Relation(kind, active, code, role, tuple(_spans(found, parts)))
