"""The seal's geometry, on the drawing and on the printed page."""

from __future__ import annotations

import math
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciliation.seal_drawing import (
    NAME_ARC,
    SealFace,
    SealKind,
    diameter_mm,
    draw_seal,
)
from reconciliation.services.seal_artwork import render_seal

SVG = "{http://www.w3.org/2000/svg}"
SHORT, USUAL = "王", "佛山市澜岳电器有限公司"
LONG = "新疆维吾尔自治区乌鲁木齐市高新技术产业开发区晨光精密机械设备制造股份有限公司"
LATIN = "Lanyue Appliance Trading (Hong Kong) Company Limited"


def face(name: str = USUAL, kind: SealKind = SealKind.OFFICIAL, **more) -> SealFace:
    return SealFace(kind=kind, holder_name=name, **more)


def drawn(seal: SealFace) -> ET.Element:
    return ET.fromstring(draw_seal(seal))


def angles(seal: SealFace) -> list[float]:
    found = re.findall(r"rotate\((-?[\d.]+)\) translate\(0,-", draw_seal(seal))
    return [float(each) for each in found]


@pytest.mark.parametrize(("kind", "side"), [("official", 40), ("finance", 38)])
def test_the_drawing_is_as_large_as_the_seal(kind, side):
    root = drawn(face(kind=SealKind(kind)))
    ring = root.find(f"{SVG}circle")

    assert root.get("width") == root.get("height") == f"{side}mm"
    width = float(ring.get("stroke-width"))
    assert 10 <= width <= 12  # tenths of a millimetre
    assert float(ring.get("r")) + width / 2 == side * 5
    assert ring.get("stroke") == "rgb(230,0,18)"


def test_the_star_fills_fourteen_millimetres_with_one_point_up():
    points = drawn(face()).find(f"{SVG}polygon").get("points").split()
    corners = [tuple(map(float, each.split(","))) for each in points]
    reach = [math.hypot(x, y) for x, y in corners]

    assert corners[0] == (0.0, -70.0)
    assert reach[0::2] == pytest.approx([70.0] * 5, abs=0.01)
    assert max(reach[1::2]) < 30


@pytest.mark.parametrize("name", [USUAL, LONG, LATIN, "澜岳电器"])
def test_the_name_stands_evenly_on_the_upper_arc(name):
    turned = angles(face(name))

    assert turned == sorted(turned)
    assert turned[0] == pytest.approx(-turned[-1], abs=0.01)
    assert turned[-1] - turned[0] <= NAME_ARC + 0.01


def test_a_usual_name_takes_the_whole_arc():
    turned = angles(face(USUAL))

    assert turned[-1] - turned[0] == pytest.approx(NAME_ARC, abs=1)


def test_one_character_stands_at_the_top():
    assert angles(face(SHORT)) == [0.0]


def test_the_finance_seal_says_so_below_the_star():
    assert "财务专用章" in draw_seal(face(kind=SealKind.FINANCE))
    assert "财务专用章" not in draw_seal(face())


def test_a_sample_says_so():
    assert "SAMPLE" in draw_seal(face(is_sample=True))
    assert "SAMPLE" not in draw_seal(face())


@given(st.text(max_size=120), st.text(max_size=20), st.booleans())
def test_whatever_the_name_it_stays_a_drawing(name, number, sample):
    seal = face(name, register_number=number, is_sample=sample)
    root = drawn(seal)

    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "circle", "polygon", "g", "text"}
    assert all(abs(angle) <= NAME_ARC / 2 + 0.01 for angle in angles(seal))


@pytest.mark.parametrize("kind", list(SealKind))
def test_the_printed_seal_has_its_true_size(kind, tmp_path: Path):
    """The extent of the red on the page, measured at 300 dots per inch."""
    page = tmp_path / "seal.pdf"
    page.write_bytes(render_seal(face(kind=kind, is_sample=True)))

    width, height = red_extent_mm(page)

    assert width == pytest.approx(diameter_mm(kind), abs=0.5)
    assert height == pytest.approx(diameter_mm(kind), abs=0.5)


def red_extent_mm(page: Path, *, dpi: int = 300) -> tuple[float, float]:
    from PIL import Image

    picture = page.with_suffix("")
    command = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(page)]
    subprocess.run([*command, str(picture)], check=True)
    with Image.open(picture.with_suffix(".png")) as image:
        red, green, blue = image.convert("RGB").split()
        mask = red.point(lambda v: 255 * (v > 200))
        for channel in (green, blue):
            low = channel.point(lambda v: 255 * (v < 110))
            mask = Image.composite(mask, Image.new("L", mask.size), low)
        left, top, right, bottom = mask.getbbox()
    return (right - left) / dpi * 25.4, (bottom - top) / dpi * 25.4
