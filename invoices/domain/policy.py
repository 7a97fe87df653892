"""Classification policy: the numbers a company may choose, and the days they lead to.

The dictionary form is what a policy version stores and what the case files hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from invoices.domain.classes import ReceivableClass

MAX_DAYS = 36_500
_KEYS = (
    "name",
    "grace_num",
    "grace_den",
    "grace_rounding",
    "grace_min_days",
    "grace_max_days",
    "expedited_after",
    "quasi_after",
    "bad_after",
    "dead_after_days",
    "limitation_forces",
    "bounced_bills_min",
    "supply_stopped_days",
)
_Choice = TypeVar("_Choice", bound=StrEnum)
_LIMITATION_CHOICES = (ReceivableClass.DEAD, ReceivableClass.BAD)


class PolicyError(ValueError):
    """A classification policy holds a value the rule cannot work with."""


class ExpeditedAfter(StrEnum):
    """The day after which an unpaid item is expedited: final collection date or due date."""

    FINAL = "final"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class AfterDue:
    """Starts after `due_plus` days past due, but leaves the class before it `min_width` days."""

    due_plus: int
    min_width: int


@dataclass(frozen=True, slots=True)
class AfterFinal:
    """Starts `final_plus` days after the final collection date."""

    final_plus: int


@dataclass(frozen=True, slots=True)
class PolicyRules:
    """One version of the classification policy (Domain rule 3.1.3, 3.1.7, 3.1.12).

    All widths are whole days. Raises PolicyError where the values make no sense.
    """

    name: str
    grace_num: int
    grace_den: int
    grace_min_days: int
    grace_max_days: int | None
    expedited_after: ExpeditedAfter
    quasi_after: AfterDue | AfterFinal
    bad_after: AfterDue
    dead_after_days: int | None
    limitation_forces: ReceivableClass
    bounced_bills_min: int
    supply_stopped_days: int

    def __post_init__(self) -> None:
        _check_days("grace_num", self.grace_num)
        _check_days("grace_den", self.grace_den, least=1)
        _check_days("grace_min_days", self.grace_min_days)
        if self.grace_max_days is not None:
            _check_days(
                "grace_max_days", self.grace_max_days, least=self.grace_min_days
            )
        if self.dead_after_days is not None:
            _check_days("dead_after_days", self.dead_after_days)
        if self.limitation_forces not in _LIMITATION_CHOICES:
            raise PolicyError("limitation_forces must be DEAD or BAD.")
        _check_days("bounced_bills_min", self.bounced_bills_min, least=1)
        _check_days("supply_stopped_days", self.supply_stopped_days)
        for label, start in (
            ("quasi_after", self.quasi_after),
            ("bad_after", self.bad_after),
        ):
            for key, value in _start_to_dict(start).items():
                _check_days(f"{label}.{key}", value)

    def grace_days(self, term_days: int) -> int:
        """Days of tolerance for a nominal term: its third, never rounded up, within the limits.

        Raises ValueError for a negative term.
        """
        if term_days < 0:
            raise ValueError(
                f"A term cannot be shorter than 0 days, but is {term_days}."
            )
        grace = max(term_days * self.grace_num // self.grace_den, self.grace_min_days)
        return grace if self.grace_max_days is None else min(grace, self.grace_max_days)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PolicyRules:
        """Read the stored form. Raises PolicyError for a missing, unknown or ill-typed key."""
        _check_keys("policy", data, _KEYS)
        if data["grace_rounding"] != "floor":
            raise PolicyError(
                "grace_rounding must be floor: a third may never be exceeded."
            )
        return cls(
            name=_text("name", data["name"]),
            grace_num=_whole("grace_num", data["grace_num"]),
            grace_den=_whole("grace_den", data["grace_den"]),
            grace_min_days=_whole("grace_min_days", data["grace_min_days"]),
            grace_max_days=_whole_or_none("grace_max_days", data["grace_max_days"]),
            expedited_after=_choice(
                "expedited_after", ExpeditedAfter, data["expedited_after"]
            ),
            quasi_after=_quasi_after(data["quasi_after"]),
            bad_after=_after_due("bad_after", data["bad_after"]),
            dead_after_days=_whole_or_none("dead_after_days", data["dead_after_days"]),
            limitation_forces=_choice(
                "limitation_forces", ReceivableClass, data["limitation_forces"]
            ),
            bounced_bills_min=_whole("bounced_bills_min", data["bounced_bills_min"]),
            supply_stopped_days=_whole(
                "supply_stopped_days", data["supply_stopped_days"]
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """The stored form; `from_dict` reads it back unchanged."""
        return {
            "name": self.name,
            "grace_num": self.grace_num,
            "grace_den": self.grace_den,
            "grace_rounding": "floor",
            "grace_min_days": self.grace_min_days,
            "grace_max_days": self.grace_max_days,
            "expedited_after": self.expedited_after.value,
            "quasi_after": _start_to_dict(self.quasi_after),
            "bad_after": _start_to_dict(self.bad_after),
            "dead_after_days": self.dead_after_days,
            "limitation_forces": self.limitation_forces.value,
            "bounced_bills_min": self.bounced_bills_min,
            "supply_stopped_days": self.supply_stopped_days,
        }


def _start_to_dict(start: AfterDue | AfterFinal) -> dict[str, int]:
    if isinstance(start, AfterFinal):
        return {"final_plus": start.final_plus}
    return {"due_plus": start.due_plus, "min_width": start.min_width}


def _check_days(label: str, value: int, *, least: int = 0) -> None:
    if not least <= value <= MAX_DAYS:
        raise PolicyError(
            f"{label} must lie between {least} and {MAX_DAYS}, but is {value}."
        )


def _check_keys(label: str, data: object, keys: tuple[str, ...]) -> None:
    if not isinstance(data, Mapping):
        raise PolicyError(f"{label} must be an object with the keys {', '.join(keys)}.")
    missing = [key for key in keys if key not in data]
    unknown = sorted(str(key) for key in data if key not in keys)
    if missing:
        raise PolicyError(f"{label} lacks: {', '.join(missing)}.")
    if unknown:
        raise PolicyError(f"{label} does not know: {', '.join(unknown)}.")


def _text(label: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(f"{label} must be a text that is not empty.")
    return value


def _whole(label: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PolicyError(f"{label} must be a whole number, but is {value!r}.")
    return value


def _whole_or_none(label: str, value: object) -> int | None:
    return None if value is None else _whole(label, value)


def _choice(label: str, choices: type[_Choice], value: object) -> _Choice:
    try:
        return choices(str(value))
    except ValueError:
        known = ", ".join(choices)
        raise PolicyError(
            f"{label} must be one of {known}, but is {value!r}."
        ) from None


def _quasi_after(data: object) -> AfterDue | AfterFinal:
    if isinstance(data, Mapping) and "final_plus" in data:
        _check_keys("quasi_after", data, ("final_plus",))
        return AfterFinal(
            final_plus=_whole("quasi_after.final_plus", data["final_plus"])
        )
    return _after_due("quasi_after", data)


def _after_due(label: str, data: Any) -> AfterDue:
    _check_keys(label, data, ("due_plus", "min_width"))
    return AfterDue(
        due_plus=_whole(f"{label}.due_plus", data["due_plus"]),
        min_width=_whole(f"{label}.min_width", data["min_width"]),
    )


# The six shipped policies. A company may change a copy, never these.
FIELD_DEFAULT = PolicyRules(
    name="field-default",
    grace_num=1,
    grace_den=3,
    grace_min_days=0,
    grace_max_days=None,
    expedited_after=ExpeditedAfter.FINAL,
    quasi_after=AfterDue(due_plus=90, min_width=30),
    bad_after=AfterDue(due_plus=365, min_width=90),
    dead_after_days=None,
    limitation_forces=ReceivableClass.DEAD,
    bounced_bills_min=2,
    supply_stopped_days=30,
)
STRICT_ONE_THIRD = replace(
    FIELD_DEFAULT,
    name="strict-one-third",
    expedited_after=ExpeditedAfter.DUE,
    quasi_after=AfterFinal(final_plus=0),
    bad_after=AfterDue(due_plus=180, min_width=90),
)
TAX_THREE_YEARS = replace(FIELD_DEFAULT, name="tax-three-years", dead_after_days=1095)
LIMITATION_BAD = replace(
    FIELD_DEFAULT, name="limitation-bad", limitation_forces=ReceivableClass.BAD
)
MIN_GRACE_3 = replace(FIELD_DEFAULT, name="min-grace-3", grace_min_days=3)
MAX_GRACE_30 = replace(FIELD_DEFAULT, name="max-grace-30", grace_max_days=30)

PRESETS: dict[str, PolicyRules] = {
    preset.name: preset
    for preset in (
        FIELD_DEFAULT,
        STRICT_ONE_THIRD,
        TAX_THREE_YEARS,
        LIMITATION_BAD,
        MIN_GRACE_3,
        MAX_GRACE_30,
    )
}
