"""Import a bank statement: a whole file or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from arcollect.core import audit, clock
from arcollect.core.locking import retried_transaction
from arcollect.core.models import BankAccount, Company, User
from arcollect.core.services.create_company import create_company
from arcollect.core.stored_files import store
from invoices.importers.statements.checking import (
    Figures,
    Known,
    check_file,
    figures_of,
    identities,
    statement_fingerprint,
)
from invoices.importers.statements.profile import load_shipped
from invoices.importers.statements.reading import Reader, read_statements
from invoices.importers.statements.sentences import sentence
from invoices.importers.statements.shape import (
    RawEntry,
    RawFile,
    RawStatement,
    RefusedError,
)
from invoices.models import BankEntry, BankEntryState, BankStatement

IMPORTED, ALREADY_IMPORTED, REFUSED = "imported", "already_imported", "refused"
_BATCH = 500
_LONGEST_NAME = 200
# A shorter number may well end another one.
_SHORTEST_ACCOUNT = 6


class StatementRefusedError(Exception):
    """The file is not taken; the text says why, `figures` what it holds, if read."""

    def __init__(self, reason: str, figures: Figures | None = None) -> None:
        super().__init__(reason)
        self.figures = figures


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of a file: the keys that the command prints as JSON."""

    file: str
    format: str | None
    statements: int | None
    entries: int | None
    currency: str | None
    credit: str | None
    debit: str | None
    created: int
    status: str
    reason: str
    # Keys of the statements that were created.
    created_statements: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The keys of the command, in their order."""
        found = asdict(self)
        del found["created_statements"]
        return found


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read and checked, before anything is kept."""

    name: str
    content: bytes
    file: RawFile
    figures: Figures


def read_statement(
    *,
    name: str,
    content: bytes,
    profile: dict[str, Any] | None = None,
    reader: Reader | None = None,
) -> ReadFile:
    """Parse a file in a child process and check it; nothing is written.

    `profile` maps a table; without one the shipped profiles are tried. `reader` is a
    child that reads several files in a row. Raises `StatementRefusedError`.
    """
    name = name.replace("\\", "/").rpartition("/")[2][-_LONGEST_NAME:]
    profiles = [profile] if profile else load_shipped()
    try:
        file = read_statements(content, profiles=profiles, reader=reader)
    except RefusedError as error:
        raise StatementRefusedError(sentence(error)) from error
    try:
        check_file(file)
    except RefusedError as error:
        raise StatementRefusedError(sentence(error), figures_of(file)) from error
    return ReadFile(name, content, file, figures_of(file))


def import_statement(
    *,
    actor: User | None,
    company: Company | None,
    name: str,
    content: bytes,
    profile: dict[str, Any] | None = None,
    reader: Reader | None = None,
) -> ImportedFile:
    """Read a file and keep what is new of it. Raises `StatementRefusedError`.

    A database without a company gets its first one with the first file.
    """
    read = read_statement(name=name, content=content, profile=profile, reader=reader)
    return keep_statement(actor=actor, company=company, read=read)


def refused(name: str, error: StatementRefusedError) -> ImportedFile:
    """A refused file in the shape of an imported one; what was not read is None."""
    figures = error.figures
    return ImportedFile(
        file=name,
        format=figures.format if figures else None,
        statements=figures.statements if figures else None,
        entries=figures.entries if figures else None,
        currency=figures.currency if figures else None,
        credit=figures.credit if figures else None,
        debit=figures.debit if figures else None,
        created=0,
        status=REFUSED,
        reason=str(error),
    )


@retried_transaction
def keep_statement(
    *, actor: User | None, company: Company | None, read: ReadFile
) -> ImportedFile:
    """Insert the statements and entries that are not known yet, and a state per credit.

    An entry is known by account, day, amount and the bank's reference, else by all that
    its line says and its number among equal lines of the file. Of two who import the
    same file at once, the second finds all of it known.
    """
    company = company or create_company(actor=actor)
    _take_turn(company)
    rows = list(identities(read.file))
    known = _known(company, [key for part in rows for _entry, key in part])
    head = _head(actor, company, read)
    accounts = list(BankAccount.objects.filter(company=company))
    kept: list[int] = []
    created = 0
    for statement, part in zip(read.file.statements, rows, strict=True):
        new = [
            (position, entry, key)
            for position, (entry, key) in enumerate(part, start=1)
            if (key.fingerprint, key.occurrence) not in known
        ]
        if new or (not part and _is_unknown(company, statement)):
            row = _statement_row(statement, accounts, head)
            _insert_entries(row, new)
            kept.append(row.pk)
            created += len(new)
    if kept:
        _record(actor, company, read, kept[0], created)
    return _answer(read, kept, created)


def _take_turn(company: Company) -> None:
    """Imports of one company go one after the other: the second sees the first's."""
    Company.objects.filter(pk=company.pk).update(name=F("name"))


