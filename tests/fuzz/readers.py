"""Coverage-guided fuzzing of one reader: `make fuzz`, or `python tests/fuzz/readers.py READER [libFuzzer's options] [folders]`.

A finding is whatever a reader raises that is no SourceError, and an input that takes longer than libFuzzer's -timeout. In the bot
either would cost one source (sources/worker.py turns it into a reason); here it is to be mended.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["sources", "email", "feedparser", "docx", "trafilatura", "markdown_it", "zipfile", "json"]):
    from sources.dates import find_date
    from sources.errors import SourceError
    from sources.extract import extract
    from sources.model import Given, RawSource
    from sources.readers import DOCX, ENTRY, EPUB, FEED, MAIL, TELEGRAM, ZIP, media_type_of, read, unpack
    from tests.sources import writers


def _packed(template: bytes, name: str) -> Callable[[bytes], bytes]:
    """Bytes as one member of an archive that is otherwise whole: the check sums of a ZIP would stop nearly every mutation."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        members = [(member.filename, archive.read(member)) for member in archive.infolist()]

    def pack(data: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            for member, content in members:
                packed.writestr(member, data if member == name else content)
        return file.getvalue()

    return pack


def _as_it_is(data: bytes) -> bytes:
    return data


TARGETS: dict[str, tuple[str | None, Callable[[], Callable[[bytes], bytes]]]] = {
    "any": (None, lambda: _as_it_is),
    "plain": ("text/plain", lambda: _as_it_is),
    "markdown": ("text/markdown", lambda: _as_it_is),
    "html": ("text/html", lambda: _as_it_is),
    "jsonline": ("application/json", lambda: _as_it_is),
    "pdf": ("application/pdf", lambda: _as_it_is),
    "docx": (DOCX, lambda: _packed(writers.docx([writers.sentence(1)]), "word/document.xml")),
    "epub": (EPUB, lambda: _packed(writers.epub([[writers.sentence(1)]]), "OEBPS/book.opf")),
    "chapter": (EPUB, lambda: _packed(writers.epub([[writers.sentence(1)]]), "OEBPS/part 0.xhtml")),
    "archive": (ZIP, lambda: _as_it_is),
    "mail": (MAIL, lambda: _as_it_is),
    "feed": (FEED, lambda: _as_it_is),
    "telegram": (TELEGRAM, lambda: _as_it_is),
    "entry": (ENTRY, lambda: _as_it_is),
}


def one_input(media_type: str | None, wrap: Callable[[bytes], bytes]) -> Callable[[bytes], None]:
    """What libFuzzer calls with each input."""

    def run(data: bytes) -> None:
        try:
            raw = RawSource(wrap(data), "a", "/a", media_type or media_type_of("a.txt", data), Given())
            parts = list(unpack(raw))
        except SourceError:
            return
        for name, part in parts:
            assert isinstance(name, str)
            if isinstance(part, SourceError):
                continue
            try:
                document = extract(read(part), part.given, part.name).document
            except SourceError:
                continue
            assert document.text.strip()
            assert all(0 <= start < len(document.text) for start, _ in document.pages)

    return run


def main() -> None:
    name = sys.argv.pop(1)
    media_type, wrapper = TARGETS[name]
    target = one_input(media_type, wrapper())
    find_date("1-op-1352")  # the first odd date makes dateparser load every language, which is no finding
    seeds = ROOT / "tests" / "fuzz" / "corpus" / name
    if seeds.is_dir():
        sys.argv.append(str(seeds))
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
