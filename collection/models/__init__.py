from __future__ import annotations

from collection.models.cadence import CadenceStep
from collection.models.hold import Hold
from collection.models.promise import Promise, PromiseItem
from collection.models.visit import Visit

__all__ = ["CadenceStep", "Hold", "Promise", "PromiseItem", "Visit"]
