"""Filters and tags of every template; loaded as builtins, so no `{% load %}`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext

from arcollect.core import clock
from arcollect.core.display import chosen_theme, html_language
from arcollect.core.percent_field import percent_of
from arcollect.core.templatetags import date_text, number_text

register = template.Library()

# Class -> style and glyph. The keys are the words of the rule and the severity that
# the database stores: the rule itself lies further down the flow of data.
_CLASSES = {
    "SETTLED": ("S", gettext_lazy("Settled")),
    "UNCOLLECTED": ("U", gettext_lazy("Uncollected")),
    "EXPEDITED": ("E", gettext_lazy("Expedited")),
    "QUASI_BAD": ("Q", gettext_lazy("Quasi-bad")),
    "BAD": ("B", gettext_lazy("Bad")),
    "DEAD": ("D", gettext_lazy("Dead")),
}
_BY_SEVERITY = tuple(_CLASSES)
_UNCLASSIFIED = ("N", gettext_lazy("Not classified yet"))


def _decimal(amount: Any) -> Decimal | None:
    if amount is None or amount == "":
        return None
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def _no_amount() -> SafeString:
    return format_html('<span class="t3">{}</span>', pgettext("amount", "none"))


def _class_of(value: Any) -> tuple[str, Any]:
    if value is None or value == "":
        return _UNCLASSIFIED
    if isinstance(value, int):
        return _CLASSES[_BY_SEVERITY[value]]
    return _CLASSES[str(value)]


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A Tabler icon of `scripts/icons.txt`; decoration only, so hidden from readers.

    A page has a hundred of them, of a few dozen kinds: each is written once.
    """
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        f"i {css}".strip(),
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def class_tag(value: Any, box: bool = False) -> SafeString:
    """Moon glyph and word of a class: its word, its severity, or None."""
    letter, word = _class_of(value)
    return format_html(
        '<span class="ac-cl c{}{}"><svg aria-hidden="true"><use href="{}#mo-{}">'
        "</use></svg>{}</span>",
        letter,
        " box" if box else "",
        static("icons.svg"),
        letter,
        word,
    )


@register.filter
def class_name(value: Any) -> str:
    """The word of a class alone, for sentences and titles."""
    return str(_class_of(value)[1])


@register.filter
def class_letter(value: Any) -> str:
    """The letter in the style names of a class: `cU`, `pD`."""
    return _class_of(value)[0]


@register.simple_tag
def state_tag(text: str, kind: str = "", icon_name: str = "", box: bool = False) -> str:
    """Icon and word of a state; `kind` is empty, "ok" (done) or "bad" (broken)."""
    drawing = {"ok": "check", "bad": "circle-x"}.get(kind, "clock")
    css = " ".join(part for part in ("ac-st", kind, "box" if box else "") if part)
    return format_html(
        '<span class="{}">{}{}</span>', css, icon(icon_name or drawing), text
    )


@register.filter
def money(amount: Any, currency: str = "") -> SafeString:
    """Grouped digits with quiet cents: `{{ item.open|money:item.currency }}`."""
    exact = _decimal(amount)
    if exact is None:
        return _no_amount()
    sign, whole, decimals = number_text.split_amount(exact, currency)
    return _quiet_cents(sign + whole, decimals)


@register.filter
def signed_money(amount: Any, currency: str = "") -> SafeString:
    """A change: `+412,480.00` or `−188,320.00`."""
    exact = _decimal(amount)
    if exact is None:
        return _no_amount()
    sign, whole, decimals = number_text.split_amount(exact, currency)
    return _quiet_cents(("+" if exact > 0 else sign) + whole, decimals)


@register.filter
def money_with_code(amount: Any, currency: str) -> SafeString:
    """A single amount that stands alone: `CNY 1,482,600.00`."""
    exact = _decimal(amount)
    if exact is None:
        return _no_amount()
    sign, whole, decimals = number_text.split_amount(exact, currency)
    return format_html(
        '<span class="m"><span class="cur">{}</span> {}<i>{}</i></span>',
        currency,
        sign + whole,
        decimals,
    )


def _quiet_cents(whole: str, decimals: str) -> SafeString:
    if not decimals:
        return format_html('<span class="m">{}</span>', whole)
    return format_html('<span class="m">{}<i>{}</i></span>', whole, decimals)


@register.filter
def money_text(amount: Any, currency: str = "") -> str:
    """`1,482,600.00` without markup, for sentences, buttons and attributes."""
    exact = _decimal(amount)
    if exact is None:
        return pgettext("amount", "none")
    return number_text.amount_text(exact, currency)


