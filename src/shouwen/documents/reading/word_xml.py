"""The XML of a Word file, by local names: the strict and the usual spelling read alike."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from shouwen.documents.faults import CannotReadError

# lxml comes without types; an element is what `fromstring` returns.
Element = Any
_DAMAGES = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error,
    OSError, EOFError, ValueError,
)  # fmt: skip
_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes) -> Element:
    """Return the root of an XML part; nothing is fetched and no entity is expanded."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise CannotReadError("damaged") from None
    if root is None:
        raise CannotReadError("damaged")
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotReadError("entities")
    return root


def part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the root of a part of the file, None where there is no such part."""
    if name not in archive.NameToInfo:
        return None
    try:
        return parse(archive.read(name))
    except _DAMAGES:
        raise CannotReadError("damaged") from None
    except (NotImplementedError, RuntimeError) as fault:
        # zipfile says only in words that a password is missing.
        raise CannotReadError("password" if "password" in str(fault) else "damaged") from None


def name_of(element: Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names, all of them where none is named."""
    if element is None:
        return
    for child in element:
        if not names or name_of(child) in names:
            yield child


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first child of a name, and its child in turn; None where one is missing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: Element | None, key: str = "val") -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    for name, held in element.attrib.items():
        if name.rpartition("}")[2] == key:
            return str(held)
    return None


def number(element: Element | None, key: str = "val") -> int | None:
    """Return an attribute that is a whole number, None where it is missing or none."""
    try:
        return int(value(element, key) or "")
    except ValueError:
        return None


def switched_on(element: Element | None) -> bool | None:
    """Tell whether a switch such as bold is on, None where it is not mentioned."""
    if element is None:
        return None
    return (value(element) or "1").lower() not in _OFF
