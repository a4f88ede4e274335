"""The verbs: one function each, that opens what it needs, asks for one thing and prints it (`bot/terminal.py` holds what they share).

Only typer is imported here: each verb fetches what it needs, so that `--help` and completion stay fast.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import upkeep
from bot.finishing import attribute, embed, give_way, write_copies
from bot.terminal import (
    BatchOption,
    CollectionOption,
    DataOption,
    Failed,
    JsonOption,
    Lines,
    briefing_over,
    columns,
    embedder_for,
    fetcher_for,
    note,
    open_briefing,
    open_catalog,
    parser_for,
    print_json,
    print_line,
    progress,
    provenance_in,
    run,
    sentence_for,
    settings_for,
    text_of,
    worker_for,
)

if TYPE_CHECKING:
    from bot.briefing import Briefing, Scope
    from bot.config import Settings
    from bot.state import State
    from index.catalog import Catalog, StoredDocument
    from index.evaluate import Judged
    from index.evaluate_attribution import Statement
    from index.ingest import Outcome
    from index.pages import Fetch
    from sources.errors import SourceError
    from sources.model import Attribution, Document, Figure, Given, RawSource
    from sources.parser import Parser
    from sources.worker import ParsingWorker

app = typer.Typer(
    name="briefbot",
    help="Answers briefing questions with the sources' own words: who said it, where and when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _everywhere(context: typer.Context, data: DataOption = None) -> None:
    context.obj = data


# ---------------------------------------------------------------------- verbs that bring sources in


@app.command()
def add(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="SOURCE…", help="Files, folders or web addresses.")] = None,
    title: Annotated[str | None, typer.Option(help="The article's title.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    published: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="When it was published.")] = None,
    jsonl: Annotated[list[Path] | None, typer.Option("--jsonl", metavar="FILE", help="A corpus: a JSON object a line.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Go on and take in what comes into these folders or changes there, until stopped.")] = False,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take sources in, ready to be found by words and meaning."""
    from index.ingest import Status
    from sources.fetch import is_address
    from sources.model import Given

    if not sources and not jsonl:
        raise typer.BadParameter("name at least one file, folder or web address, or --jsonl FILE")
    given = Given(title, outlet, author, _day(published))
    folders = [Path(source) for source in sources or [] if Path(source).is_dir()]
    if watch and len(folders) != len(sources or []):
        raise typer.BadParameter("--watch is for folders: name only folders")
    with open_catalog(context, data) as (catalog, settings):
        give_way(catalog)
        if watch:
            _watch(catalog, settings, folders, given, collection, as_json)
        pages = [one for one in sources or [] if is_address(one)]
        files = [one for one in sources or [] if one not in pages]
        fetch = fetcher_for(settings).fetch if pages else None
        fetched = [_add_page(catalog, fetch, page, given, collection) for page in pages if fetch]
        outcomes = _take_in(catalog, settings, list(_arrivals(files, jsonl or [], given)), collection, as_json, fetched)
    if any(outcome.status is Status.FAILED for outcome in outcomes):
        raise typer.Exit(1)


def _take_in(catalog: Catalog, settings: Settings, arrivals: list[Arrival], collection: str, as_json: bool, fetched: Sequence[Outcome] = ()) -> list[Outcome]:
    """Add what arrived, make it and what was ``fetched`` searchable, and say what came of it."""
    from bot.contract import summary_json
    from index.errors import IndexingError

    trouble: IndexingError | None = None
    started = time.perf_counter()
    outcomes = [*_add_all(catalog, arrivals, collection), *fetched]
    try:
        if embedded := embed(catalog, embedder_for(catalog, settings)):
            took = time.perf_counter() - started
            note(f"{embedded} passages can be found by words and meaning after {took:.1f} seconds, {embedded / took:.0f} a second")
    except IndexingError as error:  # what was added is stored all the same: first say what that is
        trouble = error
    if as_json:
        print_json(summary_json(outcomes))
    else:
        _print_summary(outcomes)
    sys.stdout.flush()  # what was added can be found; who speaks in it may take minutes more
    for remark in (f"{outcome.source}: {remark}" for outcome in outcomes for remark in outcome.notes):
        note(remark)
    if trouble:
        raise trouble
    attribute(catalog, settings)
    return outcomes


def _watch(catalog: Catalog, settings: Settings, folders: list[Path], given: Given, collection: str, as_json: bool) -> None:
    """Take in what is in the folders and what comes into them, until interrupted."""
    from bot.watching import SECONDS, Look, due, look_at
    from sources.fetch import read_file, readable_files

    note(f"watching {', '.join(map(str, folders))}; Ctrl-C ends it")
    taken: Look = {}
    before: Look = {}
    while True:
        now = look_at(file for folder in folders for file in readable_files(folder))
        arrived = due(taken, before, now)
        if arrived:
            _take_in(catalog, settings, [(str(file), None, partial(read_file, file, given)) for file in arrived], collection, as_json)
            taken = {**taken, **{file: now[file] for file in arrived}}
        before = now
        time.sleep(SECONDS)


