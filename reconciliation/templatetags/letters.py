"""What the templates of letters say, in the letter's own languages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reconciliation import letter_words
from reconciliation.domain.letter_codes import shown_code

register = template.Library()


def _spoken(runs: Iterable[tuple[str, str]], languages: list[str]) -> SafeString:
    """The texts, each in a span that names its language; alone it needs none."""
    if len(languages) == 1:
        return format_html("{}", next(text for _tag, text in runs))
    return format_html_join(" ", '<span class="run" lang="{}">{}</span>', runs)


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> SafeString:
    """The sentence once per language.

    Values named in `_DAYS` are ISO days and come out as the language has them.
    """
    languages = context["languages"]
    shown = {name: _value(name, value) for name, value in values.items()}
    return _spoken(letter_words.runs(key, languages, **shown), languages)


_DAYS = {"day", "since", "cut_off", "reply_due", "pay_by"}


def _value(name: str, value: Any) -> Any:
    if name in _DAYS and value:
        return lambda language: letter_words.day_text(value, language)
    if name == "words":
        amount, currency = value
        return lambda language: letter_words.amount_words(amount, currency, language)
    return value


@register.simple_tag(takes_context=True)
def say_day(context: Context, day: str) -> SafeString:
    """A day of its own, once per language."""
    languages = context["languages"]
    days = (
        (letter_words.TAGS[language], letter_words.day_text(day, language))
        for language in languages
    )
    return _spoken(days, languages)


@register.simple_tag(takes_context=True)
def in_words(context: Context, amount: str, currency: str) -> SafeString:
    """An amount in words, once per language."""
    languages = context["languages"]
    words = (
        (
            letter_words.TAGS[language],
            letter_words.amount_words(amount, currency, language),
        )
        for language in languages
    )
    return _spoken(words, languages)


@register.simple_tag
def pair(first: Any, second: Any) -> tuple[Any, Any]:
    """Two values as one, for `say`."""
    return first, second


@register.filter
def figures(amount: str) -> str:
    """Grouped digits; nothing for nothing."""
    return letter_words.amount_figures(amount) if amount else ""


@register.filter
def unsigned(amount: str) -> str:
    """The amount without its sign."""
    return amount.removeprefix("-")


@register.simple_tag(takes_context=True)
def or_nil(context: Context, amount: str) -> SafeString:
    """The amount, or the word for nil: an empty cell could be an oversight."""
    if Decimal(amount):
        return format_html("{}", letter_words.amount_figures(amount))
    return say(context, "nil")


@register.filter
def code_groups(code: str) -> str:
    """The code as letters print it."""
    return shown_code(code)


@register.filter
def key(words: dict[str, str], name: str) -> str:
    """The word under a name."""
    return words[name]
