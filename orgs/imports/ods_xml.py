"""Reads the XML of TRUD (HSCOrgRefData), one Organisation at a time.

The full file has 306,201 organisations in 660 MB: what has been read is forgotten, so that memory does
not grow with the file. A document type, and with it every entity, is refused.
"""

from collections import deque
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from orgs.imports.ods_organisation import Parts, Relation, Span, record_of
from orgs.imports.ods_records import OdsRecord
from orgs.imports.refusal import Fault, ImportRefusedError

_CHUNK = 1 << 16
#: No organisation of ODS comes near it (the largest has some 200 kB): a bound on what is held at once.
MOST_RECORD = 4 * 1024 * 1024
_ROOM = "an Organisation element holds more than can be read"


class _Reader:
    """Builds the elements of one Organisation and hands it over when it ends."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.done: deque[tuple[int, Element]] = deque()
        self._builder: TreeBuilder | None = None
        self._depth = self._line = self._began = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def feed(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            said = f"not well-formed XML: {expat.errors.messages[error.code]}"
            self._refuse(said, error.lineno, error.offset + 1)
        if self._builder is not None and self._parser.CurrentByteIndex - self._began > MOST_RECORD:
            self._refuse(_ROOM)

    def _refuse(self, said: str, line: int | None = None, column: int = 1) -> None:
        at = line or self._parser.CurrentLineNumber
        raise ImportRefusedError([Fault(at, str(column), said, self.file)])

    def _doctype(self, *_: object) -> None:
        self._refuse("a document type (DOCTYPE) is not read: the files of TRUD have none")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if self._builder is None and name == "Organisation":
            self._builder, self._depth = TreeBuilder(), 0
            self._line = self._parser.CurrentLineNumber
            self._began = self._parser.CurrentByteIndex
        if self._builder is not None:
            self._depth += 1
            if self._depth > 20:  # noqa: PLR2004  the deepest of ODS is 6
                self._refuse(_ROOM)
            self._builder.start(name, attributes)

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _end(self, tag: str) -> None:
        if self._builder is None:
            return
        self._builder.end(tag.rpartition(":")[2])
        self._depth -= 1
        if self._depth == 0:
            self.done.append((self._line, self._builder.close()))
            self._builder = None


def read_xml(stream: IO[bytes], *, file: str, most: int | None = None) -> Iterator[OdsRecord]:
    """Read records as they come.

    Args:
        most: how many bytes are read at most.

    Raises:
        ImportRefusedError: with the line; records before it have been handed over already.
    """
    reader, seen, any_record = _Reader(file), 0, False
    while True:
        chunk = stream.read(_CHUNK)
        seen += len(chunk)
        if most is not None and seen > most:
            said = f"the file unfolds to more than {most // (1 << 20):,} MB"
            raise ImportRefusedError([Fault(0, "file", said, file)])
        reader.feed(chunk, final=not chunk)
        while reader.done:
            line, element = reader.done.popleft()
            parts = _parts(element)
            if faults := parts.faults():
                raise ImportRefusedError([Fault(line, "Organisation", f, file) for f in faults])
            any_record = True
            yield record_of(parts, file=file, line=line, form="xml")
        if not chunk:
            break
    if not any_record:
        raise ImportRefusedError([Fault(1, "1", "there is no Organisation element", file)])


def _parts(element: Element) -> Parts:
    parts = Parts(name=(element.findtext("Name") or "").strip())
    org_id = element.find("OrgId")
    parts.code = org_id.get("extension", "").strip() if org_id is not None else ""
    parts.status = _value(element, "Status")
    parts.stub = element.get("refOnly") == "true"
    parts.changed = parts.day(_value(element, "LastChangeDate"))
    parts.spans = _spans(element, parts)
    parts.roles = [
        (role.get("id", ""), role.get("primaryRole") == "true")
        for role in element.iterfind("Roles/Role")
        if _value(role, "Status") != "Inactive" or role.get("primaryRole")
    ]
    parts.relations = [
        _relation(each, each.get("id", ""), parts)
        for name in ("Rels/Rel", "Rels/Relationship")
        for each in element.iterfind(name)
    ]
    parts.successions = [
        _relation(each, _value(each, "Type"), parts)
        for name in ("Succs/Succ", "Succs/Successor")
        for each in element.iterfind(name)
    ]
    return parts


def _value(element: Element, name: str) -> str:
    """What a child says: in its ``value``, or (the Type of a Succ) as its text."""
    found = element.find(name)
    return "" if found is None else (found.get("value") or found.text or "").strip()


def _spans(element: Element, parts: Parts) -> list[Span]:
    return [
        Span(_value(date, "Type"), parts.day(_value(date, "Start")), parts.day(_value(date, "End")))
        for date in element.iterfind("Date")
    ]


def _relation(element: Element, kind: str, parts: Parts) -> Relation:
    org_id, role = element.find("Target/OrgId"), element.find("Target/PrimaryRoleId")
    return Relation(
        kind,
        _value(element, "Status") != "Inactive",
        org_id.get("extension", "") if org_id is not None else "",
        role.get("id", "") if role is not None else "",
        tuple(_spans(element, parts)),
    )
