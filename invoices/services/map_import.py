"""Choose how the columns of an upload are read, and check it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from arcollect.core import audit
from arcollect.core.encodings import is_text_encoding
from arcollect.core.models import ImportBatch, ImportProfile, User
from invoices.importers.expressions import ProfileError
from invoices.importers.profile import parse_profile
from invoices.services.check_import import start_check
from invoices.services.import_work import ImportRefusedError


@transaction.atomic
def use_profile(
    batch: ImportBatch, *, actor: User, name: str, toml: str, save_as: str = ""
) -> None:
    """Read the batch through the profile, and keep the profile under `save_as`.

    Raises `ImportRefusedError` for a profile that is wrong, or a batch that is being
    worked on or finished.
    """
    try:
        parse_profile(toml)
    except ProfileError as error:
        raise ImportRefusedError(str(error)) from error
    if save_as:
        _save(batch, actor=actor, name=save_as, toml=toml)
    start_check(batch, profile_name=(save_as or name)[:100], profile_toml=toml)


def _save(batch: ImportBatch, *, actor: User, name: str, toml: str) -> None:
    profile, _created = ImportProfile.objects.update_or_create(
        company=batch.company, name=name, defaults={"toml": toml}
    )
    audit.record(
        actor=actor,
        action="invoices.import_profile.saved",
        target=profile,
        company=batch.company,
        after={"toml": toml},
    )


@transaction.atomic
def use_encoding(batch: ImportBatch, *, encoding: str) -> None:
    """Decode the files that are not UTF-8 with `encoding`, as a person chose.

    Raises `ImportRefusedError`.
    """
    if not is_text_encoding(encoding):
        raise ImportRefusedError(
            _("%(name)s is not an encoding of text.") % {"name": encoding}
        )
    start_check(batch, encoding=encoding)
