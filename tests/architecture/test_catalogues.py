"""Every sentence of the product is there in both scripts, in the trade's own words.

`make messages` brings the catalogues up to date and lists what is left to translate.
"""

from __future__ import annotations

import re

import pytest
from django.utils.translation import gettext, override

from tests.architecture.catalogues import (
    HAN,
    LOCALES,
    PLACEHOLDER,
    ROOT,
    chinese,
    extracted,
    glossary,
    placeholders,
    plural,
    script,
    translated,
)

every_locale = pytest.mark.parametrize("locale", LOCALES)

# Names of formats and programs, and a sum written the same everywhere.
SAME_IN_CHINESE = {"CSV", "Excel", "%(done)s of %(total)s"}
# Simplified characters that Big5 happens to hold too, and the other way round.
SIMPLIFIED_IN_BIG5 = (
    "万与丰优价体个党凄厂厘吨听坏夸宁异怀怜惊扑"
    "扰机极构柜栖气洁洒离种筑网胜腊荐虫触赶适后庄"
)
TRADITIONAL_IN_GB2312 = "於後乾瞭徵夥摺著"
# What people in Taipei and Hong Kong say otherwise.
MAINLAND_WORDS = re.compile(
    "用戶|登錄|信息|默認|保存|數據|導入|導出|設置|合同|賬|軟件|網絡|審計|沖銷|衝銷|打印|刷新"
    "|文件夾|單元格|端口|服務器|郵箱|支持|程式碼|型別|物件|釋出|許可權"
)
CLASSES = {
    "zh_Hans": ["未收", "催收", "准呆", "呆", "死"],
    "zh_Hant": ["未收", "催收", "準呆", "呆", "死"],
}
# The few places where the English says the term and good Chinese does not.
TERM_UNSAID = {"on account", "days past due", "due date", "fact", "as of", "class"}


@every_locale
def test_the_catalogue_holds_exactly_the_sentences_of_the_sources(locale: str) -> None:
    wanted, held = set(extracted()), set(translated(locale))
    assert wanted - held == set(), "Run `make messages` and translate these."
    assert held - wanted == set(), "Run `make messages`; these are gone."


@every_locale
def test_every_sentence_is_translated_and_confirmed(locale: str) -> None:
    open_ones = [
        key
        for key, message in translated(locale).items()
        if message.fuzzy or not chinese(message)
    ]
    assert open_ones == []


@every_locale
def test_one_form_serves_every_number(locale: str) -> None:
    several = [
        key for key, found in translated(locale).items() if len(chinese(found)) > 1
    ]
    assert several == []


@every_locale
def test_placeholders_and_marks_are_kept(locale: str) -> None:
    differing = {
        key: text
        for key, message in translated(locale).items()
        for text in chinese(message)
        if placeholders(text) != placeholders(plural(message))
    }
    assert differing == {}


@every_locale
def test_chinese_is_chinese(locale: str) -> None:
    english = [
        text
        for (msgid, _), message in translated(locale).items()
        for text in chinese(message)
        if not HAN.search(text) and says_something(msgid)
    ]
    assert english == []


def says_something(msgid: str) -> bool:
    """Not only placeholders and punctuation, which may be the same everywhere."""
    words = re.search("[A-Za-z]", PLACEHOLDER.sub("", msgid))
    return words is not None and msgid not in SAME_IN_CHINESE


@every_locale
def test_punctuation_beside_chinese_is_full_width(locale: str) -> None:
    half_width = [
        text
        for message in translated(locale).values()
        for text in chinese(message)
        if re.search(r"[\u3400-\u9fff][,:;?!(]|[,;?!)][\u3400-\u9fff]", text)
    ]
    assert half_width == []


@every_locale
def test_one_space_stands_between_chinese_and_latin(locale: str) -> None:
    crowded = [
        text
        for message in translated(locale).values()
        for text in chinese(message)
        if re.search(
            r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]", _bare(text)
        )
        or "  " in text
    ]
    assert crowded == []


def _bare(text: str) -> str:
    """Without placeholders: what they hold may be Chinese or not; dates have no space."""
    return re.sub(r"%\(\w+\)[a-z]|</?b>", "·", text)


