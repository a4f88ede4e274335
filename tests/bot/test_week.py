"""A news site over a week: new, changed, withdrawn, syndicated and corrected articles, 304s, 503s, a feed that dies. At every step catalog,
answers, messages of correction and /sources are right. The site is real, on this machine; the clock is handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import WordAxes
from sites import News, Site, site

from bot.access import Admitted, Chat, ChatKind
from bot.briefing import Briefing
from bot.corrections import Notice, notices
from bot.desk import Desk, Heard, Manner
from bot.kept import Questions
from bot.reply import Room
from bot.reports import Reports
from bot.shown import Shown
from bot.state import Receipt, State
from index.catalog import Catalog
from index.feeds import POLL_SECONDS, Polled, add_feed, due_feeds, list_feeds, poll
from index.pages import Found, revisit, visits_of
from index.sync import embed_pending
from index.verify import verify
from sources.addresses import Exceptions
from sources.robots import Polite
from sources.web import Fetcher, Limits

DAY = 86400.0
MONDAY = datetime(2024, 3, 4, 7, 0, tzinfo=UTC).timestamp()
ANN = Chat(7, ChatKind.PRIVATE)
ROOM = Room(len)
DAM = "The Tallow dam opened on Friday after three weeks of repairs, the ministry said in a statement."
MASONS = "At least 412 masons worked on the Tallow dam in February, said Ada Holm, its chief engineer."
RIVER = "Farmers along the river Ostrelle have waited for the water since early spring, and many lost their grain."
PRISONERS = "The governor of Vellport released 31 prisoners from the fortress on Sunday, his office said."
FORTRESS = "The fortress above the harbour has held prisoners since the uprising of 1911, and will now close for good."
MINISTER = "The minister of trade, Bram Oss, resigned on Tuesday over a ferry contract worth 7 million crowns."
FERRY = "The ferry line to the islands had been promised for years and was never built, an audit found in January."
LEAGUE = "The northern league postponed its final after a storm tore the roof off the stadium in the port."


class Week:
    """The site, the bot's store and desk, and one person who asks."""

    def __init__(self, here: Site, news: News, folder: Path, embedder: WordAxes) -> None:
        self.now = MONDAY
        self.here, self.news = here, news
        self.catalog = Catalog(folder, lambda: self.now)
        self.embedder = embedder
        self.fetch = Fetcher(Exceptions(frozenset({here.place})), Limits(seconds=5, gap=0)).fetch
        self.briefing = Briefing(self.catalog, embedder)
        self.state, self.shown = State(self.catalog.engine), Shown(self.catalog.engine)
        clock = lambda: datetime.fromtimestamp(self.now, UTC)  # noqa: E731
        manner = Manner(Admitted(frozenset({7})), "the_bot", ROOM, clock)
        self.desk = Desk(self.briefing, self.state, Questions(self.catalog.engine), Reports(self.catalog.engine), manner)
        self.messages = 0
        self.listed: list[str] = []

    # ------------------------------------------------------------------ the site

    def lists(self, *paths: str, **headers: str) -> None:
        """What its feed lists, newest first."""
        self.listed = list(paths)
        items = "".join(f"<item><title>{path}</title><link>{self.here.url(path)}</link><guid>{path}</guid></item>" for path in paths)
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Frontier Ledger</title>{items}</channel></rss>'
        self.news.put("/feed", feed, Content_Type="application/rss+xml", ETag=f'"{len(paths)}"', **headers)

    # ------------------------------------------------------------------ the bot

    def pass_days(self, days: float) -> None:
        self.now += days * DAY

    def polled(self) -> list[Polled]:
        done = [poll(self.catalog, self.fetch, feed, self.now) for feed in due_feeds(self.catalog, self.now)]
        embed_pending(self.catalog, self.embedder)
        return done

    def visited(self) -> dict[str, Found]:
        """Path -> what a visit to it found."""
        seen = {one.document.location.partition(self.here.place)[2]: revisit(self.catalog, self.fetch, one, self.now).found for one in visits_of(self.catalog)}
        embed_pending(self.catalog, self.embedder)
        return seen

    def says(self, text: str, command: str | None = None) -> str:
        """The bot's answer, as it is written down when Telegram has taken it."""
        response = self.desk.hear(Heard(ANN, 7, text, datetime.fromtimestamp(self.now, UTC), command))
        for reply in response.replies:
            self.messages += 1
            self.state.record(Receipt(self.messages, 1, True, self.messages, self.now, reply.positions, response.ledger))
        return "\n".join(reply.text for reply in response.replies)

    def told(self) -> list[Notice]:
        """What chats are told now, and that they were."""
        found = list(notices(self.catalog, self.briefing, self.shown.untold(self.now), ROOM))
        for notice in found:
            self.messages += 1
            self.shown.note_told(notice.places, self.now, notice.ledger, self.messages, notice.replies[-1].positions)
        return found


