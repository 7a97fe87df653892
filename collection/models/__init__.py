from __future__ import annotations

from collection.models.cadence import CadenceStep
from collection.models.campaign import Campaign, Prize, Redemption
from collection.models.commission import (
    CommissionApproval,
    CommissionLine,
    CommissionPolicy,
    CommissionStatement,
)
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
from collection.models.points import (
    PointsAccount,
    PointsEntry,
    PointsPolicy,
    PointsProgress,
)
from collection.models.promise import Promise, PromiseItem
from collection.models.visit import Visit

__all__ = [
    "CadenceStep",
    "Campaign",
    "CommissionApproval",
    "CommissionLine",
    "CommissionPolicy",
    "CommissionStatement",
    "DunningItem",
    "DunningLetter",
    "DunningLevel",
    "DunningProfile",
    "DunningRun",
    "DunningSettings",
    "DunningStep",
    "DunningText",
    "Hold",
    "PointsAccount",
    "PointsEntry",
    "PointsPolicy",
    "PointsProgress",
    "Prize",
    "Promise",
    "PromiseItem",
    "Redemption",
    "SuppressionInterval",
    "Visit",
]