@register.filter
def short_money(amount: Any) -> str:
    """`14.8M` or `1,482.6万`: charts and axes only, because it rounds."""
    exact = _decimal(amount)
    return "" if exact is None else number_text.short_amount_text(exact)


@register.filter
def percent(share: Any) -> str:
    """A share between 0 and 1 as `39.5%`; nothing when it is unknown."""
    exact = _decimal(share)
    return "" if exact is None else number_text.percent_text(exact)


@register.filter
def basis_points(value: int | None) -> str:
    """Basis points as a percentage without needless zeros: 250 gives `2.5%`."""
    return "" if value is None else f"{percent_of(value):f}%"


@register.filter
def grouped(number: int | None) -> str:
    """A count: `1,718`."""
    return "" if number is None else number_text.count_text(int(number))


@register.filter
def day(value: dt.date | None) -> str:
    """`2026-11-19`."""
    return "" if value is None else date_text.day_text(value)


def _today(given: dt.date | None) -> dt.date:
    return given or clock.now().date()


@register.filter
def short_day(value: dt.date | None, today: dt.date | None = None) -> str:
    """For tables, `{{ item.due_on|short_day:shell.today }}`: `19 Nov`, `11-19`."""
    return "" if value is None else date_text.short_day_text(value, _today(today))


@register.filter
def text_day(value: dt.date | None, today: dt.date | None = None) -> str:
    """For sentences: `19 Nov`, `11月19日`."""
    return "" if value is None else date_text.text_day_text(value, _today(today))


@register.filter
def long_day(value: dt.date | None) -> str:
    """`Thu 19 Nov 2026`."""
    return "" if value is None else date_text.long_day_text(value)


@register.filter
def relative_day(value: dt.date | None, today: dt.date | None = None) -> str:
    """`3 d ago`, `yesterday`, `in 3 d`."""
    return "" if value is None else date_text.relative_day_text(value, _today(today))


@register.filter
def days_late(days: int | None) -> str:
    """`46 days late`, `due in 3 days`, `due today`."""
    return "" if days is None else date_text.days_late_text(days)


@register.filter
def moment(instant: dt.datetime | None, company: Any = None) -> str:
    """A moment on the company's clocks, its zone on hover."""
    return _moment(instant, company, "%Y-%m-%d %H:%M")


@register.filter
def clock_time(instant: dt.datetime | None, company: Any = None) -> str:
    """`08:10` on the company's clocks, date and zone on hover."""
    return _moment(instant, company, "%H:%M")


def _moment(instant: dt.datetime | None, company: Any, pattern: str) -> str:
    if instant is None:
        return ""
    zone = getattr(company, "time_zone", None) or "UTC"
    local = date_text.local_moment(instant, zone)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(timespec="seconds"),
        f"{local:%Y-%m-%d %H:%M} {zone}",
        local.strftime(pattern),
    )


@register.simple_tag
def stacked_bar(parts: Any, label: str = "") -> SafeString:
    """A bar of shares between 0 and 1: `parts` is (style, share) pairs, drawn as SVG
    because the security policy allows no style attributes."""
    drawn, offset = [], Decimal(0)
    for css, share in parts:
        width = (_decimal(share) or Decimal(0)) * 100
        drawn.append((css, f"{offset:.2f}", f"{width:.2f}"))
        offset += width
    return format_html(
        '<svg class="ac-share" role="img" aria-label="{}" width="100%" height="8" '
        'preserveAspectRatio="none" viewBox="0 0 100 8">{}</svg>',
        label,
        format_html_join(
            "", '<rect class="{}" x="{}" width="{}" height="8"></rect>', drawn
        ),
    )


@register.simple_tag
def share_bar(share: Any, css: str = "") -> SafeString:
    """One bar filled to a share between 0 and 1; the figure stands beside it."""
    return stacked_bar([(css, share)], gettext("Share"))


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The address's query with some values changed; None or "" takes one out.

    A new filter or order starts at the first page again.
    """
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Numbers for the page links, with an ellipsis where some are left out."""
    return list(
        page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )


@register.simple_tag
def count_field_errors(form: Any) -> int:
    """How many visible fields of the form were refused."""
    return sum(1 for field in form.visible_fields() if field.errors)


@register.filter
def html_lang(_code: str) -> str:
    """The active language as the `lang` attribute wants it: `zh-Hans`."""
    return html_language()


@register.filter
def theme_of(request: Any) -> str:
    """The chosen theme, also where no context processor has run."""
    return chosen_theme(request) if hasattr(request, "COOKIES") else "system"


@register.filter
def initials(name: str) -> str:
    """`Gu Wei` as GW; a name in Han script by its first character."""
    words = name.replace(".", " ").split()
    if not words:
        return ""
    if not words[0].isascii():
        return words[0][0]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()