@pytest.fixture
def week(tmp_path: Path, embedder: WordAxes) -> Iterator[Week]:
    news = News()
    with site(news.serve) as here:
        made = Week(here, news, tmp_path / "data", embedder)
        try:
            yield made
            assert verify(made.catalog).faults == ()
        finally:
            made.catalog.close()


def test_a_week_of_news(week: Week) -> None:
    # Monday: the feed is followed, its two articles are there at once
    week.news.article("/dam.html", "Dam opens at Tallow", DAM, MASONS, RIVER)
    week.news.article("/prison.html", "Prisoners freed in Vellport", PRISONERS, FORTRESS)
    week.lists("/dam.html", "/prison.html")
    added = add_feed(week.catalog, week.fetch, week.here.url("/feed"), (), "main", week.now)
    embed_pending(week.catalog, week.embedder)
    assert [outcome.status.value for outcome in added.outcomes] == ["added", "added"]
    masons = week.says("how many masons worked on the dam?")
    assert MASONS in masons and "fetched from 127.0.0.1" in masons
    first_answer = week.messages
    assert PRISONERS in week.says("how many prisoners were released?")
    second_answer = week.messages
    assert "1 of 1 feed answered" in week.says("", "sources")

    # Monday, ten minutes later: nothing changed, and nothing is sent again
    week.now += POLL_SECONDS
    asked = len(week.here.requests)
    assert [one.outcomes for one in week.polled()] == [()]
    assert set(week.visited().values()) == {Found.UNCHANGED}
    assert all("If-None-Match" in request for request in week.here.requests[asked:])
    assert week.told() == []

    # Tuesday: a new article; and another outlet prints the dam story word for word
    week.pass_days(1)
    week.news.article("/minister.html", "Minister resigns", MINISTER, FERRY)
    week.news.article("/post/dam.html", "At last: the dam", DAM, MASONS, RIVER, outlet="Harbour Post")
    week.lists("/minister.html", "/post/dam.html", "/dam.html", "/prison.html")
    (polled,) = week.polled()
    assert [outcome.status.value for outcome in polled.outcomes] == ["added", "added"]
    twice = week.says("how many masons worked on the dam?")
    assert twice.count(MASONS) == 1 and "also in " in twice, "the same words from two outlets are one quote"
    assert MINISTER in week.says("which minister resigned?")

    # Wednesday: the dam story is changed; whoever was shown the old sentence is told, in reply to that message, and once
    week.pass_days(1)
    now_450 = MASONS.replace("412", "450")
    week.news.article("/dam.html", "Dam opens at Tallow", DAM, now_450, RIVER)
    assert week.visited()["/dam.html"] is Found.REVISED
    told = {notice.message_id: notice.replies[-1].text for notice in week.told()}
    assert first_answer in told and second_answer not in told
    text = told[first_answer]
    assert text.startswith("The source has changed") and "seen 6 Mar 2024" in text and text.index(MASONS) < text.index(now_450)
    assert week.told() == []
    both = week.says("how many masons worked on the dam?")
    assert MASONS in both and now_450 in both and "also in" not in both, "what differs in a figure is no copy"

    # Thursday: the site is down. Nothing is lost, and the feed says so
    week.pass_days(1)
    pages = dict(week.news.pages)
    for path in pages:
        week.news.put(path, "sorry", "503 Service Unavailable", Retry_After="7200")
    (polled,) = week.polled()
    assert polled.trouble and list_feeds(week.catalog)[0].next_at == week.now + 7200
    assert set(week.visited().values()) == {Found.FAILED}
    assert "0 of 1 feed answered" in (sources := week.says("", "sources")) and "no answer since Tue 5 Mar" in sources and "503" in sources
    assert PRISONERS in week.says("how many prisoners were released?") and week.told() == []

    # Friday: it is back; one page is missing (not withdrawn yet), and a correction is printed
    week.pass_days(1)
    week.news.pages = pages
    week.news.gone("/prison.html")
    correction = "The article “Dam opens at Tallow” misstated how many masons worked there."
    week.news.article("/correction.html", "Correction", correction, LEAGUE, day="2024-03-08")
    week.lists("/correction.html", *week.listed)
    (polled,) = week.polled()
    assert [outcome.status.value for outcome in polled.outcomes] == ["added"] and polled.trouble is None
    assert week.visited()["/prison.html"] is Found.MISSING
    assert PRISONERS in week.says("how many prisoners were released?") and week.told() == []
    assert "corrected by “Correction” · Meridian Wire · 8 Mar 2024" in week.says("how many masons worked on the dam?")

    # Saturday: the page is gone for good. It is no longer an answer, and whoever saw it is told
    week.pass_days(1)
    week.news.gone("/prison.html", "410 Gone")
    assert week.visited()["/prison.html"] is Found.WITHDRAWN
    told = {notice.message_id: notice.replies[-1].text for notice in week.told()}
    assert told[second_answer].startswith("Withdrawn") and PRISONERS in told[second_answer] and "the site answers 410" in told[second_answer]
    assert PRISONERS not in week.says("how many prisoners were released?")
    changes = week.says("", "corrections")
    assert "9 Mar 2024: withdrawn: “Prisoners freed in Vellport”" in changes and "6 Mar 2024: changed by its outlet: “Dam opens at Tallow”" in changes
    assert "withdrawn, seen 9 Mar 2024" in week.says("", "sources")

    # Days without news look otherwise than a feed that is dead
    week.pass_days(4)
    week.polled()
    assert "answers, nothing new since Fri 8 Mar" in week.says("", "sources")
    week.news.gone("/feed")
    for _ in range(3):
        week.now = list_feeds(week.catalog)[0].next_at
        week.polled()
    feed = list_feeds(week.catalog)[0]
    assert feed.failures == 3 and feed.next_at - week.now == 8 * POLL_SECONDS, "each failure doubles the wait"
    assert "no answer since" in (dead := week.says("", "sources")) and "404" in dead
    assert now_450 in week.says("how many masons worked on the dam?")


