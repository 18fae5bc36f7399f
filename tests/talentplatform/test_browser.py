"""The walk's browser: what it would send is what the form holds."""

from talentplatform.demo.browser import Page

HTML = b"""<html><body><header><form action="/out/" method="post"><input type="hidden"
name="csrfmiddlewaretoken" value="0123456789012345678901234567890123456789012345678901234567890123"></form>
</header><main><a href="/a/1/">Name <b>Daniel</b></a>
<form action="/name/" method="post">
<input name="title" value="x"><input type="checkbox" name="pools" value="1" checked>
<input type="checkbox" name="pools" value="2"><input type="radio" name="into" value="new">
<select name="readiness"><option value="">Select</option><option value="R12">1 to 2</option></select>
<select name="cover"><option value="ACT">a</option><option value="NONE" selected>n</option></select>
<textarea name="evidence">said
so</textarea><input type="submit" name="go" value="Go"><script>ignored()</script>
</form></main></body></html>"""


def page():
    return Page(200, "/here/", "text/html; charset=utf-8", HTML)


def test_a_form_holds_what_a_person_would_send():
    form = page().form(to="/name/")
    assert sorted(form.fields) == [
        ("cover", "NONE"),
        ("evidence", "said\nso"),
        ("pools", "1"),
        ("readiness", ""),
        ("title", "x"),
    ]
    assert form.options["into"] == ["new"]
    assert form.options["pools"] == ["1", "2"]


def test_filling_replaces_and_a_list_fills_several_times():
    filled = page().form(to="/name/").filled(readiness="R12", pools=["1", "2"], into="new")
    assert [v for n, v in filled if n == "pools"] == ["1", "2"]
    assert ("readiness", "R12") in filled
    assert ("readiness", "") not in filled
    assert ("into", "new") in filled


def test_links_are_found_by_what_they_say():
    assert page().link(r"^/a/\d/$", says="Name Daniel") == "/a/1/"


def test_text_leaves_scripts_out_and_tokens_do_not_count():
    assert "ignored" not in page().text
    other = Page(200, "/", "text/html", HTML.replace(b"0123456789", b"9876543210"))
    assert other.body != page().body
    assert other.stable == page().stable
