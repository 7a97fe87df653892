"""What holds private keys in its hands. Only the signing commands may import it."""

from __future__ import annotations