_LONGEST_NAME = 300
"""Characters of a source's name in the summary; an address may have thousands."""


def _print_summary(outcomes: Iterable[Outcome]) -> None:
    from collections import Counter

    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.status.value] += 1
        named = outcome.doc_id or outcome.source
        typer.echo(
            f"{outcome.status.value:9} {named if len(named) <= _LONGEST_NAME else f'{named[:_LONGEST_NAME]}…'}{f': {outcome.reason}' if outcome.reason else ''}"
        )
    typer.echo(", ".join(f"{count} {status}" for status, count in counts.items()) or "nothing to add")


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"“{written}” is no day: write it as 2021-11-10", param_hint="--date") from error


Arrival = tuple[str, "str | None", "Callable[[], RawSource]"]
"""(what a person calls it, the doc_id that a corpus gives, what reads it)."""


def _arrivals(sources: list[str], corpora: list[Path], given: Given) -> Iterator[Arrival]:
    from sources.errors import SourceError
    from sources.fetch import list_sources, read_corpus, read_file

    for argument in sources:
        try:
            paths = list_sources(argument)
        except SourceError as error:
            yield argument, None, partial(_result, error)
            continue
        for path in paths:
            yield str(path), None, partial(read_file, path, given)
    for corpus in corpora:
        for doc_id, line in read_corpus(corpus, given):
            yield doc_id, doc_id, partial(_result, line)


def _result(line: RawSource | SourceError) -> RawSource:
    if isinstance(line, Exception):
        raise line
    return line


def _add_page(catalog: Catalog, fetch: Fetch, page: str, given: Given, collection: str) -> Outcome:
    """What came of one web address."""
    from index.errors import IndexingError
    from index.ingest import Outcome, Status
    from index.pages import add_page

    try:
        return replace(add_page(catalog, fetch, page, given, collection, time.time()), source=page)
    except IndexingError:
        raise
    except Exception as error:  # a page that no reader foresaw must not cost the others
        return Outcome(page, Status.FAILED, reason=sentence_for(error).removeprefix(f"{page}: "))


def _add_all(catalog: Catalog, arrivals: list[Arrival], collection: str) -> list[Outcome]:
    from sources.worker import ParsingWorker

    outcomes: list[Outcome] = []
    with ParsingWorker() as worker, progress("reading", len(arrivals)) as advance:
        for done, arrival in enumerate(arrivals, start=1):
            outcomes.extend(_add_one(catalog, worker, arrival, collection))
            advance(done, len(arrivals))
    return outcomes


def _add_one(catalog: Catalog, worker: ParsingWorker, arrival: Arrival, collection: str) -> list[Outcome]:
    """What came of one source, part by part. A store that fails ends everything; what else fails is one line of the summary, whatever it did."""
    from index.errors import IndexingError
    from index.ingest import Outcome, Status, add_parsed
    from sources.worker import parse

    name, doc_id, read = arrival
    outcomes = []
    try:
        raw = read()
        for part, parsed in parse(raw) if doc_id else worker.parse(raw):  # the lines of a corpus are JSON, which bombs nobody
            called = name if part == raw.name else f"{name}{part.removeprefix(raw.name)}"
            try:
                if isinstance(parsed, Exception):
                    raise parsed
                outcomes.append(replace(add_parsed(catalog, parsed, collection, doc_id), source=called))
            except IndexingError:
                raise
            except Exception as error:  # a part that nobody foresaw must not cost the others
                outcomes.append(Outcome(called, Status.FAILED, reason=sentence_for(error).removeprefix(f"{name}: ")))
    except IndexingError:
        raise
    except Exception as error:  # nor a source the other sources
        outcomes.append(Outcome(name, Status.FAILED, reason=sentence_for(error).removeprefix(f"{name}: ")))
    return outcomes


