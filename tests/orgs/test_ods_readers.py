"""The three forms of ODS files give one shape of record, and whatever is none of them is a sentence."""

import datetime as dt
import io
import json
import resource
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from orgs.imports.ods_json import read_json
from orgs.imports.ods_read import OdsFiles, read_files
from orgs.imports.ods_records import OdsRecord
from orgs.imports.ods_successions import read_successions
from orgs.imports.ods_xml import MOST_RECORD, read_xml
from orgs.imports.refusal import ImportRefusedError

SAMPLES = settings.REPO.parent / "shared" / "data" / "ods" / "samples"
ROOT = "2.16.840.1.113883.2.1.3.2.4.18.48"


@pytest.fixture
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("the reference data folder ../shared/data/ods is not there")
    return SAMPLES


def read(content: bytes | str, name: str = "file", **options) -> OdsFiles:
    data = content.encode() if isinstance(content, str) else content
    return read_files([(name, io.BytesIO(data))], **options)


def refused(content: bytes | str, name: str = "file", **options) -> str:
    with pytest.raises(ImportRefusedError) as found:
        read(content, name, **options)
    return str(found.value)


def organisation(code: str = "ZT1", **values: object) -> dict[str, object]:
    """A Trust as the ORD interface gives it, invented."""
    return {
        "Name": "KESTREL VALLEY NHS TRUST",
        "Date": [{"Type": "Operational", "Start": "1999-04-01"}],
        "OrgId": {"root": ROOT, "assigningAuthorityName": "HSCIC", "extension": code},
        "Status": "Active",
        "LastChangeDate": "2026-01-05",
        "orgRecordClass": "RC1",
        "Roles": {"Role": [{"id": "RO197", "primaryRole": True, "Status": "Active"}]},
        "Rels": {"Rel": [rel("ZQ1")]},
    } | values


def rel(target: str, *, role: str = "RO261", kind: str = "RE5", start: str = "2022-07-01",
        status: str = "Active") -> dict[str, object]:  # fmt: skip
    return {
        "id": kind,
        "Status": status,
        "Date": {"Type": "Operational", "Start": start},
        "Target": {"OrgId": {"extension": target}, "PrimaryRoleId": {"id": role}},
    }


def one(**values: object) -> OdsRecord:
    (record,) = read_json(json.dumps({"Organisation": organisation(**values)}), file="a.json")
    return record


# --- JSON ------------------------------------------------------------------------------------------


@pytest.mark.reference_data
def test_the_real_records_are_read(samples: Path) -> None:
    (trust,) = read_json((samples / "ord_RWR_trust.json").read_text(), file="r.json")
    assert (trust.code, trust.type, trust.parent) == ("RWR", "trust", "QM7")
    assert trust.roles == ("RO197", "RO57")
    assert (trust.opened, trust.closed, trust.since) == (
        dt.date(2001, 4, 1), None, dt.date(2020, 4, 1),
    )  # fmt: skip
    assert [(s.predecessor, s.successor, s.on) for s in trust.successions] == [
        ("RQJ", "RWR", dt.date(2001, 4, 1)), ("RC8", "RWR", dt.date(2001, 4, 1)),
    ]  # fmt: skip
    (site,) = read_json((samples / "ord_RVVKC_site.json").read_text(), file="s.json")
    assert (site.type, site.parent) == ("", "RVV")
    (closed,) = read_json((samples / "ord_RJY_closed_trust.json").read_text(), file="c.json")
    assert (closed.type, closed.closed, closed.stub) == ("trust", dt.date(2001, 3, 31), True)
    (hub,) = read_json((samples / "ord_97T_hub_under_region.json").read_text(), file="h.json")
    assert (hub.type, hub.parent) == ("", "Y59")
    with pytest.raises(ImportRefusedError, match="the FHIR form, which has no relationships"):
        read_json((samples / "fhir_stu3_N81082_gp.json").read_text(), file="f.json")


