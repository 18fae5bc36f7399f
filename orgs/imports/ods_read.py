"""Opens a file of ODS and reads it by what it holds, whatever it is called: CSV, JSON, XML, or a zip.

A zip may hold the XML itself, or (as TRUD's monthly one) zips that hold it.
"""

import codecs
import csv
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, BinaryIO

from orgs.imports.ods_csv import day_of, read_report
from orgs.imports.ods_json import read_json
from orgs.imports.ods_records import OdsRecord, Succession, settle
from orgs.imports.ods_successions import read_successions
from orgs.imports.ods_xml import read_xml
from orgs.imports.refusal import Fault, ImportRefusedError

_HEAD = 4096
_ZIP = b"PK\x03\x04"
#: What is read of a text form at most; an XML file is streamed and may be larger.
MOST_TEXT = 100 * 1024 * 1024
MOST_XML = 4 * 1024 * 1024 * 1024
_MOST_MEMBERS = 50
_LIST = 5  # columns of succ.csv
#: What Python raises of a zip that is cut short, broken, of a method it does not have, or locked.
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError),
)


@dataclass
class OdsFiles:
    """What was read. `others`: records in JSON or XML that are of no kind of the tree's."""

    names: list[str] = field(default_factory=list)
    records: list[OdsRecord] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    others: int = 0


def read_files(
    files: Iterable[tuple[str, BinaryIO]],
    *,
    plain_type: str = "",
    successions: Iterable[tuple[str, BinaryIO]] = (),
    most_xml: int = MOST_XML,
) -> OdsFiles:
    """Read files of any of the three forms, and lists of who took whose place.

    A list of who took whose place may stand among the files: it is known by its headings, or by the 5
    columns of ``succ.csv``.

    Args:
        files: name and open binary stream of each.
        plain_type: the type of a row of a CSV report without roles (see ``settle``).
        most_xml: how many bytes of XML are read of a file at most, unfolded; of a zip all in it together.

    Raises:
        ImportRefusedError: with the line, or the record, of each fault.
    """
    found = OdsFiles()
    lists = list(successions)
    for name, stream in files:
        found.names.append(name)
        if _is_list(stream):
            found.successions += read_successions(io.StringIO(_text(name, stream)), file=name)
            continue
        for record in _read(name, stream, most_xml):
            if record.form != "csv" and (not record.type or (record.stub and not record.closed)):
                found.others += 1
                continue
            found.records.append(record)
    found.records = settle(found.records, plain_type)
    for record in found.records:
        found.successions += record.successions
    for name, stream in lists:
        found.names.append(name)
        found.successions += read_successions(io.StringIO(_text(name, stream)), file=name)
    return found


def _is_list(stream: BinaryIO) -> bool:
    head = stream.read(_HEAD)
    stream.seek(0)
    line = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace").partition("\n")[0]
    try:
        cells = next(csv.reader([line.strip()]), [])
    except csv.Error:
        return False
    return "predecessor_code" in cells or (len(cells) == _LIST and day_of(cells[3]) is not None)


def _read(name: str, stream: BinaryIO, most: int) -> Iterator[OdsRecord]:
    head = stream.read(_HEAD)
    stream.seek(0)
    if head.startswith(_ZIP):
        yield from _zipped(name, stream, _Room(most), nested=False)
        return
    first = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if first == b"<":
        yield from read_xml(stream, file=name, most=most)
    elif first in (b"{", b"["):
        yield from read_json(_text(name, stream), file=name)
    else:
        yield from read_report(io.StringIO(_text(name, stream), newline=""), file=name)


def _text(name: str, stream: BinaryIO) -> str:
    content = stream.read(MOST_TEXT + 1)
    if len(content) > MOST_TEXT:
        said = f"the file is larger than {MOST_TEXT // (1 << 20)} MB"
        raise ImportRefusedError([Fault(0, "file", said, name)])
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content:
        said = "the file is not text in UTF-8. Save it as UTF-8 and try again"
        raise ImportRefusedError([Fault(0, "file", said, name)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


class _Room:
    """How many bytes a zip may still unfold to, whatever it holds taken together.

    The sizes that a zip states are asked: ``zipfile`` reads no more of a member than it states.
    """

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def take(self, members: Iterable[zipfile.ZipInfo], name: str) -> None:
        """Raises :class:`ImportRefusedError` when there is not so much room."""
        self._left -= sum(each.file_size for each in members)
        if self._left < 0:
            said = f"the file unfolds to more than {self._most // (1 << 20):,} MB"
            raise ImportRefusedError([Fault(0, "file", said, name)])


def _zipped(name: str, stream: IO[bytes], room: _Room, *, nested: bool) -> Iterator[OdsRecord]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            wanted = [each for each in members if _ending(each) in ("xml", "zip")]
            if not wanted or len(members) > _MOST_MEMBERS:
                said = "a zip of ODS holds its XML, and little else"
                raise ImportRefusedError([Fault(0, "file", said, name)])
            room.take(wanted, name)
            for member in wanted:
                inner = f"{name}/{member.filename.rpartition('/')[2][:60]}"
                if _ending(member) == "xml":
                    with archive.open(member) as xml:
                        yield from read_xml(xml, file=inner)
                elif nested:
                    raise ImportRefusedError([Fault(0, "file", "a zip in a zip in a zip", inner)])
                else:
                    yield from _inner(archive, member, inner, room)
    except _DAMAGED as error:
        said = "the zip is damaged, or protected with a password"
        raise ImportRefusedError([Fault(0, "file", said, name)]) from error


def _inner(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, room: _Room
) -> Iterator[OdsRecord]:
    """A zip in the zip: on disk while it is read, because a zip begins at its end."""
    with tempfile.TemporaryFile() as kept, archive.open(member) as packed:
        shutil.copyfileobj(packed, kept, 1 << 20)
        kept.seek(0)
        yield from _zipped(name, kept, room, nested=True)


def _ending(member: zipfile.ZipInfo) -> str:
    return member.filename.lower().rpartition(".")[2]
