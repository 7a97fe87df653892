"""What stands in the files of the demo customers beyond the import's columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.generator import names
from demo.generator.cast import CustomerSpec
from demo.generator.habits import HABITUAL, LARGE, MEDIUM, SLOW
from demo.generator.products import CATALOGUE, Product

# What the end customer is asked for, over the dealer's price.
LIST_OVER_DEALER = 125
BANKS = ("澜江银行", "东岭银行", "江北商业银行")
DEMANDS = ("增值税专用发票，附签收单", "发票注明订单号", "月结对账后开票")
FUNDS = ("资金充裕", "旺季偏紧", "靠回款周转")
CAUSES = (
    ("no_cash", "春节前压货，资金占在库存里"),
    ("weak_sales", "柜机走得慢"),
    ("procedure", "付款须总经理签字"),
    ("paperwork", "签收单缺一联"),
)


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One customer's file; `profile` and `cause` are None where nobody knows."""

    legal: dict[str, Any]
    profile: dict[str, Any] | None
    cause: tuple[str, str] | None
    flag: str | None
    carries: tuple[tuple[Product, int, int], ...]
    has_agreement: bool
    has_support: bool


def file_of(spec: CustomerSpec) -> FileSpec:
    """The file of one customer: the same customer always has the same one."""
    rng = Random(f"{spec.code}:file")
    domestic = spec.language != "en"
    sizes = {LARGE.key: "medium", MEDIUM.key: "small"}
    legal = {
        "size_class": sizes.get(spec.buying.key, "micro"),
        "country": "CN" if domestic else "",
        "legal_representative": names.person_name(rng)
        if domestic
        else rng.choice(names.WESTERN),
        "registered_address": spec.address if rng.randrange(3) else "",
        "established_on": dt.date(rng.randrange(1998, 2019), rng.randrange(1, 13), 8),
    }
    late = spec.paying.key in {SLOW.key, HABITUAL.key}
    return FileSpec(
        legal=legal,
        profile=_profile(rng, spec) if rng.randrange(10) < 7 else None,
        cause=rng.choice(CAUSES) if late and spec.story is None else None,
        flag="habitual" if spec.paying is HABITUAL and domestic else None,
        carries=tuple(
            (product, rank, rng.randrange(200, 1500))
            for rank, product in enumerate(rng.sample(CATALOGUE, 3), start=1)
        )
        if domestic and rng.randrange(3) == 0
        else (),
        has_agreement=domestic and rng.randrange(4) == 0,
        has_support=domestic and rng.randrange(5) == 0,
    )


def _profile(rng: Random, spec: CustomerSpec) -> dict[str, Any]:
    knows_all = rng.randrange(3) == 0
    return {
        "closing_day": spec.pay_days[-1],
        "approval_steps": rng.randrange(1, 4),
        "pay_weekdays": sorted(rng.sample(range(5), 2)),
        "bank": rng.choice(BANKS),
        "bank_closing_day": 28 if knows_all else None,
        "transfer_days": rng.randrange(3),
        "budget": rng.choice(("not_needed", "monthly", "quarterly")),
        "invoice_requirements": rng.choice(DEMANDS),
        "funds_note": rng.choice(FUNDS) if knows_all else "",
        "portal": "",
    }


def list_price_fen(product: Product) -> int:
    """The list price in whole ten yuan."""
    return product.fen * LIST_OVER_DEALER // 100 // 1000 * 1000
