from __future__ import annotations

from collection.models.hold import Hold
from collection.models.promise import Promise, PromiseItem
from collection.models.visit import Visit

__all__ = ["Hold", "Promise", "PromiseItem", "Visit"]
