"""Where on a letter the seal goes, and where the customer may sign.

The letter's template marks both with an element's id; the PDF keeps them as named
destinations. A letter without marks gets the seal at the foot of its last page.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader

SEAL_MARK = "seal-here"
CUSTOMER_MARK = "countersign-here"
POINTS_PER_MM = 72 / 25.4
CUSTOMER_SIZE_MM = (60.0, 22.0)
# From the page's lower left corner, in millimetres.
SEAL_CENTRE_MM = (155.0, 55.0)
CUSTOMER_CORNER_MM = (25.0, 60.0)


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in points from the lower left corner."""

    page: int
    corners: tuple[float, float, float, float]


@dataclass(frozen=True)
class Places:
    seal: Box
    customer: Box


def find_places(reader: PdfFileReader, *, diameter_mm: float) -> Places:
    """The seal with its centre on its mark, the customer's field below his mark."""
    marks = _marks(reader)
    last = int(reader.root["/Pages"]["/Count"]) - 1
    page, x, y = marks.get(SEAL_MARK, (last, *_points(SEAL_CENTRE_MM)))
    reach = diameter_mm * POINTS_PER_MM / 2
    seal = Box(page, (x - reach, y - reach, x + reach, y + reach))
    page, x, y = marks.get(CUSTOMER_MARK, (last, *_points(CUSTOMER_CORNER_MM)))
    width, height = _points(CUSTOMER_SIZE_MM)
    return Places(seal=seal, customer=Box(page, (x, y - height, x + width, y)))


def _points(size: tuple[float, float]) -> tuple[float, float]:
    return size[0] * POINTS_PER_MM, size[1] * POINTS_PER_MM


def _marks(reader: PdfFileReader) -> dict[str, tuple[int, float, float]]:
    """Page index and point of every mark of ours that the file names."""
    try:
        names = reader.root["/Names"]["/Dests"]["/Names"]
    except KeyError:
        return {}
    found = {}
    entries = [each.get_object() for each in names]
    for name, target in zip(entries[0::2], entries[1::2], strict=False):
        if str(name) not in (SEAL_MARK, CUSTOMER_MARK):
            continue
        where = target["/D"] if isinstance(target, DictionaryObject) else target
        found[str(name)] = (
            _page_index(reader, where.raw_get(0).reference),
            float(where[2]),
            float(where[3]),
        )
    return found


def _page_index(reader: PdfFileReader, page: object) -> int:
    for index, each in enumerate(reader.root["/Pages"].raw_get("/Kids")):
        if each.reference == page:
            return index
    return 0
