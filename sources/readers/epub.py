"""EPUB: the chapters of a book in the order of its spine, as one document."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from sources.errors import UnreadableSource
from sources.markup import blocks_of_markup, safe_xml
from sources.model import Layout, Page, RawSource
from sources.readers.archive import read_member, refuse_bomb

_CONTAINER = "META-INF/container.xml"


def read(raw: RawSource) -> Page:
    """The page of an e-book. UnreadableSource when it is locked (DRM), damaged or holds no text."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            refuse_bomb(archive)
            return _book(archive)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableSource("this EPUB is damaged and cannot be opened: download it again, or save its text") from error


def _book(archive: zipfile.ZipFile) -> Page:
    names = {info.filename: info for info in archive.infolist()}
    if "META-INF/rights.xml" in names or (b"enc#" in _member(archive, names, "META-INF/encryption.xml") and "META-INF/sinf.xml" in names):
        raise UnreadableSource("this EPUB is locked by its seller (DRM) and cannot be read: add a copy without a lock, or quote from it by hand")
    place = next(iter(safe_xml(_member(archive, names, _CONTAINER)).xpath("//*[local-name()='rootfile']/@full-path")), "")
    package = safe_xml(_member(archive, names, place))
    blocks = [block for chapter in _chapters(package, place) for block in blocks_of_markup(_member(archive, names, chapter))]
    if not blocks:
        raise UnreadableSource("this EPUB has no text in it: if its pages are pictures, make them readable by text recognition first")
    title = _said(package, "title")
    if title and blocks[0].casefold() == title[0].casefold() and len(blocks) > 1:
        blocks = blocks[1:]
    return Page(
        blocks=tuple(blocks),
        layout=Layout.FINISHED,
        title=title[0] if title else None,
        outlet=next(iter(_said(package, "publisher")), None),
        authors=tuple(_said(package, "creator")),
        date=next(iter(_said(package, "date")), None),
        language=next((code[:2].lower() for code in _said(package, "language")), None),
    )


def _member(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    return read_member(archive, names[name]) if name in names else b""


def _chapters(package: Any, place: str) -> Iterator[str]:
    """The files of the spine, without the table of contents."""
    items = {item.get("id"): item for item in package.xpath("//*[local-name()='manifest']/*[local-name()='item']")}
    seen = set()
    for reference in package.xpath("//*[local-name()='spine']/*[local-name()='itemref']"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split() or "html" not in (item.get("media-type") or ""):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(item.get("href") or "")))
        if path not in seen:
            seen.add(path)
            yield path


def _said(package: Any, name: str) -> list[str]:
    found = package.xpath("//*[local-name()='metadata']//*[local-name()=$name]", name=name)
    texts = (" ".join("".join(element.itertext()).split()) for element in found)
    return [text for text in texts if text]