@app.command()
def extract(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="SOURCE")] = None,
    batch: BatchOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what would be stored of a source; nothing is. Batch lines: {page_id, html (a path), url}."""
    from bot.contract import extracted_json
    from sources.worker import ParsingWorker

    settings = settings_for(context, data)
    _one_of(source, batch, "SOURCE")
    if batch:
        _extract_batch(batch)
        return
    with ParsingWorker() as worker:
        parts = _documents_in(worker, _one_source(source or "", settings))
    if as_json:
        print_json([extracted_json(document) for document in parts] if len(parts) > 1 else extracted_json(parts[0]))
        return
    for document in parts:
        _print_document(document, str(document.published or "no date found"))


def _documents_in(worker: ParsingWorker, raw: RawSource) -> list[Document]:
    """The documents in a source; what cannot be read of it is noted. SourceError when none can be."""
    results = worker.parse(raw)
    documents = []
    for name, parsed in results:
        if not isinstance(parsed, Exception):
            documents.append(parsed.extraction.document)
            for remark in parsed.extraction.notes:
                note(f"{name}: {remark}")
        elif len(results) > 1:
            note(f"{name}: {parsed}")
        else:
            raise parsed
    if not documents:
        raise Failed("nothing that can be read is in it: see the reasons above")
    return documents


def _one_source(source: str, settings: Settings) -> RawSource:
    from sources.fetch import is_address, list_sources, read_answer, read_file
    from sources.model import Given

    if is_address(source):
        return read_answer(fetcher_for(settings).fetch(source), Given())
    paths = list_sources(source)
    if len(paths) != 1:
        raise typer.BadParameter(f"this folder holds {len(paths)} files: name one")
    return read_file(paths[0], Given())


def _extract_batch(batch: Path) -> None:
    from bot.contract import extracted_json
    from sources.worker import ParsingWorker

    lines, failed = Lines(batch), False
    with ParsingWorker() as worker:
        for line in lines:
            page_id = line.get("page_id")
            try:
                print_line({"page_id": page_id, **extracted_json(_page_of(worker, line, batch.parent))})
            except Exception as error:  # a page that no reader foresaw must not cost the others
                failed = True
                print_line({"page_id": page_id, "error": sentence_for(error)})
    if failed:
        raise typer.Exit(1)
    lines.end()


def _page_of(worker: ParsingWorker, line: dict[str, Any], folder: Path) -> Document:
    """The (first) document of one batch line; its file lies beside the batch file, or where the command runs."""
    from sources.fetch import read_file
    from sources.model import Given

    name = text_of(line, "html")
    if not name:
        raise Failed("this line has no field html with a path")
    path = folder / name if (folder / name).exists() else Path(name)
    document = _documents_in(worker, read_file(path, Given()))[0]
    return document if document.url else replace(document, url=text_of(line, "url") or None)


def _one_of(argument: str | None, batch: Path | None, name: str) -> None:
    if (argument is None) == (batch is None):
        raise typer.BadParameter(f"name a {name}, or a --batch FILE, and not both")


def _print_document(document: Document, day: str, *details: str) -> None:
    from bot.render import wrapped

    width = columns()
    for line in wrapped(document.title, width) + wrapped(" · ".join(filter(None, [document.outlet, *document.authors, day, *details])), width):
        typer.echo(line)
    for number, paragraph in enumerate(document.paragraphs, start=1):
        typer.echo(f"\n¶{number}")
        for line in wrapped(paragraph, width):
            typer.echo(line)


# ---------------------------------------------------------------------- verbs that answer


@app.command()
def chart(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.png", help="Where the picture goes.")],
    dark: Annotated[bool, typer.Option("--dark", help="On a dark ground.")] = False,
    collection: CollectionOption = "main",
    data: DataOption = None,
) -> None:
    """Draw the figures that answer a question, side by side: who, the figure as it is worded, its range, its date."""
    from bot.briefing import Scope
    from bot.chart import NoChart, chart_of, draw

    with open_briefing(context, data) as briefing:
        answer = briefing.ask(question, Scope(collection))
    try:
        picture = draw(chart_of(answer.figures), dark)
    except NoChart as error:
        raise Failed(str(error)) from None
    output.write_bytes(picture)
    note(f"{output}: {len(picture):,} bytes")


@app.command()
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every quote, not the first screen only.")] = False,
    batch: BatchOption = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with the sources' own sentences. Batch lines: {qid, question}."""
    from bot.briefing import Scope

    _one_of(question, batch, "QUESTION")
    scope = Scope(collection)
    with open_briefing(context, data) as briefing:
        if batch:
            lines = Lines(batch)
            for line in lines:
                print_line({"qid": line.get("qid"), **_asked(briefing, text_of(line, "question"), scope, everything)})
            lines.end()
        elif as_json:
            print_json(_asked(briefing, question or "", scope, everything))
        else:
            from bot.render_figures import answer_as_text

            answer = briefing.ask(question or "", scope, everything)
            typer.echo(answer_as_text(answer, briefing.searched(scope), date.today(), columns(), everything))


def _asked(briefing: Briefing, question: str, scope: Scope, everything: bool) -> dict[str, Any]:
    from bot.contract import answer_json
    from bot.render import notes

    started = time.perf_counter()
    answer = briefing.ask(question, scope, everything)
    took_ms = round(1000 * (time.perf_counter() - started), 1)
    searched = briefing.searched(scope)
    for remark in notes(answer, searched):
        note(remark)
    return answer_json(answer, searched, took_ms)


