"""What a bank line may pay, read and ranked: examples, properties, measured quality."""

from __future__ import annotations

import datetime as dt
import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.legal_order import Debt, in_legal_order
from invoices.domain.matching import (
    THRESHOLD,
    Advice,
    AdviceLine,
    BankLine,
    Limits,
    OpenItem,
    Why,
)
from invoices.domain.matching_index import ItemIndex
from invoices.domain.matching_payers import PayerIndex
from invoices.domain.matching_score import propose
from invoices.domain.matching_sums import subsets_with_sum
from invoices.domain.matching_text import name_key, number_key

DAY = dt.date(2026, 6, 30)
KUNSHAN, WUXI = 1, 2
CUSTOMERS = [
    (KUNSHAN, "K0001", "昆山世纪电器有限公司"),
    (WUXI, "K0002", "Wuxi Jincheng Appliance Co., Ltd."),
]


def item(pk, amount, number="", customer=KUNSHAN, days=0, **more):
    return OpenItem(
        item_id=pk,
        customer_id=customer,
        number=number or f"LY-26-{pk:05}",
        open=amount,
        due_on=DAY + dt.timedelta(days=days),
        **more,
    )


def line(amount, text="", payer="", account=""):
    return BankLine(amount, DAY, payer, account, text)


def proposals(told, items, *, advices=(), limits=None, accounts=None, names=None):
    return propose(
        told,
        items=ItemIndex(items),
        payers=PayerIndex(CUSTOMERS, accounts=accounts or {}, names=names or {}),
        advices=advices,
        limits=limits or Limits(),
    )


def why(proposal):
    return {reason.why for reason in proposal.reasons}


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("LY-26-09411", Why.NUMBER),
        ("payment for ly-26-09411, thanks", Why.NUMBER),
        ("LY 26 09411", Why.NUMBER_MANGLED),
        ("LY26O9411", Why.NUMBER_MANGLED),
        ("付货款LY-26-094 11", Why.NUMBER_MANGLED),
        ("26-09411", Why.NUMBER_TAIL),
        ("09411", Why.NUMBER_TAIL),
        ("LY-26-0941", Why.NUMBER_CUT),
        ("LY-26-09471", Why.NUMBER_NEAR),
        ("LY-26-04911", Why.NUMBER_NEAR),
    ],
)
def test_a_mangled_number_is_read_and_the_reason_says_how(text, read_as):
    items = [item(1, 50_000, "LY-26-09411"), item(2, 70_000, "LY-26-10555")]

    best = proposals(line(50_000, text, "昆山世纪电器"), items)[0]

    assert best.parts == ((1, 50_000),)
    assert read_as in why(best)
    assert best.is_ready


@pytest.mark.parametrize(
    "text", ["LY-26-094115", "20260630", "5 LY-26-9", "138 0941 1000"]
)
def test_what_only_looks_like_the_number_is_not_read_as_it(text):
    best = proposals(
        line(49_999, text, "昆山世纪电器"), [item(1, 50_000, "LY-26-09411")]
    )

    assert all(not (why(one) & {Why.NUMBER, Why.NUMBER_MANGLED}) for one in best)
    assert not any(one.is_ready for one in best)


def test_names_are_compared_without_legal_form_and_case():
    assert name_key("Wuxi Jincheng Appliance Co., Ltd.") == name_key(
        "WUXI JINCHENG APPLIANCE"
    )
    assert name_key("昆山世纪电器有限公司") == name_key("昆山世纪电器（有限公司）")
    assert number_key("ly-26/O9411") == number_key("LY 26 09411")


def test_three_invoices_in_one_line_and_one_more_that_nobody_named():
    items = [item(1, 7_240_000), item(2, 6_430_000), item(3, 4_970_000), item(4, 11)]
    told = line(18_640_000, "LY-26-00001 LY-26-00002", "昆山世纪电器")

    best = proposals(told, items)[0]

    assert [pk for pk, _amount in best.parts] == [1, 2, 3]
    assert Why.SUM_COMPLETED in why(best)
    assert best.is_ready


