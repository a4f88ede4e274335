"""What every verb shares at the terminal: options, settings, files of lines, printing, progress, and how errors end.

Data goes to stdout, notes and progress to stderr; exit 0 done, 1 failed, 2 usage. Only typer is imported here.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.briefing import Briefing
    from bot.config import Settings
    from index.attribute import AttributionWorker
    from index.catalog import Catalog, StoredDocument
    from index.embed import SentenceTransformerEmbedder
    from index.provenance import Provenance
    from sources.parser import Parser
    from sources.web import Fetcher

log = logging.getLogger(__name__)

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended, as shells know it."""


class Failed(Exception):
    """One sentence for the person at the terminal; exit 1."""


def _one_word(name: str) -> str:
    if not name.strip() or any(character.isspace() for character in name):
        raise typer.BadParameter("a collection's name is one word")
    return name


DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help="The data folder (default: BRIEFBOT_DATA).")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else.")]
CollectionOption = Annotated[str, typer.Option("--collection", metavar="NAME", callback=_one_word, help="The collection that is meant.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", metavar="FILE", help="JSON lines in, JSON lines out.")]


# ---------------------------------------------------------------------- settings and what they open


def settings_for(context: typer.Context, data: Path | None) -> Settings:
    """The settings, with the data folder that the command line names."""
    from pydantic import ValidationError

    from bot.config import Settings, setting_name

    try:
        settings = Settings()
    except ValidationError as error:
        wrong = [(setting_name(str(one["loc"][0])), one["msg"].removeprefix("Value error, ")) for one in error.errors(include_input=False)]
        raise Failed("; ".join(f"the setting {name} is wrong: {reason}" for name, reason in wrong)) from None
    for name in ("bot", "index", "sources"):  # not the root: other libraries log what they are given, questions too
        logging.getLogger(name).setLevel(settings.log_level.value)
    chosen = data or context.obj
    return settings.model_copy(update={"data": Path(chosen)}) if chosen else settings


@contextmanager
def open_catalog(context: typer.Context, data: Path | None) -> Iterator[tuple[Catalog, Settings]]:
    """The catalog of the data folder that is meant."""
    from index.catalog import Catalog

    settings = settings_for(context, data)
    with Catalog(settings.data) as catalog:
        yield catalog, settings


@contextmanager
def open_briefing(context: typer.Context, data: Path | None) -> Iterator[Briefing]:
    """What answers over the data folder that is meant."""
    with open_catalog(context, data) as (catalog, settings), worker_for(settings) as worker:
        yield briefing_over(catalog, settings, worker)


def briefing_over(catalog: Catalog, settings: Settings, worker: AttributionWorker | None = None, patience: float | None = None) -> Briefing:
    """What answers over a catalog; ``worker``: tells who speaks in documents that nobody has looked at yet; ``patience``: for how long (see `Looking`)."""
    from bot.briefing import Briefing

    return Briefing(catalog, embedder_for(catalog, settings), worker, settings.least_confidence, patience)


def worker_for(settings: Settings) -> AttributionWorker:
    """The process that tells who said what; it starts when it is first needed."""
    from index.attribute import AttributionWorker

    return AttributionWorker(settings.parser_model)


def embedder_for(catalog: Catalog, settings: Settings) -> SentenceTransformerEmbedder:
    """The setting's model, its export kept in the catalog's folder, in the precision of the vectors that are there."""
    from index.embed import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedding_model, exports=catalog.folder, stored=catalog.model_hashes())


def fetcher_for(settings: Settings) -> Fetcher:
    """What fetches pages, with the private hosts that the settings allow."""
    from sources.addresses import Exceptions
    from sources.web import Fetcher

    return Fetcher(Exceptions(frozenset(settings.private_hosts)))


def provenance_in(catalog: Catalog, stored: Sequence[StoredDocument]) -> dict[int, Provenance]:
    """Revision id -> how it arrived and what became of it."""
    from index.provenance import find_provenance

    return find_provenance(catalog, [one.revision_id for one in stored])


def parser_for(settings: Settings) -> Parser:
    """The setting's parser; loading it takes a second or two."""
    from sources.parser import Parser

    return Parser(settings.parser_model)


# ---------------------------------------------------------------------- reading


class Lines:
    """The JSON objects of a file of JSON lines, gzipped or not. A line that is none is noted, and counted in ``bad``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.bad = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        import gzip

        try:
            with gzip.open(self._path, "rb") if self._path.suffix == ".gz" else self._path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    fields = self._object(line.strip(b"\xef\xbb\xbf \t\r\n"), number)
                    if fields is not None:
                        yield fields
        except (OSError, EOFError) as error:
            raise Failed(f"{self._path}: it cannot be read: {getattr(error, 'strerror', None) or error}") from error

    def _object(self, line: bytes, number: int) -> dict[str, Any] | None:
        if not line:
            return None
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            return fields
        self.bad += 1
        note(f"{self._path}, line {number}: this is no JSON object; it is left out")
        return None

    def end(self) -> None:
        """Exit 1 when lines were left out."""
        if self.bad:
            raise typer.Exit(1)


def text_of(line: dict[str, Any], *names: str) -> str:
    """The first of these fields that is a text; empty when none is."""
    return next((value for value in map(line.get, names) if isinstance(value, str)), "")


# ---------------------------------------------------------------------- printing


def print_json(value: Any) -> None:
    """One JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=not _writes_utf8(), indent=2))


def print_line(value: dict[str, Any]) -> None:
    """One JSON line, at once: who reads along need not wait for the last one."""
    typer.echo(json.dumps(value, ensure_ascii=not _writes_utf8()))


def note(sentence: str) -> None:
    """Something that is no data."""
    typer.echo(sentence, err=True)


def columns() -> int:
    """How wide the terminal is."""
    import shutil

    return shutil.get_terminal_size((80, 24)).columns


def _writes_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _watched_by_nobody(done: int, total: int) -> None:
    """The progress of work that no terminal shows."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr where a person watches; nothing otherwise."""
    if not sys.stderr.isatty() or total == 1:
        yield _watched_by_nobody
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts: Iterable[Any] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total or None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


# ---------------------------------------------------------------------- how a command ends


def run(command: Callable[..., Any]) -> None:
    """Run a typer command: whatever goes wrong becomes one sentence on stderr and an exit status."""
    logging.basicConfig(
        level=logging.ERROR,  # of other libraries: their warnings say nothing to a person
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        command(standalone_mode=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        note("briefbot: interrupted; what was stored is safe")
        raise SystemExit(INTERRUPTED) from None
    except Exception as error:
        note(f"briefbot: {sentence_for(error)}")
        raise SystemExit(1) from error


def sentence_for(error: Exception) -> str:
    """What a person is told of an error. A known one brings its sentence; where an unknown one arose goes to the log, without what it says."""
    from bot.errors import BotError
    from index.errors import IndexingError
    from sources.errors import SourceError

    if isinstance(error, Failed | SourceError | IndexingError | BotError):
        return str(error)
    log.debug("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))  # its text may hold a question
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'}: {error.strerror}"
    return f"something went wrong inside briefbot ({type(error).__name__}): run it again with BRIEFBOT_LOG_LEVEL=DEBUG to see where"
