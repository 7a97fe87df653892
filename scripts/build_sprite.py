"""Build `static/vendor/icons.svg`, one symbol per icon name in `scripts/icons.txt`.

The drawings come from the npm package @tabler/icons (outline), so that no
third-party file lies in the repository. Standard library only; run by the set-up,
or by hand after a name was added: `python3 scripts/build_sprite.py`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ROOT / "scripts" / "icons.txt"
DRAWINGS = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
SPRITE = ROOT / "static" / "vendor" / "icons.svg"

# Stroke width stays out: the style sheet sets it for every size of icon.
SYMBOL = (
    '<symbol id="i-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
    'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# Every drawing starts with an invisible square that only fixes its size.
FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')


def read_names() -> list[str]:
    """The listed icon names, sorted and without repeats."""
    return sorted(set(NAMES.read_text(encoding="utf-8").split()))


def make_symbol(name: str) -> str:
    """The symbol of one icon. Raises `FileNotFoundError` for an unknown name."""
    drawing = (DRAWINGS / f"{name}.svg").read_text(encoding="utf-8")
    body = BODY.search(drawing)
    if body is None:
        raise ValueError(f"{name}.svg of @tabler/icons is not a drawing.")
    shapes = "".join(line.strip() for line in FRAME.sub("", body[1]).splitlines())
    return SYMBOL.format(name=name, shapes=shapes)


def build_sprite() -> Path:
    """Write the sprite and return its path."""
    symbols = "\n".join(make_symbol(name) for name in read_names())
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    SPRITE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n',
        encoding="utf-8",
    )
    return SPRITE


def main() -> int:
    """Exit status 1 with a sentence when an icon cannot be found."""
    try:
        build_sprite()
    except (FileNotFoundError, ValueError) as problem:
        print(f"The icons could not be built. {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