def test_one_record_a_list_and_a_line_each_are_the_same() -> None:
    bare = organisation()
    for text in (
        json.dumps(bare),
        json.dumps({"Organisation": bare}),
        json.dumps({"Organisations": {"Organisation": bare}}),
        json.dumps([{"Organisation": bare}]),
        json.dumps({"Organisations": [bare]}),
    ):
        (record,) = read_json(text, file="a.json")
        assert (record.code, record.parent, record.where) == ("ZT1", "ZQ1", "a.json record 1")
    lines = f"{json.dumps({'Organisation': bare})}\n\n{json.dumps(organisation('ZT2'))}\n"
    assert [each.code for each in read_json(lines, file="a.json")] == ["ZT1", "ZT2"]


def test_the_parent_is_the_active_board_and_not_another_relation() -> None:
    old = rel("ZQ9", status="Inactive", start="2013-04-01")
    other = rel("ZZ9", kind="RE4", role="RO98")
    region = rel("ZR1", role="RO209")
    assert one(Rels={"Rel": [old, other, region, rel("ZQ2", start="2026-04-01")]}).parent == "ZQ2"
    # A list of one as a bare object; a Trust straight under its region; two at once, the later one.
    assert one(Rels={"Rel": region}).parent == "ZR1"
    two = one(Rels={"Rel": [rel("ZQ1"), rel("ZQ2", start="2026-04-01")]})
    assert (two.parent, two.since) == ("ZQ2", dt.date(2026, 4, 1))
    assert one(Rels={}).parent == ""


def test_a_board_is_known_by_its_primary_role_and_is_under_its_region() -> None:
    roles = {"Role": [{"id": "RO318"}, {"id": "RO261", "primaryRole": True}]}
    board = one(Roles=roles, Rels={"Rel": [rel("ZR1", role="RO209"), rel("ZQ9")]})
    assert (board.type, board.parent, board.roles) == ("icb", "ZR1", ("RO261", "RO318"))
    region = one(Roles={"Role": {"id": "RO209", "primaryRole": True}})
    assert (region.type, region.parent) == ("region", "")
    care = one(Roles={"Role": {"id": "RO107", "primaryRole": True}})
    assert care.type == "care_trust"


@pytest.mark.parametrize(
    ("dates", "status", "closed"),
    [
        ([{"Type": "Operational", "Start": "1999-04-01"}], "Active", None),
        # The legal end has passed: closed, though it is still called Active.
        ([{"Type": "Legal", "Start": "1999-04-01", "End": "2026-03-31"},
          {"Type": "Operational", "Start": "1999-04-01"}], "Active", dt.date(2026, 3, 31)),
        # Operations have ended, the organisation has not.
        ([{"Type": "Operational", "Start": "1999-04-01", "End": "2026-03-31"},
          {"Type": "Legal", "Start": "1999-04-01"}], "Active", None),
        ([{"Type": "Operational", "Start": "1999-04-01", "End": "2027-03-31"}], "Active", dt.date(2027, 3, 31)),
        ([{"Type": "Operational", "Start": "1999-04-01", "End": "2026-03-31"}], "Inactive", dt.date(2026, 3, 31)),
        ([], "Inactive", dt.date(2026, 1, 5)),
    ],
)  # fmt: skip
def test_what_open_means(dates: list[object], status: str, closed: dt.date | None) -> None:
    assert one(Date=dates, Status=status).closed == closed