def test_quotation_marks_are_those_of_the_script() -> None:
    simplified = [
        text
        for message in translated("zh_Hans").values()
        for text in chinese(message)
        if re.search("[「」『』]", text)
    ]
    traditional = [
        text
        for message in translated("zh_Hant").values()
        for text in chinese(message)
        if re.search("[“”‘’]", text)
    ]
    assert simplified == []
    assert traditional == []


def foreign_characters(text: str, *, encoding: str, extra: str) -> set[str]:
    """Han characters that the script of `encoding` does not write."""

    def writes(character: str) -> bool:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            return False
        return character not in extra

    return {character for character in HAN.findall(text) if not writes(character)}


@pytest.mark.parametrize(
    ("locale", "encoding", "extra"),
    [
        ("zh_Hans", "gb2312", TRADITIONAL_IN_GB2312),
        ("zh_Hant", "big5", SIMPLIFIED_IN_BIG5),
    ],
)
def test_no_character_of_the_other_script(
    locale: str, encoding: str, extra: str
) -> None:
    text = "".join("".join(chinese(found)) for found in translated(locale).values())
    assert foreign_characters(text, encoding=encoding, extra=extra) == set()


def test_the_guard_itself_tells_the_scripts_apart() -> None:
    simplified, traditional = "应收账款逾期天后网络", "應收帳款逾期天後網路"
    big5 = {"encoding": "big5", "extra": SIMPLIFIED_IN_BIG5}
    gb2312 = {"encoding": "gb2312", "extra": TRADITIONAL_IN_GB2312}
    assert foreign_characters(simplified, **big5) == set("应账后网络")
    assert foreign_characters(traditional, **gb2312) == set("應帳後網")
    assert foreign_characters(simplified, **gb2312) == set()
    assert foreign_characters(traditional, **big5) == set()


def test_traditional_chinese_is_written_as_people_there_write() -> None:
    found = [
        text
        for message in translated("zh_Hant").values()
        for text in chinese(message)
        if MAINLAND_WORDS.search(text)
    ]
    assert found == []


@every_locale
def test_a_term_alone_is_the_glossarys_word(locale: str) -> None:
    words = glossary(locale)
    checked = set()
    for (msgid, context), message in translated(locale).items():
        term = msgid.casefold()
        term = term if term in words else term.removesuffix("s")
        if term in words and context is None:
            checked.add(term)
            assert chinese(message) == [words[term]], msgid
    assert len(checked) >= 20


@every_locale
def test_a_term_within_a_sentence_is_the_glossarys_word(locale: str) -> None:
    words = {
        term: word
        for term, word in glossary(locale).items()
        if " " in term and term not in TERM_UNSAID
    }
    wrong = [
        (term, chinese(message))
        for message in translated(locale).values()
        for term, word in words.items()
        if re.search(rf"\b{term}s?\b", plural(message), re.IGNORECASE)
        and any(word not in text for text in chinese(message))
    ]
    assert wrong == []


@every_locale
def test_the_five_classes_have_their_exact_names(locale: str) -> None:
    names = ["Uncollected", "Expedited", "Quasi-bad", "Bad", "Dead"]
    held = translated(locale)
    assert [chinese(held[name, None])[0] for name in names] == CLASSES[locale]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
@pytest.mark.parametrize(
    "sentence",
    [
        "This field is required.",
        "Enter a valid date.",
        "Enter a number.",
        "This password is too common.",
        "The password is too similar to the %(verbose_name)s.",
        "Monday",
        "November",
    ],
)
def test_the_frameworks_own_sentences_are_chinese(language: str, sentence: str) -> None:
    with override(language):
        assert HAN.search(gettext(sentence))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_file_is_as_make_messages_writes_it(locale: str, tmp_path) -> None:
    path = script().catalogue_path(locale, root=ROOT)
    copy = tmp_path / "django.po"
    script().write_catalogue(script().read_catalogue(path, locale=locale), copy)
    assert copy.read_bytes() == path.read_bytes()
