"""The PDF service: same bytes, tags, and nothing read but our own files."""

import datetime as dt
import hashlib
import io
import subprocess
import sys

import pytest
from pypdf import PdfReader

from reporting.render import charts, pdf

CONTEXT = {
    "as_at": dt.date(2026, 10, 31),
    "hidden": "A hidden figure is shown as [c].",
    "figures_hash": "f" * 64,
    "with_table": True,
}


def make(document_id="TL-1", **extra):
    chart = charts.bars(
        key="posts",
        title="Posts that become vacant",
        summary="Acute trusts have the most.",
        row_label="Kind",
        value_label="Posts",
        rows=[("Acute", 1204), ("Ambulance", None)],
    )
    context = CONTEXT | {"chart": chart, "main": "", **extra}
    return pdf.render_pdf(
        template="reporting/pdf_base.html",
        context=context,
        title="Leadership readiness",
        document_id=document_id,
    )


@pytest.fixture
def with_chart(settings, tmp_path):
    (tmp_path / "report.html").write_text(
        '{% extends "reporting/pdf_base.html" %}{% block main %}{% include "reporting/pdf_chart.html" %}{{ extra|safe }}{% endblock %}'
    )
    engine = {**settings.TEMPLATES[0]}
    engine["DIRS"] = [*engine["DIRS"], tmp_path]
    settings.TEMPLATES = [engine]

    def build(**extra):
        chart = charts.bars(
            key="posts",
            title="Posts",
            summary="Acute trusts have the most.",
            row_label="Kind",
            value_label="Posts",
            rows=[("Acute", 1204), ("Ambulance", None)],
        )
        return pdf.render_pdf(
            template="report.html",
            context=CONTEXT | {"chart": chart, **extra},
            title="Leadership readiness",
            document_id="TL-1",
        )

    return build


def test_the_same_input_gives_the_same_bytes(with_chart):
    one, other = with_chart(), with_chart()
    assert one == other
    assert one.sha256 == hashlib.sha256(one.content).hexdigest()
    assert make(document_id="TL-1").content != make(document_id="TL-2").content


def test_tags_language_title_and_dates(with_chart):
    reader = PdfReader(io.BytesIO(with_chart().content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Leadership readiness"
    assert reader.metadata.creation_date.date() == dt.date(2026, 10, 31)
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert len(reader.pages) == with_chart().pages


def test_it_says_what_is_hidden_and_which_figures_these_are(with_chart):
    text = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(with_chart().content)).pages
    )
    assert "1,204" in text
    assert "[c]" in text
    assert "A hidden figure is shown as [c]." in " ".join(text.split())
    assert "f" * 64 in text.replace("\n", "")
    assert "31 October 2026" in text


def test_only_our_fonts_are_in_it(with_chart):
    names = set()
    for page in PdfReader(io.BytesIO(with_chart().content)).pages:
        names |= {
            font.get_object()["/BaseFont"].split("+")[-1]
            for font in page["/Resources"]["/Font"].values()
        }
    assert names == {"App-Sans", "App-Sans-Bold"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.test/x.png",
        "file:///etc/passwd",
        "ftp://example.test/x",
        "app:../talentplatform/settings/base.py",
        "app:/etc/passwd",
        "app:app/app.css",
    ],
)
def test_nothing_else_is_read(address, with_chart):
    with pytest.raises(pdf.ForbiddenAddressError, match="a report may not read"):
        pdf.read_own(address)
    with pytest.raises(pdf.ForbiddenAddressError, match="a report may not read"):
        with_chart(extra=f'<img src="{address}" alt="">')


def test_a_stylesheet_cannot_call_out_either(with_chart):
    with pytest.raises(pdf.ForbiddenAddressError, match="a report may not read"):
        with_chart(extra='<p style="background: url(http://127.0.0.1:9/x)">x</p>')


def test_web_processes_do_not_load_weasyprint():
    code = "import sys, reporting.render.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
