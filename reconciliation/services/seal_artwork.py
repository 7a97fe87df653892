"""The seal as a PDF page of its true size, which letters are stamped with."""

from __future__ import annotations

import base64

from django.utils.html import format_html

from arcollect.core.outbound.pdf import render_pdf
from reconciliation.seal_drawing import SealFace, diameter_mm, draw_seal

STYLES = """
@page {{ size: {side}mm {side}mm; margin: 0 }}
html, body {{ margin: 0; padding: 0 }}
img {{ display: block; width: {side}mm; height: {side}mm }}
"""


def svg_address(face: SealFace) -> str:
    """The drawing as a data address, for pages and for print."""
    drawing = base64.b64encode(draw_seal(face).encode()).decode()
    return f"data:image/svg+xml;base64,{drawing}"


def render_seal(face: SealFace) -> bytes:
    """One page, as large as the seal. Raises `PdfRenderError`."""
    return render_pdf(
        format_html('<img src="{}" alt="">', svg_address(face)),
        language="zh-CN",
        title=face.holder_name,
        variant="pdf/a-3u",
        css=STYLES.format(side=diameter_mm(face.kind)),
    )