def test_a_feed_takes_only_what_has_a_keyword(week: Week) -> None:
    week.news.article("/dam.html", "Dam opens at Tallow", DAM, MASONS, RIVER)
    items = "<item><title>The dam at Tallow</title><guid>1</guid><link>/dam.html</link></item><item><title>Football</title><guid>2</guid><link>/f</link></item>"
    week.news.put("/feed", f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>')
    polled = add_feed(week.catalog, week.fetch, week.here.url("/feed"), ("DAM", "-ferry"), "main", week.now)
    assert [outcome.status.value for outcome in polled.outcomes] == ["added"] and "/f" not in week.news.asked


def test_what_a_feed_holds_stands_in_for_a_page_that_cannot_be_had_and_names_the_feeds_site(week: Week) -> None:
    week.news.put("/dam.html", "no", "403 Forbidden")
    text = f"<p>{DAM}</p><p>{MASONS}</p><p>{RIVER}</p><p>{LEAGUE}</p><p>{FERRY}</p>"
    entry = {"id": "1", "url": week.here.url("/dam.html"), "title": "Dam & river", "content_html": text}
    week.news.put("/feed", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Frontier Ledger", "items": [entry]}))
    polled = add_feed(week.catalog, week.fetch, week.here.url("/feed"), (), "main", week.now)
    (stored,) = week.catalog.list_documents("main")
    assert polled.outcomes[0].status.value == "added" and stored.document.outlet == "Frontier Ledger" and stored.document.title == "Dam & river"
    assert stored.location.startswith("feed:") and visits_of(week.catalog) == []


def test_a_listed_page_that_its_site_closes_to_programs_is_not_asked_for(week: Week) -> None:
    week.news.put("/robots.txt", "User-agent: *\nDisallow: /dam.html\n", Content_Type="text/plain")
    week.news.article("/dam.html", "Dam", DAM, MASONS)
    week.news.article("/river.html", "River", RIVER, LEAGUE)
    week.lists("/dam.html", "/river.html")
    polled = add_feed(week.catalog, week.fetch, week.here.url("/feed"), (), "main", week.now, Polite(week.fetch).fetch)
    assert sorted(outcome.status.value for outcome in polled.outcomes) == ["added", "failed"]
    assert "/dam.html" not in week.news.asked and "/river.html" in week.news.asked


def test_a_page_that_cannot_be_had_is_asked_for_again_and_then_no_more(week: Week) -> None:
    week.news.put("/dam.html", "no", "503 Unavailable")
    week.lists("/dam.html")
    add_feed(week.catalog, week.fetch, week.here.url("/feed"), (), "main", week.now)
    for _ in range(5):
        week.now += POLL_SECONDS
        week.polled()
    assert week.news.asked.count("/dam.html") == 3
