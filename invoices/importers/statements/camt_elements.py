"""Elements of an XML message by their local names, whatever the namespace. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def local(element: Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """The direct children of that name."""
    return (found for found in element if local(found) == name)


def child(element: Element, *path: str) -> Element | None:
    """The first element at the end of the path."""
    found = element
    for name in path:
        below = next(children(found, name), None)
        if below is None:
            return None
        found = below
    return found


def text_at(element: Element, *path: str) -> str:
    """The text at the end of the path, stripped; empty where there is none."""
    found = child(element, *path)
    return "" if found is None else (found.text or "").strip()
