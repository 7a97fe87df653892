"""The company's own seal as a drawing at true size (domain rule 4.4).

One unit of the drawing is a tenth of a millimetre. Every character stands in a turned
group of its own, since engines that print letters do not set text along a path.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from xml.sax.saxutils import escape

RED = "rgb(230,0,18)"
# A Song face; the last resort is whatever serif face the machine has.
SONG = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC','SimSun','AR PL UMing CN',serif"
RING = 11.0
STAR_RADIUS = 70.0  # circumscribed circle of 14 mm
STAR_WAIST = 0.382
NAME_ARC = 240.0
NUMBER_ARC = 84.0
# Between two Chinese characters of a short name, in degrees.
WIDEST_STEP = 34.0
NAME_SIZE = 46.0
NAME_GAP = 7.0
ASCENT = 0.86
CONDENSED = 0.62
FINANCE_LINE = "财务专用章"
SAMPLE_LINE = "样章 SAMPLE"
_NARROW = set("ijlrtfI1.,:;'|!()[] ·-")
_WIDE = set("mwMW@%&")


class SealKind(StrEnum):
    """Seals that the product draws."""

    OFFICIAL = "official"
    FINANCE = "finance"


DIAMETER_MM = {SealKind.OFFICIAL: 40, SealKind.FINANCE: 38}


@dataclass(frozen=True, kw_only=True)
class SealFace:
    """What stands on a seal. `is_sample` prints 样章 SAMPLE across it."""

    kind: SealKind
    holder_name: str
    register_number: str = ""
    is_sample: bool = False


def diameter_mm(kind: SealKind) -> int:
    """Outer diameter in millimetres: official seal 40, finance seal 38."""
    return DIAMETER_MM[kind]


def draw_seal(face: SealFace) -> str:
    """The seal as an SVG document of its true size; transparent outside the ink."""
    radius = diameter_mm(face.kind) * 5.0
    side = diameter_mm(face.kind)
    parts = [
        _opening(side, radius),
        _ring(radius),
        f'<polygon fill="{RED}" points="{_star()}"/>',
        f'<g fill="{RED}" font-family="{SONG}" font-weight="bold" text-anchor="middle">',
        *_name(face.holder_name, inner=radius - RING),
        *_number(face.register_number, inner=radius - RING),
    ]
    if face.kind == SealKind.FINANCE:
        parts.append(f'<text y="112" font-size="33">{FINANCE_LINE}</text>')
    parts.append("</g>")
    if face.is_sample:
        parts.extend(_sample())
    parts.append("</svg>")
    return "".join(parts)


def _opening(side: float, radius: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}mm" height="{side}mm" '
        f'viewBox="{-radius:g} {-radius:g} {2 * radius:g} {2 * radius:g}">'
    )


def _ring(radius: float) -> str:
    """Its outer edge is the seal's: half the line lies on either side of its circle."""
    return (
        f'<circle r="{radius - RING / 2:g}" fill="none" stroke="{RED}" '
        f'stroke-width="{RING:g}"/>'
    )


def _star() -> str:
    """Ten corners, one point straight up."""
    corners = []
    for corner in range(10):
        reach = STAR_RADIUS if corner % 2 == 0 else STAR_RADIUS * STAR_WAIST
        angle = math.radians(36 * corner)
        x, y = reach * math.sin(angle), -reach * math.cos(angle)
        corners.append(f"{x:.2f},{y:.2f}")
    return " ".join(corners)


def _name(name: str, *, inner: float) -> list[str]:
    """The name on the upper arc, its characters' feet towards the centre.

    Characters of a long name become narrower first, as engravers do it, then smaller.
    """
    letters = _printable(name)
    if not letters:
        return []
    widths = [_width(letter) for letter in letters]
    total = sum(widths)
    size = NAME_SIZE
    baseline = inner - NAME_GAP - ASCENT * size
    room = math.radians(NAME_ARC) * baseline
    # Room is measured between the middles of the first and the last character.
    needed = (total - (widths[0] + widths[-1]) / 2) * size * 1.06
    squeeze = 1.0
    if needed > room:
        squeeze = max(room / needed, CONDENSED)
        if needed * squeeze > room:
            size *= room / (needed * squeeze)
            baseline = inner - NAME_GAP - ASCENT * size
    steps = [(a + b) / 2 for a, b in pairwise(widths)]
    span = _span(steps, size=size * squeeze, baseline=baseline)
    return _arc(letters, steps, span=span, size=size, squeeze=squeeze, at=-baseline)


def _span(steps: list[float], *, size: float, baseline: float) -> float:
    """The angle between the first and the last character, at most `NAME_ARC`."""
    if not steps:
        return 0.0
    wide = sum(step * WIDEST_STEP for step in steps)
    # Western letters stand in words: set apart like Chinese ones they fall asunder.
    if max(steps) < 1.0:
        wide = math.degrees(sum(steps) * size * 1.18 / baseline)
    return min(NAME_ARC, wide)


def _number(number: str, *, inner: float) -> list[str]:
    """The register number on the lower arc, read from left to right, upright."""
    digits = _printable(number)
    if not digits:
        return []
    steps = [1.0] * (len(digits) - 1)
    span = min(NUMBER_ARC, 7.0 * len(steps))
    size = min(18.0, 18.0 * 12 / max(len(digits), 12))
    return _arc(digits, steps, span=-span, size=size, squeeze=1.0, at=inner - 9.0)


def _arc(
    letters: list[str],
    steps: list[float],
    *,
    span: float,
    size: float,
    squeeze: float,
    at: float,
) -> list[str]:
    """Each character turned about the centre; `at` is the height of its baseline."""
    whole = sum(steps) or 1.0
    angle, drawn = -span / 2, []
    for letter, step in zip(letters, [*steps, 0.0], strict=True):
        if letter != " ":
            drawn.append(
                f'<g transform="rotate({angle:.3f}) translate(0,{at:.2f}) '
                f'scale({squeeze:.3f},1)"><text font-size="{size:.2f}">'
                f"{escape(letter)}</text></g>"
            )
        angle += span * step / whole
    return drawn


def _sample() -> list[str]:
    """The words of a specimen, upon a white edge so that they are read on any ink."""
    words = (
        f'<text font-size="47" y="16" text-anchor="middle" font-weight="bold" '
        f'font-family="{SONG}"'
    )
    return [
        '<g transform="rotate(-24)">',
        f'{words} fill="white" stroke="white" stroke-width="16">{SAMPLE_LINE}</text>',
        f'{words} fill="{RED}">{SAMPLE_LINE}</text>',
        "</g>",
    ]


def _printable(text: str) -> list[str]:
    """The characters one by one; what does not print or cannot stand in XML is left."""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return [sign for sign in plain if sign == " " or _shows(sign)]


def _shows(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ"


def _width(sign: str) -> float:
    """The advance of a character in units of its size, near enough for an arc."""
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in _NARROW:
        return 0.36
    if sign in _WIDE:
        return 0.95
    return 0.74 if sign.isupper() else 0.58
