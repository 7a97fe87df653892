from __future__ import annotations

from collection.models.cadence import CadenceStep
from collection.models.dunning import (
    DunningLevel,
    DunningProfile,
    DunningSettings,
    DunningStep,
    DunningText,
)
from collection.models.dunning_run import (
    DunningItem,
    DunningLetter,
    DunningRun,
    SuppressionInterval,
)
from collection.models.hold import Hold
from collection.models.promise import Promise, PromiseItem
from collection.models.visit import Visit

__all__ = [
    "CadenceStep",
    "DunningItem",
    "DunningLetter",
    "DunningLevel",
    "DunningProfile",
    "DunningRun",
    "DunningSettings",
    "DunningStep",
    "DunningText",
    "Hold",
    "Promise",
    "PromiseItem",
    "SuppressionInterval",
    "Visit",
]
