"""Render a released letter for its mail: text, HTML and PDF, frozen from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from arcollect.core.models import OutboxMessage
from arcollect.core.outbound.pdf import render_pdf
from arcollect.core.stored_files import store
from collection.models import DunningLetter
from collection.selectors.letter_check import why_not_send
from collection.selectors.letter_words import LetterWords, words_of_letter
from collection.services.retract_letter import retract_letters

FOLDER = "letters/dunning"


def prepare_message(message: OutboxMessage) -> dict[str, Any]:
    """The payload of a letter's message. Runs in a worker, outside of transactions."""
    letter = _letter_of(message)
    words = words_of_letter(letter)
    path, sha256 = store(FOLDER, render_pdf_of(words), ending="pdf")
    return {
        **mail_parts(words),
        "reply_to": letter.company.email,
        "files": [{"name": f"{letter.number}.pdf", "path": path, "sha256": sha256}],
    }


def mail_parts(words: LetterWords) -> dict[str, str]:
    """Subject, text and HTML of the mail."""
    with translation.override(words.language):
        return {
            "subject": words.subject,
            "text": render_to_string("emails/dunning.txt", {"letter": words}).strip()
            + "\n",
            "html": render_to_string("emails/dunning.html", {"letter": words}),
            "language": words.html_lang,
        }


def letter_body(words: LetterWords) -> str:
    """The letter as the preview shows it: the body that mail and PDF share."""
    with translation.override(words.language):
        return render_to_string("pdf/_dunning_body.html", {"letter": words})


def render_pdf_of(words: LetterWords) -> bytes:
    """The letter as a PDF; slow, so never in a request."""
    with translation.override(words.language):
        html = render_to_string("pdf/dunning.html", {"letter": words})
    css = Path(settings.BASE_DIR, "templates/pdf/dunning.css").read_text("utf-8")
    title = f"{words.title} {words.number}".strip()
    return render_pdf(html, language=words.html_lang, title=title, css=css)


def why_not(message: OutboxMessage) -> str:
    """What speaks against the letter now; read in the transaction that takes it."""
    letter = _letter_of(message)
    if letter.state != DunningLetter.State.RELEASED:
        return letter.reason or letter.get_state_display()
    with translation.override(letter.company.language):
        return why_not_send(letter)


def called_off(message: OutboxMessage, why: str) -> None:
    """Free the items of a letter that did not leave."""
    letter = _letter_of(message)
    retract_letters(letters=[letter.pk], why=why)


def _letter_of(message: OutboxMessage) -> DunningLetter:
    letters = DunningLetter.objects.select_related("company", "customer")
    letter: DunningLetter = letters.get(message=message.pk)
    return letter
