from __future__ import annotations

from reconciliation.models.letter import ConfirmationLetter, LetterFile, LetterState
from reconciliation.models.run import LetterRun
from reconciliation.models.seal import Seal, SealRequest, SealUse

__all__ = [
    "ConfirmationLetter",
    "LetterFile",
    "LetterRun",
    "LetterState",
    "Seal",
    "SealRequest",
    "SealUse",
]
