"""The only door to SMTP. Without a server every mail becomes a file under ARCOLLECT_VAR."""

from __future__ import annotations

import contextlib
import os
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

TIMEOUT_SECONDS = 30
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What separates addresses in a header, unless it is quoted.
_SPECIALS = re.compile(r"""[()<>@,:;.\\"\[\]]+""")
_SURELY_ONE_LINE = 40
_PERMANENT, _GO_AHEAD, _TAKEN = 500, 354, 250


class NotHandedOverError(Exception):
    """The mail did not leave; `for_good` when trying again is pointless."""

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


class OutcomeUnknownError(Exception):
    """The line broke after the body went out: the server may have taken it or not."""


class CalledOffError(Exception):
    """The mark before the body was refused; nothing left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that goes with a mail."""

    name: str
    content: bytes
    mime_type: str = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail to one recipient. Texts of people may stand anywhere in it."""

    message_id: str
    recipient: str
    sender_name: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    language: str = ""
    files: Sequence[File] = ()


def one_line(text: str) -> str:
    """`text` as a header can hold it: no control character, no break, at most 200 long."""
    return _CONTROLS.sub(" ", text).strip()[:200]


def sender_name(text: str) -> str:
    """`text` as the name before an address, which it can neither end nor multiply.

    Python's folding of long or encoded names loses the quotes around them, so that
    `Bcc: a@b` in a long name would read as an address: there its marks become blanks.
    """
    name = one_line(text)
    if name.isascii() and len(name) <= _SURELY_ONE_LINE:
        return name
    return " ".join(_SPECIALS.sub(" ", name).split())


def compose(mail: Mail) -> EmailMessage:
    """The mail as bytes of MIME will show it: exactly one recipient, no foreign header."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["Message-ID"] = mail.message_id
    message["From"] = Address(
        display_name=sender_name(mail.sender_name), addr_spec=settings.MAIL_FROM
    )
    message["To"] = Address(addr_spec=one_line(mail.recipient))
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=one_line(mail.reply_to))
    message["Subject"] = one_line(mail.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    for file in mail.files:
        main, _slash, sub = file.mime_type.partition("/")
        message.add_attachment(
            file.content, maintype=main, subtype=sub, filename=one_line(file.name)
        )
    if mail.language:
        # Last: setting the content takes the headers about it away.
        message["Content-Language"] = mail.language
    return message


def hand_over(
    mail: Mail, *, before_body: Callable[[], bool], into_files: bool = False
) -> None:
    """Hand the mail to the server, or write it into a file.

    `before_body` is called when the server waits for the body; where it answers False
    the line is cut and nothing leaves. Raises `NotHandedOverError`,
    `OutcomeUnknownError`, `CalledOffError`.
    """
    try:
        body = compose(mail).as_bytes()
    except (ValueError, UnicodeError) as error:
        raise NotHandedOverError(f"Not a mail: {error}", for_good=True) from error
    if into_files or not settings.SMTP_URL:
        _write_file(mail, body, before_body)
    else:
        _speak(mail, body, before_body)


def _write_file(mail: Mail, body: bytes, before_body: Callable[[], bool]) -> None:
    folder = Path(settings.VAR_DIR) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9.-]+", "", mail.message_id.partition("@")[0])
    if not before_body():
        raise CalledOffError
    unfinished = folder / f".{name}.part"
    unfinished.write_bytes(body)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(folder / f"{name}.eml")


def _speak(mail: Mail, body: bytes, before_body: Callable[[], bool]) -> None:
    with _line() as server:
        try:
            _expect(server.mail(settings.MAIL_FROM), below=300)
            _expect(server.rcpt(one_line(mail.recipient)), below=300)
            code, text = server.docmd("DATA")
            if code != _GO_AHEAD:
                _refuse(code, text)
        except (smtplib.SMTPException, OSError) as error:
            raise NotHandedOverError(str(error)) from error
        if not before_body():
            server.close()
            raise CalledOffError
        try:
            server.send(_as_data(body))
            server.send(b".\r\n")
            code, text = server.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise OutcomeUnknownError(str(error)) from error
    if code != _TAKEN:
        _refuse(code, text)


def _as_data(body: bytes) -> bytes:
    """The body as RFC 5321 wants it after DATA, without the closing dot."""
    stuffed = re.sub(rb"(?m)^\.", b"..", body)
    return stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n"


def _expect(reply: tuple[int, bytes], *, below: int) -> None:
    code, text = reply
    if not 200 <= code < below:
        _refuse(code, text)


def _refuse(code: int, text: bytes) -> None:
    said = f"{code} {text.decode('utf-8', 'replace')}"
    raise NotHandedOverError(said, for_good=code >= _PERMANENT)


@contextlib.contextmanager
def _line() -> Iterator[smtplib.SMTP]:
    """A connection as ARCOLLECT_SMTP_URL says; closed whatever happened."""
    url = urlsplit(settings.SMTP_URL)
    host, tls = url.hostname or "", ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if url.scheme == "smtps":
            server = smtplib.SMTP_SSL(
                host, url.port or 465, timeout=TIMEOUT_SECONDS, context=tls
            )
        else:
            server = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT_SECONDS)
    except (smtplib.SMTPException, OSError) as error:
        raise NotHandedOverError(str(error)) from error
    try:
        try:
            server.ehlo()
            if url.scheme == "smtp" and parse_qs(url.query).get("tls") != ["no"]:
                server.starttls(context=tls)
                server.ehlo()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is mended by a person, and the mails wait for him.
            raise NotHandedOverError(
                gettext_noop("The mail server refuses the login.")
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotHandedOverError(str(error)) from error
        yield server
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()
