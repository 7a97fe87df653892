from __future__ import annotations

from reconciliation.models.letter import ConfirmationLetter, LetterFile, LetterState
from reconciliation.models.run import LetterRun

__all__ = ["ConfirmationLetter", "LetterFile", "LetterRun", "LetterState"]