@app.command()
def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many passages.")] = 10,
    batch: BatchOption = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find passages, best first. Batch lines: {qid, question}."""
    from bot.briefing import Scope
    from bot.contract import hit_json

    _one_of(query, batch, "QUERY")
    with open_briefing(context, data) as briefing:

        def hits(query: str) -> list[dict[str, Any]]:
            return [hit_json(hit) for hit in briefing.search(query, Scope(collection), k).hits]

        if batch:
            lines = Lines(batch)
            for line in lines:
                print_line({"qid": line.get("qid"), "hits": hits(text_of(line, "question", "query"))})
            lines.end()
        elif as_json:
            print_json(hits(query or ""))
        else:
            _print_hits(hits(query or ""))


def _print_hits(hits: list[dict[str, Any]]) -> None:
    from bot.render import wrapped

    for hit in hits:
        typer.echo(f"{hit['score']:.4f}  {hit['doc_id']} ¶{hit['paragraph'] + 1}")
        for line in wrapped(hit["text"], columns() - 8):
            typer.echo(f"        {line}")
        typer.echo("")
    if not hits:
        note("nothing found: no passage holds these words or means the like")


# ---------------------------------------------------------------------- the bot


@app.command()
def init(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check the bot's token, say how the account is set up, and print a one-use link that makes whoever follows it an owner."""
    from bot.access import ALL, PAIRING_SECONDS, Role
    from bot.account import account_of, meaning
    from bot.desk import pairing_link
    from bot.state import State

    with open_catalog(context, data) as (catalog, settings):
        account = account_of(_token(settings), settings.telegram_api_url)
        link = pairing_link(State(catalog.engine), account.username, Role.OWNER, ALL, time.time())
    if as_json:
        print_json({"id": account.id, "username": account.username, "means": list(meaning(account)), "link": link, "valid_seconds": PAIRING_SECONDS})
        return
    typer.echo(f"The token is that of @{account.username}.")
    for sentence in meaning(account):
        typer.echo(f"- {sentence}")
    typer.echo(f"Open this once, within {PAIRING_SECONDS // 60} minutes, while `briefbot run` is running; it makes you an owner:\n{link}")


@app.command(name="run")
def run_bot(context: typer.Context, data: DataOption = None) -> None:
    """Answer on Telegram until told to stop."""
    from functools import partial

    from bot.answering import Answering, BriefingBeside
    from bot.app import serve
    from bot.state import State
    from index.backup import backup

    with open_catalog(context, data) as (catalog, settings), Answering(settings) as answering, catalog.answering():
        _token(settings)
        serve(settings, BriefingBeside(catalog, settings, answering), State(catalog.engine), typer.echo, partial(backup, catalog))


