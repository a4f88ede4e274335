"""ZIP: the sources in it, each as one of its own. DOCX and EPUB are archives too and are told here, by what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from sources.errors import UnreadableSource
from sources.model import RawSource
from sources.readers import DOCX, EPUB, Part, part_of

LARGEST_MEMBER = 20 * 2**20
"""Bytes, unpacked: as large as any one source may be."""
LARGEST_ARCHIVE = 100 * 2**20
"""Bytes of everything in it, unpacked."""
_MOST_MEMBERS = 20_000
_PACKED_TIGHTEST = 200
"""Times that a member may be larger than packed; text is packed some 3 to 20 times."""
_SMALL = 2**20
"""Bytes; what is no larger may be packed as tightly as it likes."""
_OFFICE = {"xl/workbook.xml": "a spreadsheet (XLSX): save it as PDF or text", "ppt/presentation.xml": "slides (PPTX): save them as PDF"}
_OPEN_DOCUMENT = "an OpenDocument file: save it as DOCX or PDF"


def unpack(raw: RawSource) -> Iterator[Part]:
    """What is in an archive, in order of its names; a Word document or an e-book as itself."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw.data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableSource("this archive is damaged or was cut off: download it again, or unpack it and add what is in it") from error
    with archive:
        refuse_bomb(archive)
        names = {member.filename for member in archive.infolist()}
        if "word/document.xml" in names:
            yield raw.name, replace(raw, media_type=DOCX)
            return
        if "META-INF/container.xml" in names:
            yield raw.name, replace(raw, media_type=EPUB)
            return
        what = next((what for name, what in _OFFICE.items() if name in names), None) or (_OPEN_DOCUMENT if {"mimetype", "content.xml"} <= names else None)
        if what:
            raise UnreadableSource(f"this is {what}")
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.filename and not member.is_dir() and not _is_clutter(member.filename):
                yield _part(raw, archive, member)


def _part(raw: RawSource, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Part:
    label = f"{raw.name}: {member.filename}"
    if member.flag_bits & 1:
        return label, UnreadableSource("it is locked with a password: unpack it and add what is in it")
    try:
        data = read_member(archive, member)
    except UnreadableSource as error:
        return label, error
    if not data.strip(b"\x00 \t\r\n"):
        return label, UnreadableSource("the file is empty")
    return part_of(raw, member.filename, data, member.filename)


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes, never more than it says and may have. UnreadableSource when it is larger, locked or damaged."""
    if member.file_size > LARGEST_MEMBER:
        raise UnreadableSource(f"unpacked it is larger than {LARGEST_MEMBER // 2**20} MB: split it")
    try:
        with archive.open(member) as file:
            data = file.read(LARGEST_MEMBER + 1)
    except RuntimeError as error:
        raise UnreadableSource("it is locked with a password: unpack it and add what is in it") from error
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise UnreadableSource("it is damaged in the archive: download it again, or unpack it and add what is in it") from error
    if len(data) > LARGEST_MEMBER:
        raise UnreadableSource(f"unpacked it is larger than {LARGEST_MEMBER // 2**20} MB: split it")
    return data


def refuse_bomb(archive: zipfile.ZipFile) -> None:
    """UnreadableSource for an archive that is packed far tighter than text, or holds more than can be read at once."""
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise UnreadableSource(f"this archive holds {len(members):,} files, and up to {_MOST_MEMBERS:,} can be read: split it")
    if any(member.file_size > max(_SMALL, _PACKED_TIGHTEST * member.compress_size) for member in members):
        raise UnreadableSource("this archive is packed far tighter than text ever is, so it is not unpacked: unpack it yourself and add what is in it")
    if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
        raise UnreadableSource(f"unpacked, this archive is larger than {LARGEST_ARCHIVE // 2**20} MB: split it")


def _is_clutter(name: str) -> bool:
    """What systems put beside a person's files."""
    path = PurePosixPath(name.replace("\\", "/"))
    return any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in path.parts) or path.name in ("Thumbs.db", "desktop.ini")
