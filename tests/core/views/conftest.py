from __future__ import annotations

import pytest

from arcollect.core.models import Company
from tests import factories


@pytest.fixture
def company(db: None) -> Company:
    return factories.company(name="Lanyue Appliance")