@app.command()
def revoke(
    context: typer.Context,
    user: Annotated[int, typer.Argument(metavar="USER", help="The person's numeric Telegram id.")],
    wipe: Annotated[bool, typer.Option("--wipe", help="Also delete the private chat's messages of the last two days, on both sides.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a person's access away and erase what is known of them."""
    from bot.account import delete_messages
    from bot.audit import Change
    from bot.state import State

    with open_catalog(context, data) as (catalog, settings):
        state, now = State(catalog.engine), time.time()
        ids = state.deletable(user, now) if wipe else []
        if wipe:
            delete_messages(_token(settings), settings.telegram_api_url, user, ids)
        state.forget(user, now, Change.REVOKED)
        _empty_log(state)
        stays = user in settings.admins or user in settings.allowed_chats
    if as_json:
        print_json({"revoked": user, "deleted": len(ids), "named_in_settings": stays})
        return
    typer.echo(f"{user} may not ask any more, and nothing is known of them." + (f" {len(ids)} messages were deleted." if wipe else ""))
    if stays:
        typer.echo("They are still named in BRIEFBOT_ADMINS or BRIEFBOT_ALLOWED_CHATS: take them out there and start the bot again.")


@app.command()
def audit(
    context: typer.Context,
    user: Annotated[int | None, typer.Argument(metavar="ID", help="Only what concerns this person or chat.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who got and who lost access. Ids are stored as keyed hashes: name one to see its lines."""
    from datetime import UTC, datetime

    from bot.state import State

    with open_catalog(context, data) as (catalog, _):
        found = State(catalog.engine).audited(user)
    if as_json:
        print_json([{"at": one.at, "change": one.change.value, "actor": one.actor, "subject": one.subject, "detail": one.detail} for one in found])
        return
    for one in found:
        by = f" by {one.actor}" if one.actor and one.actor != one.subject else ""
        typer.echo(f"{datetime.fromtimestamp(one.at, UTC):%Y-%m-%d %H:%M}  {one.subject}  {one.change.value}{by}{f': {one.detail}' if one.detail else ''}")
    if not found:
        typer.echo("nothing yet" if user is None else f"nothing about {user}")


def _empty_log(state: State) -> None:
    """Take what was erased out of the write-ahead log as well; a bot that runs meanwhile may hold it for a moment."""
    for _ in range(50):
        if state.wipe_log():
            return
        time.sleep(0.1)
    note("what was erased still stands in the write-ahead log, which another process uses: run the same once more")


def _token(settings: Settings) -> str:
    if not settings.token:
        raise Failed("no token: get one from @BotFather (/newbot) and put it into .env as TELEGRAM_BOT_TOKEN")
    return settings.token


# ---------------------------------------------------------------------- verbs that take an article apart


@app.command()
def statements(
    context: typer.Context,
    doc: Annotated[str | None, typer.Argument(metavar="DOC", help="A stored article.")] = None,
    text_file: Annotated[Path | None, typer.Option("--text-file", metavar="F", help="A text, as it stands.")] = None,
    batch: BatchOption = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say who said what, in whose words. Batch lines: {doc_id, text}."""
    from bot.contract import statements_json

    _one_text(doc, text_file, batch)
    settings = settings_for(context, data)
    if batch:
        parser, lines = parser_for(settings), Lines(batch)
        for line in lines:
            print_line(statements_json(str(line.get("doc_id")), _attributed(parser, str(line.get("doc_id")), text_of(line, "text"))))
        lines.end()
        return
    if doc is not None:
        stored, found = _stored_statements(context, data, collection, doc)
        name, text = doc, stored.text
    else:
        name, text, found = _file_statements(settings, text_file or Path())
    if as_json:
        print_json(statements_json(name, found))
    else:
        _print_statements(text, found)


def _stored_statements(context: typer.Context, data: Path | None, collection: str, doc: str) -> tuple[StoredDocument, tuple[Attribution, ...]]:
    """A stored article with who says what in it."""
    from index.attribute import attribute_now

    with open_catalog(context, data) as (catalog, settings), worker_for(settings) as worker:
        stored = catalog.show(collection, doc)
        known = attribute_now(catalog, worker, [stored.revision_id]).get(stored.revision_id)
    if known is None:
        raise Failed(f"who speaks in {doc} could not be told: please report the article that does it")
    if not known.covered:
        note(_NOT_COVERED.format(doc))
    return stored, known.attributions


def _file_statements(settings: Settings, file: Path) -> tuple[str, str, tuple[Attribution, ...]]:
    name, text = _file_text(file)
    return name, text, _attributed(parser_for(settings), name, text)


_NOT_COVERED = "{}: this is not in English, so no speaker is claimed in it"


def _attributed(parser: Parser, name: str, text: str) -> tuple[Attribution, ...]:
    from sources.attribution import attribute, is_covered

    if not is_covered(text):
        note(_NOT_COVERED.format(name))
        return ()
    return attribute(text, parser, "en")


def _print_statements(text: str, found: Sequence[Attribution]) -> None:
    from bot.render import BAR, spoken, wrapped

    for one in found:
        said = " […] ".join(span.of(text) for span in one.content).replace("\n", " ")
        for line in wrapped(said, columns() - len(BAR)):
            typer.echo(BAR + line)
        for line in wrapped(spoken(one), columns()):
            typer.echo(line)
        typer.echo("")
    typer.echo(f"{len(found)} {'statement' if len(found) == 1 else 'statements'}; everything else is in the outlet's own voice")


# ---------------------------------------------------------------------- verbs about what is stored


@app.command()
def check(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What was pasted or forwarded.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Who is said to have said it.")] = None,
    batch: BatchOption = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a wording, not its truth. Batch lines: {qid, text, speaker}."""
    from bot.briefing import Scope
    from bot.checker import Checker
    from bot.contract import check_json
    from bot.render_check import check_as_text

    _one_of(text, batch, "TEXT")
    with open_catalog(context, data) as (catalog, settings), worker_for(settings) as worker:
        checker, scope = Checker(catalog, worker), Scope(collection)
        if batch:
            lines = Lines(batch)
            for line in lines:
                checked = checker.check(text_of(line, "text"), text_of(line, "speaker") or speaker, scope)
                print_line({"qid": line.get("qid"), **check_json(checked)})
            lines.end()
        elif as_json:
            print_json(check_json(checker.check(text or "", speaker, scope)))
        else:
            typer.echo(check_as_text(checker.check(text or "", speaker, scope), columns()))


@app.command()
def figures(
    context: typer.Context,
    doc: Annotated[str | None, typer.Argument(metavar="DOC", help="A stored article.")] = None,
    text_file: Annotated[Path | None, typer.Option("--text-file", metavar="F", help="A text, as it stands.")] = None,
    batch: BatchOption = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say every figure and what it counts. Batch lines: {doc_id, text, date}."""
    from bot.contract import figures_json
    from sources.figures import figures as figures_of
    from sources.figures import with_speakers

    _one_text(doc, text_file, batch)
    settings = settings_for(context, data)
    if batch:
        parser, lines = parser_for(settings), Lines(batch)
        for line in lines:
            name, text = str(line.get("doc_id")), text_of(line, "text")
            print_line(figures_json(name, text, with_speakers(figures_of(text, _day_in(line)), _attributed(parser, name, text))))
        lines.end()
        return
    published = None
    if doc is not None:
        stored, said = _stored_statements(context, data, collection, doc)
        name, text, published = doc, stored.text, stored.document.published
    else:
        name, text, said = _file_statements(settings, text_file or Path())
    found = with_speakers(figures_of(text, published), said)
    if as_json:
        print_json(figures_json(name, text, found))
    else:
        _print_figures(text, found)


def _one_text(doc: str | None, text_file: Path | None, batch: Path | None) -> None:
    if sum(one is not None for one in (doc, text_file, batch)) != 1:
        raise typer.BadParameter("name a DOC, a --text-file F or a --batch FILE, and one of them only")


def _file_text(file: Path) -> tuple[str, str]:
    try:
        return file.name, file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Failed(f"{file}: it is no UTF-8 text; `briefbot extract {file}` shows what it holds") from error


def _day_in(line: dict[str, Any]) -> date | None:
    """The day of publication that a batch line may name."""
    try:
        return date.fromisoformat(text_of(line, "date", "published")[:10])
    except ValueError:
        return None


def _print_figures(text: str, found: Sequence[Figure]) -> None:
    from bot.contract import figure_json
    from bot.render import BAR, wrapped

    for figure in found:
        row = figure_json(text, figure)
        for line in wrapped(row["text"].replace("\n", " "), columns() - len(BAR)):
            typer.echo(BAR + line)
        details = (row["quantity"], row["unit"], f"as of {row['as_of']}" if row["as_of"] else None, row["speaker"])
        for line in wrapped(" · ".join(filter(None, details)), columns()):
            typer.echo(line)
        typer.echo("")
    typer.echo(f"{len(found)} {'figure' if len(found) == 1 else 'figures'}")


@app.command()
def show(
    context: typer.Context,
    doc: Annotated[str, typer.Argument(metavar="DOC")],
    revision: Annotated[int | None, typer.Option(min=1, help="An earlier revision's number.")] = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a stored article, paragraph by paragraph."""
    from bot.contract import shown_json
    from bot.provenance import mark, remarks

    with open_catalog(context, data) as (catalog, _):
        stored = catalog.show(collection, doc, revision)
        known = provenance_in(catalog, [stored])[stored.revision_id]
    if as_json:
        print_json(shown_json(stored, known))
        return
    _print_document(stored.document, str(stored.document.published or "no date"), f"revision {stored.revision}", mark(known), *remarks(known))


@app.command()
def sources(context: typer.Context, collection: CollectionOption = "main", data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the stored articles, newest first, and the feeds that bring them."""
    from bot.contract import source_json
    from bot.feeds import feed_lines
    from bot.provenance import mark, remarks
    from bot.render import wrapped

    with open_catalog(context, data) as (catalog, _):
        stored = catalog.list_documents(collection)
        known = provenance_in(catalog, stored)
        troubles = feed_lines(catalog, collection, time.time())
    rows = [source_json(one, known[one.revision_id]) for one in stored]
    if as_json:
        print_json(rows)
        return
    for row, one in zip(rows, stored, strict=True):
        typer.echo(f"{row['published'] or 'no date   '}  {row['doc_id']}")
        origin = known[one.revision_id]
        words = [row["outlet"] or "outlet not named", f"{row['paragraphs']} ¶", row["title"], mark(origin), *remarks(origin)]
        for line in wrapped(" · ".join(words), columns() - 12):
            typer.echo(f"            {line}")
    for trouble in troubles:
        typer.echo(trouble)
    typer.echo(
        f"{len(rows)} {'article' if len(rows) == 1 else 'articles'} in “{collection}”"
        if rows
        else f"no articles in “{collection}”: add some with `briefbot add FILE`"
    )


@app.command()
def remove(
    context: typer.Context,
    doc: Annotated[str, typer.Argument(metavar="DOC")],
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete an article with all its revisions."""
    with open_catalog(context, data) as (catalog, _):
        catalog.remove(collection, doc)
    if as_json:
        print_json({"removed": doc})
    else:
        typer.echo(f"removed {doc}")


@app.command()
def reindex(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Make the indexes anew. Terms, word index, attributions, missing vectors and the vector snapshot; nothing is embedded twice."""
    from index.attributions import queue_outdated
    from index.syndication import sketch_missing
    from sources.attribution import attributer_version

    with open_catalog(context, data) as (catalog, settings):
        analysed = catalog.reanalyse()
        sketch_missing(catalog)
        catalog.introduce()
        embedder = embedder_for(catalog, settings)
        catalog.queue_missing_vectors(embedder.model_hash)
        for file in catalog.folder.glob("vectors-*.faiss"):
            file.unlink()
        embedded = embed(catalog, embedder)
        queue_outdated(catalog, attributer_version(settings.parser_model))
        attributed = attribute(catalog, settings)
        done = {"analysed": analysed, "embedded": embedded, "vectors": write_copies(catalog, embedder), "attributed": attributed}
    if as_json:
        print_json(done)
    else:
        typer.echo(f"{analysed} passages analysed, {embedded} embedded, {done['vectors']} vectors in the index; {attributed} articles attributed")


@app.command()
def verify(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check every hash, slice and index entry again; exit 1 on a fault."""
    from index.verify import verify as verify_catalog

    with open_catalog(context, data) as (catalog, _), progress("verifying", 0) as advance:
        report = verify_catalog(catalog, advance)
    if as_json:
        print_json({"ok": not report.faults, "checked": report.checked, "faults": list(report.faults), "notes": list(report.notes)})
    else:
        for fault in report.faults:
            typer.echo(f"fault: {fault}")
        for note in report.notes:
            typer.echo(f"note: {note}")
        checked = ", ".join(f"{count} {name}" for name, count in report.checked.items())
        typer.echo(f"{'nothing wrong' if not report.faults else f'{len(report.faults)} faults'}: {checked} checked")
    if report.faults:
        raise typer.Exit(1)


@app.command()
def backup(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], data: DataOption = None, as_json: JsonOption = False) -> None:
    """Copy the whole store to one file, while others go on using it."""
    from index.backup import backup as copy

    with open_catalog(context, data) as (catalog, _):
        size = copy(catalog, file)
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        typer.echo(f"{file}: {size / 2**20:.1f} MiB")


@app.command()
def restore(context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE")], data: DataOption = None, as_json: JsonOption = False) -> None:
    """Bring a backup back; what stood there before is kept beside it."""
    from index.backup import restore as bring_back

    kept = bring_back(settings_for(context, data).data, file)
    if as_json:
        print_json({"restored": str(file), "kept": str(kept) if kept else None})
    else:
        typer.echo(f"restored {file}" + (f"; what stood here before is in {kept}" if kept else ""))


@app.command()
def doctor(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """Say what is wrong here, and what to do. Exit 1 when something is."""
    from bot.doctor import examine

    checks = examine(settings_for(context, data))
    fine = all(check.ok for check in checks)
    if as_json:
        rows = [{"name": check.name, "ok": check.ok, "detail": check.detail, "advice": None if check.ok else check.advice} for check in checks]
        print_json({"ok": fine, "checks": rows})
    else:
        for check in checks:
            typer.echo(f"{'ok   ' if check.ok else 'WRONG'} {check.name}: {check.detail}" + ("" if check.ok else f"\n      -> {check.advice}"))
    if not fine:
        raise typer.Exit(1)


@app.command()
def preview(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port on 127.0.0.1; 0 for any free one.")] = 8350,
    data: DataOption = None,
) -> None:
    """Try the bot on a page of this machine: no Telegram, no token; it works on a copy, so nothing in the data folder changes."""
    import sys
    import tempfile

    from bot.preview.run import BotEnded, ChildBot, until_stopped
    from bot.rehearsal import environment

    settings = settings_for(context, data)
    with tempfile.TemporaryDirectory(prefix="briefbot-preview-") as scratch:
        _rehearse(settings, Path(scratch))
        command = [sys.executable, "-c", "from bot.cli import main; main()", "--data", scratch, "run"]
        try:
            until_stopped(port, ChildBot(command, environment(settings), Path(scratch)), _say_where)
        except BotEnded as error:
            raise Failed(str(error)) from error
        except OSError as error:
            raise Failed(f"port {port} cannot be used ({error.strerror}): choose another with --port") from error
    note("the preview has ended; its chats are forgotten")


def _say_where(address: str) -> None:
    typer.echo(address)
    note("open this page in a browser; Ctrl-C ends the preview")


def _rehearse(settings: Settings, scratch: Path) -> None:
    """Fill a scratch folder with what the preview answers from."""
    from bot.rehearsal import prepare
    from index.catalog import Catalog

    own = prepare(settings.data, scratch)
    note("answering from a copy of your articles, and in the group from the ten samples" if own else "no articles yet: answering from the ten samples")
    with Catalog(scratch) as catalog:
        embed(catalog, embedder_for(catalog, settings))


@app.command(name="eval")
def evaluate(
    context: typer.Context,
    corpus: Annotated[Path | None, typer.Option("--corpus", metavar="DOCS", help="JSON lines: {doc_id, title, …, paragraphs}.")] = None,
    queries: Annotated[Path | None, typer.Option("--queries", metavar="QUERIES", help="JSON lines: {qid, question, answerable, evidence}.")] = None,
    statements: Annotated[Path | None, typer.Option("--statements", metavar="FILE", help="JSON lines: {doc_id, text, attributions}.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval on your own questions, or attribution on your own texts. --data keeps an indexed corpus; otherwise it is thrown away."""
    if (corpus is None) != (queries is None) or (corpus is None) == (statements is None):
        raise typer.BadParameter("name --corpus and --queries, or --statements")
    if statements:
        result: dict[str, float | int | None] = _measured_statements(parser_for(settings_for(context, data)), statements)
    else:
        result = _measured_retrieval(context, data, corpus or Path(), queries or Path())
    if as_json:
        print_json(result)
    else:
        for key, value in result.items():
            typer.echo(f"{key:18} {'-' if value is None else value}")


def _measured_retrieval(context: typer.Context, data: Path | None, corpus: Path, queries: Path) -> dict[str, float | int | None]:
    import tempfile

    from index.catalog import Catalog
    from index.evaluate import figures

    settings = settings_for(context, data)
    chosen = data or context.obj
    lines = list(Lines(queries))
    with tempfile.TemporaryDirectory() as scratch, Catalog(Path(chosen or scratch)) as catalog:
        name = _eval_collection(catalog, corpus, settings)
        return figures(_judged(briefing_over(catalog, settings), lines, name))


def _measured_statements(parser: Parser, file: Path) -> dict[str, float | int | None]:
    from index.evaluate_attribution import Statement, attribution_figures
    from sources.attribution import attribute

    lines = list(Lines(file))
    measured = []
    with progress("attributing", len(lines)) as advance:
        for done, line in enumerate(lines, start=1):
            text = text_of(line, "text")
            found = [Statement(one.content, one.source, one.kind.value) for one in attribute(text, parser, "en")]
            measured.append((text, _known_statements(line), found))
            advance(done, len(lines))
    return attribution_figures(measured)


def _known_statements(line: dict[str, Any]) -> list[Statement]:
    from index.evaluate_attribution import Statement
    from sources.model import Span

    try:
        known = [
            Statement(tuple(Span(*span) for span in one["content"]), tuple(Span(*span) for span in one.get("source") or []), str(one.get("type") or ""))
            for one in line.get("attributions") or []
        ]
    except (TypeError, KeyError, ValueError) as error:
        raise Failed(f"the text {line.get('doc_id')!r}: its attributions must be a list of {{content, source, type}} with spans [start, end]") from error
    return [one for one in known if one.content]


def _eval_collection(catalog: Catalog, corpus: Path, settings: Settings) -> str:
    """The collection that holds a corpus, made or brought up to date."""
    from sources.model import Given

    name = f"eval-{corpus.name}"
    outcomes = _add_all(catalog, list(_arrivals([], [corpus], Given())), name)
    for failed in (outcome for outcome in outcomes if outcome.reason):
        note(f"{failed.source}: {failed.reason}")
    if all(outcome.reason for outcome in outcomes):
        raise Failed(f"{corpus}: no article in it could be read, so there is nothing to measure")
    embed(catalog, embedder_for(catalog, settings))
    return name


def _judged(briefing: Briefing, lines: list[dict[str, Any]], collection: str) -> list[Judged]:
    from bot.briefing import Scope
    from index.evaluate import judge

    judged = []
    with progress("asking", len(lines)) as advance:
        for done, line in enumerate(lines, start=1):
            started = time.perf_counter()
            found = briefing.search(text_of(line, "question"), Scope(collection), 10)
            seconds = time.perf_counter() - started
            places = [(hit.passage.doc_id, hit.passage.paragraph) for hit in found.hits]
            confidence = found.hits[0].confidence if found.hits else 0.0
            judged.append(judge(places, _evidence(line), confidence, bool(line.get("answerable", True)), seconds))
            advance(done, len(lines))
    return judged


def _evidence(line: dict[str, Any]) -> list[tuple[str, int]]:
    try:
        return [(str(place["doc_id"]), int(place["paragraph"])) for place in line.get("evidence") or []]
    except (TypeError, KeyError, ValueError) as error:
        raise Failed(f"the query {line.get('qid')!r}: its evidence must be a list of {{doc_id, paragraph}}") from error


upkeep.register(app)


def main() -> None:
    """The console script."""
    run(app)