def test_the_only_sum_that_fits_is_offered_and_two_sums_are_none():
    items = [item(1, 100), item(2, 230), item(3, 470)]
    assert proposals(line(330, payer="昆山世纪电器"), items)[0].is_ready

    items.append(item(4, 330))
    both = proposals(line(330, payer="昆山世纪电器"), items)
    assert not both[0].is_ready
    assert Why.AMBIGUOUS in why(both[0])


def test_nothing_is_ready_by_amount_alone():
    assert proposals(line(50_000), [item(1, 50_000)]) == []


def test_a_learned_account_outweighs_a_strangers_name():
    told = line(50_000, payer="唐国庆", account="6222 0147")
    best = proposals(told, [item(1, 50_000)], accounts={"62220147": [KUNSHAN]})[0]

    assert best.is_ready
    assert Why.ACCOUNT_LEARNED in why(best)


def test_an_account_of_two_customers_is_none_of_theirs_for_sure():
    told = line(50_000, account="62220147")
    items = [item(1, 50_000), item(2, 50_000, customer=WUXI)]
    found = proposals(told, items, accounts={"62220147": [KUNSHAN, WUXI]})

    assert not found[0].is_ready


def test_part_payment_of_a_named_invoice_from_its_customer():
    best = proposals(line(20_000, "LY-26-00001", "昆山世纪电器"), [item(1, 50_000)])[0]

    assert best.parts == ((1, 20_000),)
    assert Why.PART_PAID in why(best)


def test_over_payment_leaves_a_rest_on_account():
    best = proposals(line(65_000, "LY-26-00001", "昆山世纪电器"), [item(1, 50_000)])[0]

    assert (best.parts, best.on_account) == (((1, 50_000),), 15_000)


def test_discount_and_fee_are_told_apart_and_booked_beside_the_money():
    items = [item(1, 100_000, discount=2_000, discount_until=DAY)]
    best = proposals(line(98_000, "LY-26-00001"), items)[0]
    assert (best.discount, best.paid_parts()[0].money) == (2_000, 98_000)

    late = [item(1, 100_000, discount=2_000, discount_until=DAY - dt.timedelta(days=1))]
    assert Why.PART_PAID in why(proposals(line(98_000, "LY-26-00001"), late)[0])
    fee = proposals(line(98_500, "LY-26-00001"), late, limits=Limits(bank_fee=1_500))[0]
    assert (fee.fee, fee.paid_parts()[0].money) == (1_500, 98_500)


def test_a_known_deduction_explains_what_is_short_and_stays_open():
    limits = Limits(deductions={KUNSHAN: (300, 700)})
    told = line(99_700, "LY-26-00001", "昆山世纪电器")

    best = proposals(told, [item(1, 100_000)], limits=limits)[0]

    assert best.parts == ((1, 99_700),)
    assert Why.KNOWN_DEDUCTION in why(best)
    assert best.is_ready


def test_one_line_may_pay_invoices_of_two_customers():
    items = [item(1, 300), item(2, 700, customer=WUXI)]

    best = proposals(line(1_000, "LY-26-00001, LY-26-00002"), items)[0]

    assert best.customers == (KUNSHAN, WUXI)
    assert best.is_ready
    uneven = proposals(line(900, "LY-26-00001, LY-26-00002"), items)[0]
    assert not uneven.is_ready


def test_an_instalment_of_an_invoice_with_two_due_dates():
    items = [
        item(1, 30_000, "LY-26-7", instalments=True),
        item(2, 30_000, "LY-26-7", days=30, instalments=True),
    ]
    best = proposals(line(30_000, "LY-26-7", "昆山世纪电器"), items)[0]

    assert best.parts == ((1, 30_000),)
    assert Why.INSTALMENT in why(best)


def test_what_the_customer_advised_binds_also_against_the_order_of_the_law():
    items = [item(1, 50_000, days=-90), item(2, 50_000)]
    advice = Advice(7, 45_000, (AdviceLine(2, 50_000),), kept_back=5_000)

    best = proposals(line(45_000, payer="昆山世纪电器"), items, advices=[advice])[0]

    assert (best.advice_id, best.parts) == (7, ((2, 45_000),))
    assert best.is_ready


