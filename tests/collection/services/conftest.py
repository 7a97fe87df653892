"""The day on which these tests take place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine

Travel = Callable[[dt.date], None]


@pytest.fixture
def on_day() -> Iterator[Travel]:
    """Move the clock to noon of a day in Shanghai; the first call starts it."""
    with time_machine.travel(dt.datetime(2026, 3, 1, 4, tzinfo=dt.UTC)) as traveller:

        def move(day: dt.date) -> None:
            traveller.move_to(
                dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)
            )

        yield move
