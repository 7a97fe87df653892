"""Who the customers are: about 200 dealers, stores and others, in seven territories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from demo.generator import names, places
from demo.generator.habits import (
    HABITUAL,
    LARGE,
    PAY_DAYS,
    PROMPT,
    SLOW,
    SMALL,
    STEADY,
    USUAL_BUYING,
    USUAL_PAYING,
    BuyingHabit,
    PayingHabit,
)
from demo.generator.stories import EXPORT_STORY, STORIES, Story
from demo.generator.terms import USUAL_TERMS, Term

T = TypeVar("T")
FEWEST = 40
# There are few of them, so that chance alone would leave all good or all bad.
EXPORT_PAYING = (
    STEADY,
    HABITUAL,
    PROMPT,
    SLOW,
    STEADY,
    PROMPT,
    SLOW,
    STEADY,
    PROMPT,
    STEADY,
    SLOW,
    STEADY,
)
# Firms that keep their place at any number of customers: brand, city, rep.
FIRST: tuple[tuple[str, places.City, str], ...] = (
    ("HENGDA", places.SUZHOU, "zhou"),
    ("BAIRUN", places.HEFEI, "he"),
    ("PENGCHENG", places.XUZHOU, "lin"),
    ("DEXIN", places.YANGZHOU, "zhou"),
    ("JIAHE", places.NINGBO, "wu"),
    ("JINCHENG", places.WUXI, "zhou"),
    ("LEJU", places.HANGZHOU, "wu"),
    ("JIANGCHENG", places.WUHU, "he"),
    ("HUIMIN", places.CHANGZHOU, "zhou"),
    ("JIARUN", places.ZHENJIANG, "zhou"),
)


@dataclass(frozen=True, slots=True)
class CustomerSpec:
    """One customer: who he is and how he trades."""

    code: str
    name: str
    kind: str
    tax_id: str
    language: str
    region: str
    rep: str
    email: str
    phone: str
    address: str
    distance_km: int
    currency: str
    term: Term
    buying: BuyingHabit
    paying: PayingHabit
    pay_days: tuple[int, ...]
    # Percent of the books' length after which trade began; 0 = from the start.
    started_at: int
    with_contract: bool
    story: Story | None = None

    @property
    def status(self) -> str:
        return self.story.status if self.story else "ACTIVE"


def build_cast(*, seed: int, customers: int) -> tuple[CustomerSpec, ...]:
    """The customers, sorted by code; the stories are given out among the CNY ones.

    Raises ValueError below 40: then some class or rep would have nobody.
    """
    if customers < FEWEST:
        raise ValueError(f"The demo company needs at least {FEWEST} customers.")
    exporters = min(
        len(names.EXPORTERS), max(2, customers * places.EXPORT_WEIGHT // 100)
    )
    rng = Random(f"{seed}:cast")
    homes = list(_homes(rng, customers - exporters))
    told = _spread_stories(rng, len(homes))
    cast = [
        _domestic(Random(f"{seed}:{code}"), code, brand, city, rep, told.get(place))
        for place, (code, brand, city, rep) in enumerate(homes)
    ]
    cast += [
        _exporter(Random(f"{seed}:{code}"), place, code, name, address)
        for place, (code, name, address) in enumerate(names.EXPORTERS[:exporters])
    ]
    return tuple(sorted(cast, key=lambda spec: spec.code))


def weighted(rng: Random, choices: Sequence[tuple[T, int]]) -> T:
    """One of the choices, each as likely as its weight."""
    left = rng.randrange(sum(weight for _, weight in choices))
    for choice, weight in choices:
        left -= weight
        if left < 0:
            return choice
    raise AssertionError("unreachable")


def _homes(rng: Random, count: int) -> Iterator[tuple[str, str, places.City, str]]:
    """Code, trade name, city and rep of each customer at home; no code twice."""
    chinese = {romanised: brand for brand, romanised in names.BRANDS}
    taken: set[str] = set()
    for romanised, city, rep in FIRST:
        code = f"{city.code}-{romanised}"
        taken.add(code)
        yield code, chinese[romanised], city, rep
    # Territories take turns, so that a small cast too leaves no rep without customers.
    turns = [
        territory for territory in places.TERRITORIES for _ in range(territory.weight)
    ]
    rng.shuffle(turns)
    turns = [*places.TERRITORIES, *turns]
    for place in range(count - len(FIRST)):
        territory = turns[place % len(turns)]
        while True:
            city = rng.choice(territory.cities)
            brand, romanised = rng.choice(names.BRANDS)
            code = f"{city.code}-{romanised}"
            if code not in taken:
                break
        taken.add(code)
        yield code, brand, city, territory.rep


def _spread_stories(rng: Random, homes: int) -> dict[int, Story]:
    """Story by place in the list of homes; the firms at the head keep clear of them."""
    chosen = rng.sample(range(len(FIRST), homes), len(STORIES))
    return dict(zip(chosen, STORIES, strict=True))


def _kind_and_ending(rng: Random, buying: BuyingHabit) -> tuple[str, str]:
    kind = weighted(
        rng,
        (
            (("dealer", names.DEALER_ENDINGS), 58),
            (("store", names.STORE_ENDINGS), 27 if buying is not LARGE else 8),
            (("project", names.PROJECT_ENDINGS), 6),
            (("individual", names.INDIVIDUAL_ENDINGS), 9 if buying is SMALL else 0),
            (("public_body", names.PUBLIC_ENDINGS), 2 if buying is SMALL else 0),
        ),
    )
    return kind[0], rng.choice(kind[1])


def _domestic(
    rng: Random, code: str, brand: str, city: places.City, rep: str, story: Story | None
) -> CustomerSpec:
    buying = story.buying if story else weighted(rng, USUAL_BUYING)
    kind, ending = _kind_and_ending(rng, buying)
    return CustomerSpec(
        code=code,
        name=f"{city.name}{brand}{ending}",
        kind=kind,
        tax_id=names.fictional_tax_id(rng, city.admin_code),
        language="zh-hans",
        region=places.territory_of(rep, city).region,
        rep=rep,
        email=names.fictional_mail("finance", code),
        phone=names.fictional_phone(rng, city.area_code),
        address=names.street_address(rng, city),
        distance_km=city.distance_km + rng.randrange(40),
        currency="CNY",
        term=story.term if story else weighted(rng, USUAL_TERMS),
        buying=buying,
        paying=weighted(rng, USUAL_PAYING),
        pay_days=rng.choice(PAY_DAYS),
        started_at=0 if story or rng.randrange(100) < 78 else rng.randrange(10, 85),
        with_contract=story is not None or rng.randrange(100) >= 6,
        story=story,
    )


def _exporter(
    rng: Random, place: int, code: str, name: str, address: str
) -> CustomerSpec:
    return CustomerSpec(
        code=code,
        name=name,
        kind="dealer",
        tax_id="",
        language="en",
        region=places.EXPORT,
        rep=places.EXPORT_REP,
        email=names.fictional_mail("accounts", code),
        phone=f"+999 000 {rng.randrange(1000):03d} {rng.randrange(1000):03d}",
        address=address,
        distance_km=rng.randrange(1_500, 12_000),
        currency="USD",
        term=Term("NET", rng.choice((30, 45, 60, 60, 90))),
        buying=BuyingHabit("export", 90, 3, 15, 70),
        paying=EXPORT_PAYING[place],
        pay_days=rng.choice(PAY_DAYS),
        started_at=0 if rng.randrange(100) < 60 else rng.randrange(10, 60),
        with_contract=True,
        story=EXPORT_STORY if place == 1 else None,
    )
