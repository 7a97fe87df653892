"""Hostile texts in names, notes and templates stay text: in headers, HTML, PDF and CSV."""

from __future__ import annotations

import email
import random
from email.policy import default as modern
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from arcollect.core.exports import safe_text
from arcollect.core.outbound.mail import File, Mail, compose
from collection.domain.letter_texts import (
    PLACEHOLDERS,
    UnknownPlaceholderError,
    Wording,
    check_text,
    fill,
)
from collection.models import DunningLetter
from collection.selectors.letter_words import words_of_letter
from collection.services.render_letter import mail_parts
from tests import factories
from tests.levels import at_level

HOW_MANY = at_level(ci=300, everything=2_000)
SEED = random.randrange(10**6)
PIECES = (
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</td><h1>x",
        "<!--",
    ),
    *('"><a href="javascript:x">', "<svg/onload=1>", "&lt;b&gt;", "<style>*{}</style>"),
    *("\r\nBcc: thief@evil.example", "\nSubject: other", "\x00", "\x1b[31m", "\u2028"),
    *(
        "=cmd|'/c calc'!A0",
        "+1+1",
        "-2",
        "@SUM(1)",
        "\t=1",
        "＝1",
        "file:///etc/passwd",
    ),
    *(
        "http://169.254.169.254/",
        "url(http://evil.example)",
        "@import 'x'",
        "%s%n",
        "${7*7}",
    ),
    *(
        "{{7*7}}",
        "{{ total }}",
        "{{number}}",
        "{% load x %}",
        "{{''.__class__}}",
        "#{7*7}",
    ),
    *(
        "{0.__class__}",
        "{company.pk}",
        "<%= 7*7 %>",
        "{{request}}",
        "<o\u0301>",
    ),
    *(
        "\u202e",
        "\ufeff",
        "'; DROP TABLE x; --",
        "]]>",
        "&#x3c;script&#x3e;",
        "a" * 300,
    ),
)
# What the letter's own frame is made of; nothing else may appear.
OUR_TAGS = {
    *("h1", "h2", "p", "table", "tbody", "thead", "tr", "th", "td", "br", "b", "small"),
    *("html", "head", "meta", "title", "body", "main", "section"),
}


def hostile_texts() -> list[str]:
    chance = random.Random(SEED)
    made = list(PIECES)
    while len(made) < HOW_MANY:
        made.append("".join(chance.choices(PIECES, k=chance.randint(1, 4))))
    return made[:HOW_MANY]


class Tags(HTMLParser):
    """Tags and attributes of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}


@pytest.fixture
def letter(db: object) -> DunningLetter:
    customer = factories.customer(name="Debtor")
    return factories.dunning_letter(
        item=factories.overdue_invoice(customer=customer).items.get(), level=3
    )


@pytest.mark.above_database
def test_every_text_is_inert_in_mail_and_letter(letter: DunningLetter) -> None:
    wording = Wording("{{customer}} {{contact}}", "{{customer}}\n\n{{rep}} {{email}}")
    for text in hostile_texts():
        letter.content["customer"] = {"code": text, "name": text, "address": text}
        letter.content["contact"] = letter.content["rep"] = text
        letter.content["lines"][0]["invoice"] = text
        letter.content["lines"][0]["contract"] = text
        letter.company.name = letter.company.phone = text
        words = words_of_letter(letter, wording=wording)
        parts = mail_parts(words)
        for html in (
            parts["html"],
            render_to_string("pdf/dunning.html", {"letter": words}),
        ):
            found = Tags()
            found.feed(html)
            assert found.tags <= OUR_TAGS, (SEED, text)
            assert not found.attributes & {"href", "src", "style", "onerror", "onload"}
        check_headers(parts, text)


def check_headers(parts: dict[str, str], text: str) -> None:
    mail = Mail(
        message_id="<1@x.example>",
        recipient="pay@debtor.example",
        sender_name=text,
        subject=parts["subject"],
        text=parts["text"],
        html=parts["html"],
        files=[File(name=text, content=b"%PDF")],
    )
    read = email.message_from_bytes(compose(mail).as_bytes(), policy=modern)
    assert [read["To"], read["Bcc"], read["Cc"]] == ["pay@debtor.example", None, None]
    assert len(read.get_all("Subject")) == 1
    assert len(read["From"].addresses) == 1
    assert {key.lower() for key in read.keys()} <= {  # noqa: SIM118
        *("message-id", "from", "to", "subject", "auto-submitted", "mime-version"),
        *("content-type", "content-transfer-encoding"),
    }


@pytest.mark.parametrize(
    "name",
    [
        "Bcc: thief@evil.example'; DROP TABLE x;" + "a" * 160,
        "file:///etc/passwd<script>alert(1)</script> Bcc: thief@evil.example&#x3c;",
        "澜岳电器, thief@evil.example: <thief@evil.example>; 股份有限公司",
    ],
)
def test_a_long_name_adds_no_sender(name: str) -> None:
    check_headers({"subject": "x", "text": "x", "html": ""}, name)


def test_a_short_name_keeps_its_marks() -> None:
    mail = Mail(
        message_id="<1@x.example>",
        recipient="pay@debtor.example",
        sender_name="Smith, Jones & Co. Ltd.",
        subject="x",
        text="x",
    )
    read = email.message_from_bytes(compose(mail).as_bytes(), policy=modern)
    assert read["From"].addresses[0].display_name == "Smith, Jones & Co. Ltd."


def test_no_expression_is_worked_out() -> None:
    values = {name: f"<{name}>" for name in PLACEHOLDERS}
    for text in hostile_texts():
        filled = fill(text, values)
        assert "49" not in filled or "49" in text
        for name in PLACEHOLDERS:
            text = text.replace(f"{{{{{name}}}}}", values[name])
            text = text.replace(f"{{{{ {name} }}}}", values[name])
        # Whatever else stands there came through as it was.
        assert filled == text


def test_a_value_cannot_name_a_placeholder() -> None:
    assert fill("{{customer}}", {"customer": "{{total}}", "total": "9"}) == "{{total}}"
    assert fill("{{{total}}}", {"total": "9"}) == "{{{total}}}"


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}}",
        "{{customer.name}}",
        "{{ customer|safe }}",
        "{{}}",
        "{{a\nb}}",
        "{{x}}",
    ],
)
def test_only_names_of_the_list_are_saved(text: str) -> None:
    with pytest.raises(UnknownPlaceholderError):
        check_text(text)


def test_exports_start_no_formula() -> None:
    for text in hostile_texts():
        safe = safe_text(text)
        assert not safe.lstrip().startswith(("=", "+", "-", "@", "＝"))
        assert not safe.startswith(("\t", "\r", "\n"))
