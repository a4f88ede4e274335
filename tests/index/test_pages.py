"""Pages that are fetched: where they come from is known, and so is what became of them. A real site on this machine, real fetching."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sites import News, Site, site

from index.amend import NoAmendment, Wish, amend
from index.catalog import Catalog, StoredDocument
from index.corrections import changes_in, counterpart, what_became
from index.errors import UnknownDocument
from index.ingest import Status, add_source
from index.pages import Found, Seen, add_page, revisit, visits_of, withdraw
from index.provenance import NamedBy, Provenance, find_provenance
from index.verify import verify
from sources.addresses import Exceptions
from sources.fetch import read_file, read_post
from sources.model import Added, Fetched, Forwarded, Given, Span
from sources.web import Fetcher, Limits

DAM = "The Tallow dam opened on Friday after three weeks of repairs, the ministry said."
COUNT = "“We counted 412 workers at the site,” said Ada Holm, the chief engineer of the dam."
GRAIN = "Farmers along the river have waited for the water since early spring, and many lost their grain."


class World:
    """A site, a catalog, and a clock that a test moves."""

    def __init__(self, here: Site, news: News, folder: Path) -> None:
        self.here, self.news, self.now = here, news, 1_709_600_000.0
        self.catalog = Catalog(folder, lambda: self.now)
        self.fetch = Fetcher(Exceptions(frozenset({here.place})), Limits(seconds=5, gap=0)).fetch

    def add(self, path: str, **given: str) -> StoredDocument:
        outcome = add_page(self.catalog, self.fetch, self.here.url(path), Given(**given), "main", self.now)  # type: ignore[arg-type]
        return self.catalog.show("main", outcome.doc_id or "")

    def visit(self, stored: StoredDocument) -> Seen:
        self.now += 86400
        (one,) = visits_of(self.catalog, "main", stored.doc_id)
        return revisit(self.catalog, self.fetch, one, self.now)

    def origin(self, stored: StoredDocument) -> Provenance:
        return find_provenance(self.catalog, [stored.revision_id])[stored.revision_id]

    def searched(self) -> int:
        return self.catalog.counts("main", "none")["passages"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    news = News()
    with site(news.serve) as here:
        made = World(here, news, tmp_path / "data")
        try:
            yield made
            assert verify(made.catalog).faults == ()
        finally:
            made.catalog.close()


# ---------------------------------------------------------------------- where it comes from


def test_a_fetched_page_is_known_by_its_site_and_names_its_outlet_itself(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html?utm_source=feed#top")
    assert stored.document.outlet == "Meridian Wire" and stored.location == world.here.url("/dam.html")
    known = world.origin(stored)
    assert isinstance(known.origin, Fetched) and known.origin.domain == "127.0.0.1" and known.named_by is NamedBy.PAGE


def test_the_same_page_under_another_tracking_parameter_is_there_already(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    for query in ("utm_source=a", "fbclid=b"):
        world.add(f"/dam.html?{query}")
    assert len(world.catalog.list_documents("main")) == 1


def test_an_outlet_that_somebody_typed_is_told_from_one_that_was_fetched(world: World, tmp_path: Path) -> None:
    file = tmp_path / "typed.txt"
    file.write_text(f"Dam opens\n\n{DAM}\n\n{COUNT}\n\n{GRAIN}\n")
    outcome = add_source(world.catalog, read_file(file, Given(outlet="Meridian Wire")), "main")
    typed = world.origin(world.catalog.show("main", outcome.doc_id or ""))
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    fetched = world.origin(world.add("/dam.html"))
    lied = world.origin(world.add("/dam.html", outlet="Another Wire"))
    assert (typed.origin, typed.named_by) == (Added(), NamedBy.ADDER)
    assert isinstance(fetched.origin, Fetched) and fetched.named_by is NamedBy.PAGE
    assert isinstance(lied.origin, Fetched) and lied.named_by is NamedBy.ADDER


def test_a_forwarded_post_keeps_its_channel_message_date_and_signature(world: World) -> None:
    from datetime import UTC, datetime

    sent = datetime(2024, 3, 5, 10, 42, tzinfo=UTC)
    origin = Forwarded("Dam Watch", sent, "damwatch", 45, "B. Quill")
    outcome = add_source(world.catalog, read_post(f"{DAM}\n{GRAIN}", Given(), origin), "main")
    stored = world.catalog.show("main", outcome.doc_id or "")
    assert stored.origin == origin and stored.document.paragraphs == (DAM, GRAIN)
    assert (stored.document.outlet, stored.document.authors, str(stored.document.published)) == ("Dam Watch", ("B. Quill",), "2024-03-05")
    assert stored.document.url == "https://t.me/damwatch/45"
    hidden = add_source(world.catalog, read_post("Another text from somebody who hides.", Given(), Forwarded(None, sent)), "main")
    assert world.catalog.show("main", hidden.doc_id or "").document.outlet is None
    again = add_source(world.catalog, read_post(f"{DAM}\n{GRAIN}", Given(), origin), "main")
    assert (again.status, again.doc_id) == (Status.UNCHANGED, outcome.doc_id)


def test_what_a_site_says_of_its_encoding_outranks_the_page(world: World) -> None:
    page = f"<html><head><meta charset='utf-8'><title>Плотина</title></head><body><article><p>{'Плотина открылась в пятницу. ' * 9}</p></article></body></html>"
    world.here.serve = lambda connection, _: connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\nConnection: close\r\n\r\n" + page.encode("cp1251")
    )
    stored = world.add("/ru")
    assert "Плотина открылась" in stored.text
    assert "Плотина открылась" in world.catalog.raw_source(stored.revision_id).data.decode("cp1251")


# ---------------------------------------------------------------------- what became of it


def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    assert world.visit(stored).found is Found.UNCHANGED
    assert "If-None-Match" in world.here.requests[-1]


def test_another_text_is_a_revision_and_what_changed_is_known(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    world.news.article("/dam.html", "Dam opens", DAM, COUNT.replace("412", "450"), GRAIN)
    assert world.visit(stored).found is Found.REVISED
    spans = stored.document.paragraph_spans
    became = what_became(world.catalog, [(stored.revision_id, span) for span in spans])
    assert list(became) == [(stored.revision_id, spans[1])]
    (changed,) = became.values()
    assert changed.now_at and "450 workers" in changed.now_at.of(changed.now.text) and changed.seen_at == world.now
    (listed,) = changes_in(world.catalog, "main", 0)
    assert (listed.document.revision, listed.seen_at, listed.withdrawn, listed.amendment) == (2, world.now, None, None)


def test_a_page_that_calls_its_outlet_otherwise_is_still_the_same_page(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN, outlet="Meridian Wire Service")
    assert world.visit(stored).found is Found.REVISED
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN, outlet="The Wire")
    assert world.add("/dam.html").document.outlet == "The Wire"
    assert [one.doc_id for one in world.catalog.list_documents("main")] == [stored.doc_id]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_page_that_is_gone_twice_is_withdrawn_and_comes_back_when_it_does(world: World, status: str) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    page = world.news.pages["/dam.html"]
    world.news.gone("/dam.html", status)
    assert (world.visit(stored).found, world.searched()) == (Found.MISSING, 3)
    assert (world.visit(stored).found, world.searched()) == (Found.WITHDRAWN, 0)
    withdrawn = world.origin(stored).withdrawn
    assert withdrawn and withdrawn.seen_at == world.now and status[:3] in withdrawn.reason
    became = what_became(world.catalog, [(stored.revision_id, Span(0, 10))])
    assert next(iter(became.values())).withdrawn == withdrawn
    world.news.pages["/dam.html"] = page
    assert (world.visit(stored).found, world.searched(), world.origin(stored).withdrawn) == (Found.BACK, 3, None)


def test_a_site_that_fails_in_between_withdraws_nothing(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored, page = world.add("/dam.html"), world.news.pages["/dam.html"]
    for status in ("404 Not Found", "503 Unavailable", "403 Forbidden"):
        world.news.gone("/dam.html", status)
        world.visit(stored)
    assert world.searched() == 3
    world.news.pages["/dam.html"] = page
    world.visit(stored)
    world.news.gone("/dam.html")
    assert world.visit(stored).found is Found.MISSING, "what was there in between was not gone twice in a row"


def test_a_consent_page_in_the_place_of_the_article_changes_nothing(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    world.news.article("/dam.html", "Log in", "Please accept cookies or subscribe to read further on our site today, and thank you for your patience with us.")
    seen = world.visit(stored)
    assert seen.found is Found.FAILED and "something else" in (seen.reason or "")
    assert world.catalog.show("main", stored.doc_id).revision == 1


def test_an_editor_may_say_that_an_article_was_taken_back(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    withdraw(world.catalog, "main", stored.doc_id, "the outlet told us", world.now)
    assert world.searched() == 0 and world.origin(stored).withdrawn
    with pytest.raises(UnknownDocument):
        withdraw(world.catalog, "main", "none", "", world.now)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("We counted 412 workers at the site.", "We counted 450 workers at the site."),
        ("He left. We counted 412 workers at the site.", "He left. We counted some 450 workers at the site."),
        ("The dam will open in June.", None),
    ],
)
def test_what_a_sentence_became_is_the_one_most_like_it(was: str, now: str | None) -> None:
    text = "Rain fell for days.\n\nHe left. We counted some 450 workers at the site. It rained.\n\nWe counted 450 workers at the site. Later it snowed."
    found = counterpart(was, text)
    assert (found.of(text) if found else None) == now


# ---------------------------------------------------------------------- what editors amend


def test_an_amendment_is_a_record_and_the_text_stays_letter_for_letter(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    assert amend(world.catalog, "main", stored.doc_id, Wish("date", "2024-03-07"), "7", world.now) == "2024-03-05"
    assert amend(world.catalog, "main", stored.doc_id, Wish("outlet", "The Wire"), "7", world.now) == "Meridian Wire"
    after = world.catalog.show("main", stored.doc_id)
    assert (str(after.document.published), after.document.outlet, after.text) == ("2024-03-07", "The Wire", stored.text)
    known = world.origin(after)
    assert [(one.field, one.before, one.after, one.editor, one.made_at) for one in known.amendments] == [
        ("date", "2024-03-05", "2024-03-07", "7", world.now),
        ("outlet", "Meridian Wire", "The Wire", "7", world.now),
    ]
    assert known.named_by is NamedBy.EDITOR
    assert what_became(world.catalog, [(stored.revision_id, stored.document.paragraph_spans[0])]) == {}
    assert {one.amendment.field for one in changes_in(world.catalog, "main", 0) if one.amendment} == {"date", "outlet"}


def test_an_amendment_holds_when_the_page_changes(world: World) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    amend(world.catalog, "main", stored.doc_id, Wish("date", "2024-03-07"), "7", world.now)
    world.news.article("/dam.html", "Dam opens", DAM, COUNT.replace("412", "450"), GRAIN)
    world.visit(stored)
    after = world.catalog.show("main", stored.doc_id)
    assert (str(after.document.published), "450" in after.text) == ("2024-03-07", True)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish("date", "yesterday"), "no day"),
        (Wish("date", "2024-03-05"), "already"),
        (Wish("mood", "bad"), "nothing is called"),
        (Wish("outlet", "  "), "say what"),
        (Wish("speaker", "Ada"), "name the paragraph"),
        (Wish("speaker", "Ada", 9), "1 to 3"),
    ],
)
def test_what_cannot_be_amended_is_one_sentence(world: World, wish: Wish, says: str) -> None:
    world.news.article("/dam.html", "Dam opens", DAM, COUNT, GRAIN)
    stored = world.add("/dam.html")
    with pytest.raises(NoAmendment, match=says):
        amend(world.catalog, "main", stored.doc_id, wish, "7", world.now)
    assert world.catalog.show("main", stored.doc_id).revision == 1
