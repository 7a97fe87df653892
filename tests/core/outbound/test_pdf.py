"""The door to WeasyPrint: children, limits, and nothing that leaves the process."""

from __future__ import annotations

import base64
import io
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from arcollect.core.outbound import children, cut_fonts, fonts, pdf
from arcollect.core.outbound.children import Child, PdfRenderError, Pool
from arcollect.core.outbound.pdf import Attachment, render_pdf

FONTS = Path(settings.VAR_DIR) / "fonts"


@pytest.fixture(scope="module", autouse=True)
def no_children_left():
    yield
    pdf.close_pool()


def render(html: str, **given) -> bytes:
    return render_pdf(html, language="zh-Hans", title="对账函", **given)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def test_the_document_is_tagged_titled_and_in_its_language():
    document = opened(render("<h1>往来款项对账函</h1><p>正文</p>"))
    assert str(document.Root.Lang) == "zh-Hans"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.docinfo["/Title"]) == "对账函"
    metadata = document.open_metadata()
    assert metadata["pdfaid:part"] == "3"
    assert metadata["pdfaid:conformance"] == "A"


def test_attachments_carry_relationship_and_type_and_are_listed_once():
    document = opened(
        render(
            "<p>x</p>",
            attachments=[
                Attachment(name="ledger.csv", content=b"a,b\n", description="Ledger"),
                Attachment(
                    name="letter.json", content=b"{}", relationship="Alternative"
                ),
            ],
        )
    )
    listed = {
        str(each.UF): (str(each.AFRelationship), str(each.EF.F.Subtype))
        for each in document.Root.AF
    }
    assert listed == {
        "ledger.csv": ("/Data", "/text/csv"),
        "letter.json": ("/Alternative", "/application/json"),
    }
    assert len(document.Root.AF) == 2
    assert document.attachments["ledger.csv"].get_file().read_bytes() == b"a,b\n"


def test_the_same_document_gives_the_same_bytes():
    html = "<h1>对账函</h1><table><tr><td>1,234.56</td></tr></table>"
    files = [Attachment(name="ledger.csv", content=b"line\n1\n")]
    first = render(html, attachments=files)
    pdf.close_pool()
    assert render(html, attachments=files) == first


def test_a_child_is_replaced_after_its_letters(monkeypatch):
    monkeypatch.setattr(children, "LETTERS_PER_CHILD", 2)
    pool = Pool(size=1, fonts=FONTS)
    job = {
        "html": "<p>x</p>",
        "css": "",
        "variant": "",
        "created": pdf.UNDATED.isoformat(),
        "attachments": [],
    }
    pids = []
    start = Child.__init__

    def counted(self, **given):
        start(self, **given)
        pids.append(self.process.pid)

    monkeypatch.setattr(Child, "__init__", counted)
    for _ in range(5):
        assert pool.render(job).startswith(b"%PDF")
    pool.close()
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_killed_child_is_replaced():
    render("<p>first</p>")
    (pool,) = pdf._pools.values()
    os.kill(pool._free[0].process.pid, signal.SIGKILL)
    assert render("<p>second</p>").startswith(b"%PDF")


def test_a_document_that_takes_too_long_ends_with_its_child():
    pool = Pool(size=1, seconds=1, fonts=FONTS)
    endless = "<table>" + "<tr>" + "<td>x</td>" * 20 + "</tr>"
    job = {
        "html": endless * 2_000,
        "css": "",
        "variant": "",
        "created": pdf.UNDATED.isoformat(),
        "attachments": [],
    }
    with pytest.raises(PdfRenderError, match="within 1 seconds"):
        pool.render(job)
    assert pool._free == []


def test_it_works_from_several_threads_at_once():
    results: list[bytes] = []

    def one() -> None:
        results.append(render("<p>对账</p>"))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1