def test_without_any_name_the_order_of_the_law_is_offered_never_ready():
    items = [item(1, 50_000, days=30), item(2, 40_000, days=-10)]
    best = proposals(line(45_000, payer="昆山世纪电器"), items)[0]

    assert best.parts == ((1, 5_000), (2, 40_000))
    assert not best.is_ready


def test_due_debts_first_then_least_secured_then_heaviest_then_earliest_then_pro_rata():
    early, late = DAY - dt.timedelta(days=9), DAY - dt.timedelta(days=1)
    debts = [
        Debt(1, 100, DAY + dt.timedelta(days=1)),
        Debt(2, 100, early, security=1),
        Debt(3, 100, late, burden=5),
        Debt(4, 100, early),
        Debt(5, 300, late),
        Debt(6, 100, late),
    ]
    assert in_legal_order(301, debts, on=DAY) == {3: 100, 4: 100, 5: 76, 6: 25}


amounts = st.lists(st.integers(1, 400), min_size=1, max_size=9)


@given(amounts=amounts, amount=st.integers(1, 2_000))
def test_the_order_of_the_law_gives_away_all_it_can_and_never_more(amounts, amount):
    debts = [Debt(pk, open_, DAY) for pk, open_ in enumerate(amounts)]
    parts = in_legal_order(amount, debts, on=DAY)

    assert sum(parts.values()) == min(amount, sum(amounts))
    assert all(0 < part <= amounts[pk] for pk, part in parts.items())


@given(amounts=amounts, wanted=st.integers(1, 1_200))
def test_every_sum_found_is_one_and_the_second_only_says_that_it_is_not_alone(
    amounts, wanted
):
    found = subsets_with_sum(amounts, wanted)

    assert len(found) <= 2
    assert all(sum(amounts[i] for i in one) == wanted for one in found)


@given(
    amounts=amounts,
    amount=st.integers(1, 1_500),
    named=st.sets(st.integers(1, 9)),
    known=st.booleans(),
    fee=st.integers(0, 30),
)
def test_no_proposal_applies_more_than_is_open_or_came_in(
    amounts, amount, named, known, fee
):
    items = [
        item(pk, open_, discount=open_ // 50, discount_until=DAY)
        for pk, open_ in enumerate(amounts, start=1)
    ]
    text = " ".join(f"LY-26-{pk:05}" for pk in sorted(named))
    told = line(amount, text, "昆山世纪电器" if known else "")

    found = proposals(told, items, limits=Limits(bank_fee=fee))

    for one in found:
        assert all(0 < part <= amounts[pk - 1] for pk, part in one.parts)
        parts = one.paid_parts()
        assert sum(part.money for part in parts) + one.on_account == amount
        assert all(part.money >= 0 for part in parts)
        assert one.fee <= fee
    assert sum(one.score >= THRESHOLD for one in found) <= 1


def test_the_measured_quality_of_a_seeded_noisy_set():
    """The set of `bench/matching.py`, small: wrong ones would cost trust, not money."""
    noisy = _noisy_lines()
    book = noisy.make_book(5, customers=80, items=500, lines=200)
    items = ItemIndex(book.items)
    payers = PayerIndex(book.customers, accounts=book.accounts, names={})
    right = wrong = payable = 0
    for told in book.lines:
        payable += bool(told.pays)
        found = propose(
            told.line, items=items, payers=payers, limits=Limits(bank_fee=noisy.FEE)
        )
        if found and found[0].is_ready:
            is_right = frozenset(found[0].parts) == told.pays
            right, wrong = right + is_right, wrong + (not is_right)

    assert right / (right + wrong) >= 0.99
    assert right / payable >= 0.80


def _noisy_lines():
    path = Path(__file__).resolve().parents[3] / "bench" / "noisy_lines.py"
    spec = importlib.util.spec_from_file_location("noisy_lines", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["noisy_lines"] = module
    spec.loader.exec_module(module)
    return module