def _head(actor: User | None, company: Company, read: ReadFile) -> dict[str, Any]:
    """What every statement of the file carries; the file is frozen as it came."""
    path, digest = store("statements", read.content, ending=_ending(read.file.format))
    return {
        "company": company,
        "format": read.file.format,
        "profile": read.file.profile,
        "file_name": read.name,
        "file_path": path,
        "file_sha256": digest,
        "recorded_at": clock.now(),
        "recorded_by": actor,
    }


def _known(company: Company, keys: Sequence[Known]) -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    for start in range(0, len(keys), _BATCH):
        wanted = [key.fingerprint for key in keys[start : start + _BATCH]]
        rows = BankEntry.objects.filter(company=company, fingerprint__in=wanted)
        found.update(rows.values_list("fingerprint", "occurrence"))
    return found


def _is_unknown(company: Company, statement: RawStatement) -> bool:
    same = BankStatement.objects.filter(
        company=company,
        fingerprint=statement_fingerprint(statement),
        entries_stated=0,
    )
    return not same.exists()


def _statement_row(
    statement: RawStatement, accounts: Sequence[BankAccount], head: dict[str, Any]
) -> BankStatement:
    return BankStatement.objects.create(
        **head,
        account=statement.account,
        bank_account=_own_account(statement, accounts),
        number=statement.number,
        currency=statement.currency,
        from_on=statement.from_on,
        until_on=statement.until_on,
        opening=statement.opening.amount if statement.opening else None,
        closing=statement.closing.amount if statement.closing else None,
        entries_stated=len(statement.entries),
        fingerprint=statement_fingerprint(statement),
    )


def _own_account(
    statement: RawStatement, accounts: Sequence[BankAccount]
) -> BankAccount | None:
    """The company's account that the statement names, if exactly one fits."""
    stated = _plain(statement.account)
    fits = [
        account
        for account in accounts
        if account.currency == statement.currency
        and len(own := _plain(account.account_number)) >= _SHORTEST_ACCOUNT
        and stated.endswith(own)
    ]
    return fits[0] if len(fits) == 1 else None


def _plain(account: str) -> str:
    return "".join(letter for letter in account.upper() if letter.isalnum())


def _insert_entries(
    statement: BankStatement, new: Sequence[tuple[int, RawEntry, Known]]
) -> None:
    rows = BankEntry.objects.bulk_create(_entry_rows(statement, new), _BATCH)
    BankEntryState.objects.bulk_create(
        [
            BankEntryState(
                entry=row, company_id=row.company_id, booked_on=row.booked_on
            )
            for row in rows
            if row.amount > 0 and row.status == BankEntry.Status.BOOKED
        ],
        _BATCH,
    )


def _entry_rows(
    statement: BankStatement, new: Sequence[tuple[int, RawEntry, Known]]
) -> Iterator[BankEntry]:
    for position, entry, key in new:
        yield BankEntry(
            statement=statement,
            company_id=statement.company_id,
            position=position,
            status=entry.status,
            booked_on=entry.booked_on,
            value_on=entry.value_on,
            currency=entry.currency,
            amount=entry.amount,
            payer_name=entry.name,
            payer_account=entry.account,
            text=entry.text,
            bank_reference=entry.bank_reference,
            payer_reference=entry.payer_reference,
            fingerprint=key.fingerprint,
            occurrence=key.occurrence,
        )


def _ending(file_format: str) -> str:
    if file_format.startswith("camt"):
        return "xml"
    return {"mt940": "sta", "mt942": "sta"}.get(file_format, file_format)


def _record(
    actor: User | None, company: Company, read: ReadFile, first: int, created: int
) -> None:
    figures = asdict(read.figures)
    audit.record(
        actor=actor,
        action="invoices.statement.imported",
        target=BankStatement.objects.get(pk=first),
        company=company,
        label=read.name,
        after={**figures, "created": created},
    )


def _answer(read: ReadFile, kept: Sequence[int], created: int) -> ImportedFile:
    figures = read.figures
    return ImportedFile(
        file=read.name,
        format=figures.format,
        statements=figures.statements,
        entries=figures.entries,
        currency=figures.currency,
        credit=figures.credit,
        debit=figures.debit,
        created=created,
        status=IMPORTED if kept else ALREADY_IMPORTED,
        reason=_remark(read.file) if kept else _("All of it is known already."),
        created_statements=tuple(kept),
    )


def _remark(file: RawFile) -> str:
    """What a person should know of a file that was taken."""
    waiting = sum(
        entry.status != BankEntry.Status.BOOKED
        for statement in file.statements
        for entry in statement.entries
    )
    remarks = []
    if file.left_out:
        remarks.append(
            _("Rows that move no money by the file's own words, left out: %(number)d.")
            % {"number": file.left_out}
        )
    if waiting:
        remarks.append(
            _("Entries that are not booked, kept but not to be matched: %(number)d.")
            % {"number": waiting}
        )
    return " ".join(remarks)
