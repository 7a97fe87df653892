"""The public page: anybody may ask, nobody learns more than he holds in his hands."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from arcollect.core import clock
from reconciliation.domain.letter_codes import shown_code

pytestmark = pytest.mark.django_db
PAGE = reverse("verify:page")


def upload(content: bytes) -> str:
    file = SimpleUploadedFile("letter.pdf", content, "application/pdf")
    answer = Client().post(PAGE, {"file": file})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_file_tells_everything_and_its_changed_copy_is_invalid(once):
    good = upload(once.pdf)
    assert ">VALID<" in good
    assert "12,345" in good
    assert once.letter.number in good

    changed = bytearray(once.pdf)
    changed[9_000] ^= 1
    bad = upload(bytes(changed))
    assert ">INVALID<" in bad
    assert "12,345" not in bad


def test_a_code_tells_no_amount_and_no_customer(once):
    answer = Client().get(reverse("verify:by_code", args=[once.letter.code]))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert once.letter.number in page
    assert once.letter.company.name in page
    assert once.letter.files.get(kind="sealed").sha256 in page
    assert "12,345" not in page
    assert once.letter.customer.name not in page


@pytest.mark.parametrize("spelling", [str, str.lower, shown_code])
def test_a_code_is_read_as_people_type_it(once, spelling):
    answer = Client().post(PAGE, {"code": spelling(once.letter.code)})

    assert answer.status_code == 302
    assert answer["Location"].endswith(once.letter.code)


def test_a_code_that_no_letter_has_is_not_found(once):
    answer = Client().get(reverse("verify:by_code", args=["0000000000000000"]))

    assert answer.status_code == 404
    assert "No letter has this code" in answer.content.decode()


def test_nonsense_says_why(db):
    assert Client().post(PAGE, {"code": "abc"}).status_code == 422
    assert Client().post(PAGE).status_code == 422
    assert ">INVALID<" in upload(b"nothing of a PDF")


def test_no_file_chosen_is_said_at_the_file(db):
    page = Client().post(PAGE, {}).content.decode()

    at_the_file, _or, at_the_code = page.partition('class="ac-or"')
    assert "This field is required." in at_the_file
    assert "This field is required." not in at_the_code


def test_who_asks_too_often_waits(once, monkeypatch):
    # All in one window, however long the calls take.
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    client, address = Client(), reverse("verify:by_code", args=["1" * 16])
    codes = {client.get(address).status_code for _ in range(20)}

    assert codes == {404}
    assert client.get(address).status_code == 429
    # Somebody else is not kept out by it.
    other = reverse("verify:by_code", args=[once.letter.code])
    assert Client(REMOTE_ADDR="192.0.2.7").get(other).status_code == 200


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Verify a letter"), ("zh-hans", "验证函件"), ("zh-hant", "驗證函件")],
)
def test_the_page_speaks_three_languages(db, language, word):
    page = Client().get(PAGE, headers={"Accept-Language": language})

    assert word in page.content.decode()
