"""Fill the files of the demo customers: how they pay, flags, products, agreements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from arcollect.core.models import Company, User
from customers.models import Customer, Product
from customers.services.log_support import log_support
from customers.services.note_cause import note_cause
from customers.services.save_agreement import add_agreement
from customers.services.save_payment_profile import keep_payment_profile
from customers.services.save_product import add_product, add_to_range
from customers.services.set_flag import set_flag
from demo.generator.book import Book
from demo.generator.files import FileSpec, file_of, list_price_fen
from demo.generator.products import CATALOGUE

FEN = Decimal(100)
FLAGGED_DAYS, REVIEW_DAYS = 60, 120
WATCHED = 3
AGREED = (
    ("rebate", "年度返利，按回款额计", 300, None),
    ("entrance_fee", "新店进场费", None, Decimal("8000.00")),
    ("promotion", "五一促销支持", None, Decimal("12000.00")),
    ("advertising", "门头广告补贴", None, Decimal("5000.00")),
)
HELPED = (
    ("guide", "周末派驻导购两名", Decimal("1600.00")),
    ("training", "新品讲解，店员 12 人", Decimal("800.00")),
    ("display", "样机展台改造", Decimal("3500.00")),
)


def fill_files(
    company: Company, book: Book, customers: dict[str, Customer], *, clerk: User
) -> None:
    """Enter the files as finance would; some stay incomplete, as they do."""
    products = _add_products(company, clerk)
    watched = 0
    for place, spec in enumerate(book.cast):
        customer, file = customers[spec.code], file_of(spec)
        _about_paying(customer, file, book.as_of, clerk)
        late = file.flag is None and file.cause is not None
        kind = file.flag or ("watch" if late and watched < WATCHED else None)
        watched += kind == "watch"
        if kind:
            _flag(customer, kind, book.as_of, clerk)
        for product, rank, share in file.carries:
            add_to_range(
                actor=clerk,
                customer=customer,
                product=products[product.model],
                values={
                    "dealer_price": product.fen / FEN,
                    "sales_rank": rank,
                    "sales_share_bp": share,
                    "noted_on": book.as_of - dt.timedelta(days=40),
                },
            )
        _about_sales(customer, file, place, book.as_of, clerk)


def _add_products(company: Company, clerk: User) -> dict[str, Product]:
    return {
        one.model: add_product(
            actor=clerk,
            company=company,
            values={
                "code": one.model,
                "name": one.name,
                "specification": one.english,
                "unit": "台",
                "currency": "CNY",
                "list_price": list_price_fen(one) / FEN,
                "is_sold": True,
            },
        )
        for one in CATALOGUE
    }


def _about_paying(
    customer: Customer, file: FileSpec, as_of: dt.date, clerk: User
) -> None:
    if file.profile is not None:
        keep_payment_profile(
            actor=clerk, customer=customer, version=0, values=file.profile
        )
    if file.cause is not None:
        note_cause(
            actor=clerk,
            customer=customer,
            version=customer.version,
            cause=file.cause[0],
            cause_note=file.cause[1],
            cause_noted_on=as_of - dt.timedelta(days=20),
        )


def _flag(customer: Customer, kind: str, as_of: dt.date, clerk: User) -> None:
    from_on = as_of - dt.timedelta(days=FLAGGED_DAYS)
    set_flag(
        actor=clerk,
        customer=customer,
        kind=kind,
        from_on=from_on,
        review_on=from_on + dt.timedelta(days=REVIEW_DAYS),
        reason="连续三个月拖过最后收款期限"
        if kind == "watch"
        else "一贯拖欠，屡催屡拖",
    )


def _about_sales(
    customer: Customer, file: FileSpec, place: int, as_of: dt.date, clerk: User
) -> None:
    agreement = None
    if file.has_agreement:
        kind, title, rate, amount = AGREED[place % len(AGREED)]
        agreement = add_agreement(
            actor=clerk,
            customer=customer,
            values={
                "number": f"CX-{as_of.year}-{place:03}",
                "type": kind,
                "title": title,
                "from_on": dt.date(as_of.year, 1, 1),
                "until_on": dt.date(as_of.year, 12, 31),
                "currency": "CNY",
                "rate_bp": rate,
                "amount": amount,
                "budget": amount and amount * 2,
                "signed_on": dt.date(as_of.year, 1, 1),
            },
        )
    if file.has_support:
        kind, note, cost = HELPED[place % len(HELPED)]
        log_support(
            actor=clerk,
            customer=customer,
            values={
                "kind": kind,
                "done_on": as_of - dt.timedelta(days=30),
                "currency": "CNY",
                "cost": cost,
                "note": note,
                "agreement": agreement,
            },
        )
