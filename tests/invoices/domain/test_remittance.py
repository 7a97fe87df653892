"""A payer's message read into numbers and amounts, never by guessing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from invoices.domain.remittance import AdvisedLine, read_advice

D = Decimal


def test_a_pasted_mail_with_a_total_and_what_is_kept_back():
    told = read_advice(
        """您好，本次付款明细如下：
        LY-26-09411    72,400.00
        LY-26-09502\t64,300.00 元
        发票 LY-26-09630；金额 ￥49,700.00
        运费 -300.00
        合计 186,100.00
        谢谢"""
    )

    assert told.lines == (
        AdvisedLine("LY-26-09411", D("72400.00")),
        AdvisedLine("LY-26-09502", D("64300.00")),
        AdvisedLine("LY-26-09630", D("49700.00")),
        AdvisedLine("运费", D("-300.00")),
    )
    assert told.total == D("186100.00") == told.sum
    assert told.unread == ("您好,本次付款明细如下:", "谢谢")


def test_rows_of_a_table_with_dates_and_full_width_digits():
    told = read_advice(
        "Invoice\tDate\tAmount\nLY-26-00001\t2026-06-01\t１，０００.５０\n"
        "00002\t2026/06/02\t70"
    )

    assert told.lines == (
        AdvisedLine("LY-26-00001", D("1000.50")),
        AdvisedLine("00002", D("70")),
    )
    assert told.total is None


def test_a_line_without_an_amount_or_a_number_is_left_out():
    told = read_advice("LY-26-00001\nplease see attached\n2026-06-30\n42")

    assert told.lines == ()
    assert len(told.unread) == 4


@given(text=st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_left_out(text):
    told = read_advice(text)

    assert all(line.amount.is_finite() for line in told.lines)
    assert all(0 < len(line.number) <= 60 for line in told.lines)