class _Recorder(BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_GET(self):
        self.seen.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listener():
    server = HTTPServer(("127.0.0.1", 0), _Recorder)
    _Recorder.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


WAYS_OUT = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    '<link rel="attachment" href="{url}">',
    '<a rel="attachment" href="{url}">x</a>',
    '<style>@import url("{url}");</style>',
    '<style>@font-face {{ font-family: f; src: url("{url}") }} p {{ font-family: f }}</style><p>x',
    '<div style="background-image: url({url})">x</div>',
    '<object data="{url}">x</object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    "<style>p::before {{ content: url({url}) }}</style><p>x",
    '<ul style="list-style-image: url({url})"><li>x</ul>',
    '<svg><image href="{url}" width="9" height="9"/><use href="{url}#a"/></svg>',
    '<base href="{url}"><img src="x.png">',
)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_address_is_fetched(way, listener, tmp_path):
    (tmp_path / "secret.txt").write_text("THE-SECRET-OF-THE-FILE")
    port = listener.server_address[1]
    inner = (
        f'<svg xmlns="http://www.w3.org/2000/svg">'
        f'<image href="http://127.0.0.1:{port}/inner.png" width="9" height="9"/></svg>'
    )
    nested = "data:image/svg+xml;base64," + base64.b64encode(inner.encode()).decode()
    for url in (
        f"http://127.0.0.1:{port}/outer",
        f"HTTP://127.0.0.1:{port}/upper",
        f"//127.0.0.1:{port}/no-scheme",
        "ftp://127.0.0.1/x",
        (tmp_path / "secret.txt").as_uri(),
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        nested,
    ):
        data = render(way.format(url=url))
        document = opened(data)
        assert b"THE-SECRET-OF-THE-FILE" not in data
        for attached in document.attachments.values():
            content = attached.get_file().read_bytes()
            assert b"root:" not in content
            assert b"THE-SECRET" not in content
    assert _Recorder.seen == []


def test_a_document_cannot_open_a_connection_even_past_the_fetcher(listener):
    """The hook holds by itself: the second wall behind `allowed_protocols`."""
    code = (
        "import sys; sys.path.insert(0, 'arcollect/core/outbound'); import pdf_child, socket;"
        "sys.addaudithook(pdf_child.refuse_the_outside);"
        f"socket.create_connection(('127.0.0.1', {listener.server_address[1]}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode != 0
    assert "ForbiddenActError" in done.stderr


def test_no_secret_is_handed_to_the_children(monkeypatch):
    monkeypatch.setenv("ARCOLLECT_SECRET_KEY", "not for children")
    child = Child(seconds=5, fonts=FONTS)
    environment = Path(f"/proc/{child.process.pid}/environ").read_bytes()
    child.end()
    assert b"ARCOLLECT" not in environment


def test_missing_fonts_and_subsetter_are_said_aloud(monkeypatch):
    assert fonts.letters_can_be_rendered() == []
    monkeypatch.setattr(fonts, "has_chinese_face", lambda: False)
    monkeypatch.setattr(fonts, "has_subsetter", lambda: False)
    found = fonts.letters_can_be_rendered()
    assert [each.id for each in found] == ["core.W010", "core.W011"]
    assert "fonts-noto-cjk" in found[0].hint


def test_faces_are_cut_once_and_used():
    faces = cut_fonts.cut_faces(FONTS)
    assert {(face.family, face.weight) for face in faces} == {
        (family, weight) for family, _installed, weight, _style in cut_fonts.FACES
    }
    before = [face.path.stat().st_mtime_ns for face in faces]
    again = cut_fonts.cut_faces(FONTS)
    assert [face.path.stat().st_mtime_ns for face in again] == before
    data = render("<p>对账 對帳 1,234.50</p>")
    done = subprocess.run(
        ["pdffonts", "-"], input=data, capture_output=True, text=False
    )
    assert len(done.stdout.splitlines()) == 3


def test_characters_outside_the_cut_come_from_the_whole_face():
    # A character of names that neither national set holds.
    rare = "\U00020bb7"
    assert ord(rare) not in cut_fonts.characters()
    data = render(f"<p>{rare}记商行</p>")
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=data, capture_output=True, check=True
    )
    assert f"{rare}记商行" in text.stdout.decode()


def test_without_faces_to_cut_the_installed_ones_do(monkeypatch, tmp_path):
    monkeypatch.setattr(
        cut_fonts, "FACES", (("Cut SC", "No Such Face", 400, "regular"),)
    )
    assert cut_fonts.cut_faces(tmp_path) == []