def test_both_directions_of_a_succession_are_read() -> None:
    def succ(kind: str, target: str) -> dict[str, object]:
        return {
            "Type": kind,
            "Date": [{"Type": "Legal", "Start": "2026-04-01"}],
            "Target": {"OrgId": {"extension": target}},
        }

    record = one(Succs={"Succ": [succ("Predecessor", "ZT2"), succ("Successor", "ZT3")]})
    assert [(s.predecessor, s.successor, s.successor_name) for s in record.successions] == [
        ("ZT2", "ZT1", "KESTREL VALLEY NHS TRUST"), ("ZT1", "ZT3", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "a.json, line 1, column 2: not JSON"),
        ('{"Organisation":\n{"Name": }}', "a.json, line 2, column 10: not JSON"),
        ("[]", "the file has no records"),
        ("[1]", "record 1: an Organisation object was expected here"),
        ('[{"Name": "X"}]', "record 1: not a code of 1 to 10 letters and digits in OrgId"),
        (json.dumps(organisation("ABCDEFGHIJK")), "record 1 (ABCDEFGHIJK): not a code of 1 to 10"),
        (json.dumps(organisation(Name="")), "record 1 (ZT1): there is no Name"),
        (json.dumps(organisation(Name="X" * 201)), "record 1 (ZT1): a name has at most 200"),
        (json.dumps(organisation(Date={"Start": "1/4/26"})), "'1/4/26' is not a day such as 2026-04-01"),
        (json.dumps({"Organisations": [{"Name": "X", "OrgId": "ZT1", "OrgLink": "…"}]}), "a list of summaries"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON: Exceeds the limit"),
        (json.dumps(organisation()) + "\n{", "line 2, column 2: not JSON"),
        (json.dumps(organisation()) + "\n" + "[" * 100_000, "nested too deeply"),
        (json.dumps(organisation()) + '\n{"a": ' + "9" * 5000 + "}", "not JSON: Exceeds the limit"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_json_is_said_with_its_record(text: str, said: str) -> None:
    with pytest.raises(ImportRefusedError) as found:
        read_json(text, file="a.json")
    assert said in str(found.value)


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Organisation",
                    "Organisations",
                    "OrgId",
                    "extension",
                    "Name",
                    "Date",
                    "Start",
                    "End",
                    "Roles",
                    "Role",
                    "Rels",
                    "Rel",
                    "Succs",
                    "Succ",
                    "Target",
                    "Type",
                    "Status",
                    "id",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(_ANYTHING)
def test_any_json_is_records_or_faults(value: object) -> None:
    try:
        records = read_json(json.dumps(value), file="a.json")
    except ImportRefusedError as found:
        assert found.faults  # noqa: PT017  either is an answer
    else:
        assert all(1 <= len(record.code) <= 10 and record.name for record in records)


# --- XML -------------------------------------------------------------------------------------------


def xml(*inside: str, head: str = '<?xml version="1.0"?>') -> bytes:
    body = "".join(inside)
    return (
        f'{head}\n<HSCOrgRefData:OrgRefData xmlns:HSCOrgRefData="http://example.org">\n<Organisations>\n'
        f"{body}</Organisations>\n</HSCOrgRefData:OrgRefData>\n"
    ).encode()


def element(code: str = "ZT1", more: str = "", role: str = "RO197") -> str:
    return (
        f'<Organisation orgRecordClass="RC1"><Name>KESTREL VALLEY NHS TRUST</Name>'
        f'<Date><Type value="Operational"/><Start value="1999-04-01"/></Date>'
        f'<OrgId root="{ROOT}" assigningAuthorityName="HSCIC" extension="{code}"/>'
        f'<Roles><Role id="{role}" primaryRole="true"><Status value="Active"/></Role></Roles>'
        f"{more}</Organisation>\n"
    )


def related(rel: str, target: str, role: str = "RO261") -> str:
    return (
        f'<Rels><{rel} id="RE5"><Date><Type value="Operational"/><Start value="2022-07-01"/></Date>'
        f'<Status value="Active"/><Target><OrgId extension="{target}"/><PrimaryRoleId id="{role}"/>'
        f"</Target></{rel}></Rels>"
    )


def records(content: bytes) -> list[OdsRecord]:
    return list(read_xml(io.BytesIO(content), file="full.xml"))


@pytest.mark.reference_data
def test_the_real_elements_are_read(samples: Path) -> None:
    found = records((samples / "trud_xml_three_records.xml").read_bytes())
    assert [(r.code, r.type, r.closed) for r in found] == [
        ("YGM10", "", dt.date(2015, 6, 30)),
        ("J82028", "", None),
        ("5N424", "", dt.date(2013, 3, 31)),  # the legal end passed; it is called Active
    ]
    assert [(s.predecessor, s.successor, s.on) for s in found[0].successions] == [
        ("YGM10", "YGM41", dt.date(2015, 6, 30)), ("8GW80", "YGM10", dt.date(2012, 2, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Rel", "Relationship"])
def test_both_names_of_a_relation_are_read(name: str) -> None:
    (record,) = records(xml(element(more=related(name, "ZQ1"))))
    assert (record.parent, record.since, record.where) == (
        "ZQ1",
        dt.date(2022, 7, 1),
        "full.xml line 4",
    )


@pytest.mark.parametrize("name", ["Succ", "Successor"])
def test_both_names_of_a_succession_are_read(name: str) -> None:
    more = (
        f'<Succs><{name}><Date><Type value="Legal"/><Start value="2026-04-01"/></Date>'
        f'<Type>Successor</Type><Target><OrgId extension="ZT2"/></Target></{name}></Succs>'
    )
    (record,) = records(xml(element(more=more)))
    assert [(s.predecessor, s.successor) for s in record.successions] == [("ZT1", "ZT2")]


def test_a_region_without_a_status_is_open_and_a_stub_opens_nothing() -> None:
    region = element("ZR1", role="RO209")
    stub = element("ZT8").replace("<Organisation ", '<Organisation refOnly="true" ')
    found = read(xml(region, stub, element("ZP1", role="RO177")), "full.xml")
    assert [(r.code, r.type, r.closed) for r in found.records] == [("ZR1", "region", None)]
    assert found.others == 2


_BOMB = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (xml(element(), head=_BOMB), "a document type (DOCTYPE) is not read"),
        (xml(element(), head=_OUTSIDE), "a document type (DOCTYPE) is not read"),
        (xml(element(), head='<!DOCTYPE a SYSTEM "http://example.org/a.dtd">'), "(DOCTYPE) is not read"),
        (b"<a/>", "there is no Organisation element"),
        (b"<a><b></a>", "full.xml, line 1, column 9: not well-formed XML: mismatched tag"),
        (xml(element())[:-40], "not well-formed XML"),
        (xml("<Organisation><Name>X &b;</Name></Organisation>"), "undefined entity"),
        (xml(element(code="")), "line 4, column Organisation: not a code of 1 to 10 letters and digits"),
        (xml(element(more='<Date><Start value="soon"/></Date>')), "'soon' is not a day"),
        (xml(element(more="<A>" * 30 + "</A>" * 30)), "holds more than can be read"),
        (xml(element(more=f"<A>{'x' * (MOST_RECORD + (1 << 17))}</A>")), "holds more than can be read"),
    ],
    ids=["bomb", "file", "dtd", "none", "mismatch", "cut", "entity", "code", "day", "deep", "long"],
)  # fmt: skip
def test_what_is_wrong_in_xml_is_said_with_its_line(content: bytes, said: str) -> None:
    with pytest.raises(ImportRefusedError) as found:
        records(content)
    assert said in str(found.value)


class Endless(io.RawIOBase):
    """So many organisations, made as they are read: a file that is nowhere whole."""

    def __init__(self, number: int) -> None:
        self.left, self.rest = number, xml().partition(b"</Organisations>")[0]
        self.tail = b"</Organisations></HSCOrgRefData:OrgRefData>"

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and self.left:
            self.left -= 1
            self.rest += element(f"Z{self.left}", role="RO177").encode()
        if not self.left:
            self.rest, self.tail = self.rest + self.tail, b""
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken


def test_memory_does_not_grow_with_the_file() -> None:
    def peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for _ in read_xml(Endless(200), file="full.xml"):  # what the reader needs at all
        pass
    before, seen = peak(), 0
    for _ in read_xml(Endless(20_000), file="full.xml"):
        seen += 1
    assert seen == 20_000
    assert peak() - before < 4 * 1024  # kB; kept whole the elements take some 80 MB


def test_a_file_that_unfolds_too_far_is_refused() -> None:
    assert "unfolds to more than 1 MB" in refused(
        xml(*(element(f"Z{n}") for n in range(4000))), most_xml=1 << 20
    )


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


def test_a_zip_of_the_xml_and_a_zip_of_such_zips_are_read() -> None:
    inner = zipped(full_xml=xml(element(more=related("Rel", "ZQ1"))), readme_txt=b"hello")
    (record,) = read(inner, "trud.dat").records
    assert (record.code, record.where) == ("ZT1", "trud.dat/full.xml line 4")
    outer = zipped(fullfile_zip=inner, archive_zip=zipped(old_xml=xml(element("ZT9"))))
    assert [r.code for r in read(outer, "monthly.zip").records] == ["ZT1", "ZT9"]
    assert "a zip in a zip in a zip" in refused(zipped(a_zip=outer))
    assert "holds its XML" in refused(zipped(a_txt=b"x"))
    assert "damaged" in refused(outer[: len(outer) // 2])
    broken = bytearray(inner)
    broken[50:60] = b"\xff" * 10  # within what is compressed
    assert "damaged" in refused(bytes(broken))
    assert "unfolds to more than 1 MB" in refused(
        zipped(a_xml=b"<a>" + b" " * (1 << 21)), most_xml=1 << 20
    )


def test_what_a_zip_unfolds_to_is_counted_together() -> None:
    """Forty files of which each would do, beside each other or in zips of their own."""
    one = xml(element()) + b"<!--" + b" " * 60_000 + b"-->"
    files = {f"f{n}_xml": one for n in range(40)}
    assert "unfolds to more than 1 MB" in refused(zipped(**files), most_xml=1 << 20)
    inner = {f"z{n}_zip": zipped(a_xml=one) for n in range(40)}
    assert "unfolds to more than 1 MB" in refused(zipped(**inner), most_xml=1 << 20)
    assert len(read(zipped(a_xml=one, b_zip=zipped(c_xml=one)), most_xml=1 << 20).records) == 2


def test_a_zip_that_states_less_than_it_holds_is_read_no_further() -> None:
    packed = zipped(a_xml=xml(element()) + b" " * 5_000)
    size = (5_000 + len(xml(element()))).to_bytes(4, "little")
    lying = packed.replace(size, (10).to_bytes(4, "little"))
    assert lying != packed
    assert refused(lying, most_xml=1 << 20)


# --- CSV, and what a file is -------------------------------------------------------------------------


def row(width: int = 27, **cells: str) -> str:
    values = [""] * width
    names = {"code": 0, "name": 1, "region": 2, "board": 3, "opened": 10, "closed": 11, "roles": 13}
    for name, value in cells.items():
        values[names[name]] = value
    return ",".join(f'"{value}"' for value in values) + "\r\n"


TRUST = {"code": "ZT1", "name": "KESTREL VALLEY NHS TRUST", "region": "ZR1", "board": "ZQ1"}


def test_a_file_is_known_by_what_it_holds() -> None:
    for name in ("a.csv", "a.json", "a"):
        for content in (
            row(**TRUST),
            json.dumps(organisation()),
            xml(element(more=related("Rel", "ZQ1"))),
        ):
            (record,) = read(content, name).records
            assert (record.code, record.type, record.parent) == ("ZT1", "trust", "ZQ1")


def test_a_bom_windows_text_and_24_columns() -> None:
    (record,) = read(b"\xef\xbb\xbf" + row(24, **TRUST).encode()).records
    assert record.code == "ZT1"
    (record,) = read(row(**TRUST | {"name": "CAFÉ"}).encode("cp1252")).records
    assert record.name == "CAFÉ"
    (record,) = read(b"\xef\xbb\xbf" + json.dumps(organisation()).encode()).records
    assert record.code == "ZT1"
    assert "not text in UTF-8" in refused(row(**TRUST).encode("utf-16"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1, column 1: the file has no rows"),
        ("\n\n", "the file has no rows"),
        ("a,b\n", "line 1, column 1: 2 columns; an ODS report has 27"),
        (row(**TRUST | {"code": "ZT/1"}), "column 1: not a code of 1 to 10 letters and digits"),
        (row(**TRUST | {"name": ""}), "column 2: there is no name"),
        (row(**TRUST | {"name": "X" * 201}), "column 2: a name has at most 200 characters"),
        (row(**TRUST | {"closed": "31/03/2026"}), "column 12: '31/03/2026' is not a day"),
        (row(**TRUST | {"name": "X" * 200_000}), "cannot be read as CSV (field larger than"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_report_is_said_with_its_line(content: str, said: str) -> None:
    assert said in refused(content)


def test_types_without_roles_come_from_who_names_whom_and_from_the_name_of_the_report() -> None:
    board = row(code="ZQ1", name="ALDER ICB", region="ZR1")
    found = read(row(**TRUST) + board, "etr.csv").records
    assert [(r.code, r.type, r.parent) for r in found] == [
        ("ZT1", "trust", "ZQ1"),
        ("ZQ1", "icb", "ZR1"),
    ]
    assert [r.type for r in read(row(**TRUST), "ect_2026.csv").records] == ["care_trust"]
    assert [r.type for r in read(row(**TRUST), "ect.csv", plain_type="trust").records] == ["trust"]
    assert [r.type for r in read(row(**TRUST, roles="RO319|RO99")).records] == [""]


@given(st.binary(max_size=200))
def test_any_bytes_are_records_or_faults(content: bytes) -> None:
    try:
        read(content)
    except ImportRefusedError as found:
        assert found.sentences()  # noqa: PT017  either is an answer


# --- who took whose place ----------------------------------------------------------------------------


def test_lists_of_who_took_whose_place_are_read_in_both_forms() -> None:
    head = "predecessor_code,predecessor_name,successor_code,successor_name,date,type\n"
    found = read_successions(
        io.StringIO(head + "ZQ1,Alder ICB,Z4N0Q,West ICB,2026-04-01,merger\n"), file="s.csv"
    )
    assert [(s.predecessor, s.successor, s.on, s.successor_name, s.source) for s in found] == [
        ("ZQ1", "Z4N0Q", dt.date(2026, 4, 1), "West ICB", "s.csv line 2")
    ]
    plain = read('"ZQ1","Z4N0Q","M","20260401",""\n', "succ.csv")
    assert [(s.predecessor, s.successor, s.on) for s in plain.successions] == [
        ("ZQ1", "Z4N0Q", dt.date(2026, 4, 1))
    ]
    assert plain.records == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("predecessor_code,date\nZQ1,2026-04-01\n", "line 1, column successor_code: this column is missing"),
        ("ZQ1,Z4N0Q\n", "line 1, column 1: 2 columns"),
        ("ZQ1,ZQ1,M,20260401,\n", "ZQ1 cannot take its own place"),
        ("ZQ1,Z4N0Q,M,soon,\n", "column date: 'soon' is not a day"),
        (",Z4N0Q,M,20260401,\n", "column predecessor_code: '' is not a code of 1 to 10 letters"),
        ("", "the file has no rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_such_a_list(text: str, said: str) -> None:
    with pytest.raises(ImportRefusedError) as found:
        read_successions(io.StringIO(text), file="s.csv")
    assert said in str(found.value)
