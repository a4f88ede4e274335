"""The verbs that keep sources up to date: refresh, withdraw, amend, corrections, feed. Only typer is imported here, as in `bot/cli.py`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.finishing import attribute, embed, give_way
from bot.terminal import CollectionOption, DataOption, JsonOption, columns, embedder_for, fetcher_for, note, open_catalog, print_json

if TYPE_CHECKING:
    from bot.config import Settings
    from index.catalog import Catalog

feed_app = typer.Typer(help="Follow feeds: add, list, remove, poll.", no_args_is_help=True, rich_markup_mode=None)
EDITOR = "the command line"
"""Who amended, where nobody's Telegram id is known."""
_DAYS = 30


def register(app: typer.Typer) -> None:
    """Offer these verbs."""
    for verb in (refresh, withdraw, amend, corrections):
        app.command()(verb)
    app.add_typer(feed_app, name="feed")


def _finish(catalog: Catalog, settings: Settings) -> None:
    embed(catalog, embedder_for(catalog, settings))
    attribute(catalog, settings)


def refresh(
    context: typer.Context,
    doc: Annotated[str | None, typer.Argument(metavar="[DOC]", help="One article; without it all that were fetched.")] = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Visit fetched pages again. What changed is a new revision; what is gone twice is withdrawn; whoever was shown it is told by the bot."""
    from index.pages import Found, visits_of
    from index.pages import refresh as visit_all

    with open_catalog(context, data) as (catalog, settings):
        give_way(catalog)
        visits = visits_of(catalog, collection, doc)
        seen = visit_all(catalog, fetcher_for(settings).fetch, visits, time.time)
        _finish(catalog, settings)
    if as_json:
        print_json([{"doc_id": one.doc_id, "found": one.found.value, "reason": one.reason} for one in seen])
    else:
        for one in seen:
            typer.echo(f"{one.found.value:9} {one.doc_id}{f': {one.reason}' if one.reason else ''}")
        if not seen:
            note("no article here was fetched from an address" if doc is None else f"{doc} was not fetched: there is nothing to visit")
    if any(one.found is Found.FAILED for one in seen):
        raise typer.Exit(1)


def withdraw(
    context: typer.Context,
    doc: Annotated[str, typer.Argument(metavar="DOC")],
    reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "an editor says so",
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that an article was taken back: it is kept, but not searched, and whoever was shown it is told by the bot."""
    from index.pages import withdraw as take_back

    with open_catalog(context, data) as (catalog, _):
        take_back(catalog, collection, doc, reason, time.time())
    if as_json:
        print_json({"withdrawn": doc})
    else:
        typer.echo(f"withdrawn {doc}")


def amend(
    context: typer.Context,
    doc: Annotated[str, typer.Argument(metavar="DOC")],
    field: Annotated[str, typer.Argument(metavar="outlet|date|author|title|speaker")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
    paragraph: Annotated[int | None, typer.Option(min=1, help="The paragraph whose speaker is meant.")] = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put right what is said of an article. What stood there before is kept, and quotes say that it was amended."""
    from index.amend import Wish
    from index.amend import amend as put_right

    with open_catalog(context, data) as (catalog, settings):
        before = put_right(catalog, collection, doc, Wish(field, value, paragraph - 1 if paragraph else None), EDITOR, time.time())
        _finish(catalog, settings)
    if as_json:
        print_json({"doc_id": doc, "field": field, "before": before, "after": value})
    else:
        typer.echo(f"{doc}: {field} is now “{value}”" + (f", before: “{before}”" if before else ""))


def corrections(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, help="How far back.")] = _DAYS,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what changed: new texts, withdrawals, amendments, newest first."""
    from bot.corrections import change_json, change_line
    from bot.render import wrapped
    from index.corrections import changes_in

    with open_catalog(context, data) as (catalog, _):
        changes = changes_in(catalog, collection, time.time() - days * 86400)
    if as_json:
        print_json([change_json(one) for one in changes])
        return
    for one in changes:
        for line in wrapped(change_line(one), columns()):
            typer.echo(line)
    if not changes:
        note(f"nothing changed in “{collection}” in {days} days")


@feed_app.command("add")
def feed_add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL")],
    keyword: Annotated[list[str] | None, typer.Option("--keyword", help="Take only entries with one of these words; -WORD leaves out.")] = None,
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a feed: RSS, Atom or JSON. Its pages are taken in whole; `briefbot run` asks it again every ten minutes."""
    from bot.contract import summary_json
    from index.feeds import add_feed
    from sources.robots import Polite

    with open_catalog(context, data) as (catalog, settings):
        fetch = fetcher_for(settings).fetch
        polled = add_feed(catalog, fetch, url, keyword or (), collection, time.time(), Polite(fetch).fetch)
        _finish(catalog, settings)
    if as_json:
        print_json({"feed": polled.feed.url, "title": polled.feed.title, **summary_json(polled.outcomes)})
        return
    for outcome in polled.outcomes:
        typer.echo(f"{outcome.status.value:9} {outcome.doc_id or outcome.source}{f': {outcome.reason}' if outcome.reason else ''}")
    typer.echo(f"following {polled.feed.name}")


@feed_app.command("list")
def feed_list(context: typer.Context, collection: CollectionOption = "main", data: DataOption = None, as_json: JsonOption = False) -> None:
    """Name the feeds, with what is wrong with each."""
    from bot.feeds import feed_json, moment, trouble
    from index.feeds import list_feeds

    now = time.time()
    with open_catalog(context, data) as (catalog, _):
        feeds = list_feeds(catalog, collection)
    if as_json:
        print_json([feed_json(feed, now) for feed in feeds])
        return
    for feed in feeds:
        news = f"news {moment(feed.news_at)}" if feed.news_at else "nothing yet"
        words = f" ({', '.join(feed.keywords)})" if feed.keywords else ""
        typer.echo(f"{feed.name}: {trouble(feed, now) or news}\n    {feed.url}{words}")
    if not feeds:
        note(f"no feeds in “{collection}”: follow one with `briefbot feed add URL`")


@feed_app.command("remove")
def feed_remove(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL")],
    collection: CollectionOption = "main",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Follow a feed no more; what it brought stays."""
    from index.feeds import remove_feed

    with open_catalog(context, data) as (catalog, _):
        remove_feed(catalog, url, collection)
    if as_json:
        print_json({"removed": url})
    else:
        typer.echo(f"no longer following {url}")


@feed_app.command("poll")
def feed_poll(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also those whose time has not come.")] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the feeds whose time has come, as `briefbot run` does by itself."""
    from bot.contract import summary_json
    from index.feeds import due_feeds, list_feeds, poll
    from sources.robots import Polite

    with open_catalog(context, data) as (catalog, settings):
        feeds = list_feeds(catalog) if everything else due_feeds(catalog, time.time())
        fetch = fetcher_for(settings).fetch
        pages = Polite(fetch).fetch
        polled = [poll(catalog, fetch, feed, time.time(), pages=pages) for feed in feeds]
        _finish(catalog, settings)
    if as_json:
        print_json([{"feed": one.feed.url, "trouble": one.trouble, **summary_json(one.outcomes)} for one in polled])
        return
    for one in polled:
        new = sum(outcome.status.value == "added" for outcome in one.outcomes)
        typer.echo(f"{one.feed.name}: {one.trouble or f'{new} new'}")
