"""How a source arrived, in words: three kinds that never look alike, and what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.feeds import summary
from bot.provenance import amended_speaker, how_known, mark, remarks
from bot.voices import Said, Voice
from index.feeds import SILENT_SECONDS, StoredFeed
from index.provenance import Amendment, NamedBy, Other, Provenance, Withdrawal
from sources.model import ADDED, Fetched, Forwarded, Kind, Speaker, text_hash
from sources.web import Known

FETCHED = Fetched("https://www.voanews.com/a", "voanews.com")
SENT = datetime(2024, 3, 5, 10, 42, tzinfo=UTC)
POST = Forwarded("Dam Watch", SENT, "damwatch", 45, "B. Quill")
AT = datetime(2024, 3, 6, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("origin", "named_by", "words"),
    [
        (FETCHED, NamedBy.PAGE, "fetched from voanews.com"),
        (FETCHED, NamedBy.ADDER, "outlet named by whoever added it, fetched from voanews.com"),
        (FETCHED, NamedBy.EDITOR, "outlet named by an editor, fetched from voanews.com"),
        (ADDED, NamedBy.ADDER, "outlet named by whoever added it, not fetched"),
        (ADDED, NamedBy.PAGE, "outlet as its file says, not fetched"),
        (ADDED, NamedBy.NOBODY, "not fetched"),
        (
            Forwarded("Dam Watch", SENT, "damwatch", 45, "B. Quill"),
            NamedBy.PAGE,
            "forwarded from “Dam Watch” (@damwatch), message 45, 5 Mar 2024, signed B. Quill",
        ),
        (Forwarded(None, SENT), NamedBy.NOBODY, "forwarded from an account that hides itself, 5 Mar 2024"),
    ],
)
def test_each_kind_of_source_ends_a_signature_in_its_own_words(origin: Fetched | Forwarded, named_by: NamedBy, words: str) -> None:
    assert mark(Provenance(origin, named_by)) == words


def test_a_typed_outlet_never_looks_like_a_fetched_one() -> None:
    fetched, typed = how_known(Provenance(FETCHED, NamedBy.PAGE), "VOA"), how_known(Provenance(ADDED, NamedBy.ADDER), "VOA")
    assert fetched == "VOA (the page's own name) · fetched from voanews.com"
    assert typed == "VOA (named by you, or whoever added it) · not fetched"


def test_the_last_amendment_of_each_field_a_withdrawal_and_a_correction_stand_under_a_quote() -> None:
    made = (Amendment("date", "2024-03-01", "2024-03-02", "7", AT), Amendment("date", "2024-03-02", "2024-03-03", "7", AT))
    other = Other("c", "Correction", "Wire", date(2024, 3, 8))
    known = Provenance(FETCHED, NamedBy.PAGE, made, Withdrawal(AT, "the site answers 410"), (other,))
    assert remarks(known) == (
        "withdrawn, seen 6 Mar 2024: the site answers 410",
        "date amended by an editor, 6 Mar 2024 (before: 2024-03-02)",
        "corrected by “Correction” · Wire · 8 Mar 2024",
    )


def test_an_amended_speaker_is_for_its_own_paragraph_only() -> None:
    known = Provenance(FETCHED, NamedBy.PAGE, (Amendment("speaker", None, "Bo Quill", "7", AT, text_hash("mine")),))
    direct = Said(Voice.ATTRIBUTED, Speaker("Ada Holm"), Kind.DIRECT)
    assert amended_speaker(direct, known, "mine").speaker == Speaker("Bo Quill") and amended_speaker(direct, known, "mine").kind is Kind.DIRECT
    assert amended_speaker(direct, known, "other") == direct
    assert amended_speaker(Said(Voice.OUTLET), known, "mine").kind is Kind.INDIRECT
    assert remarks(known, "other") == () and remarks(known, "mine")[0].startswith("speaker amended by an editor")


def feed(**fields: object) -> StoredFeed:
    known = {"id": 1, "collection": "main", "url": "https://example.org/rss", "title": "Ledger", "keywords": (), "known": Known(), "added_at": AT}
    return StoredFeed(**known | {"answered_at": AT, "news_at": AT, "next_at": AT, "failures": 0, "trouble": None} | fields)  # type: ignore[arg-type]


def test_silence_and_a_dead_feed_do_not_look_alike() -> None:
    later = AT + SILENT_SECONDS + 1
    assert summary([], later) == []
    assert summary([feed(), feed(news_at=later)], later) == ["2 of 2 feeds answered", "Ledger: answers, nothing new since Wed 6 Mar, 00:00 UTC"]
    dead = summary([feed(failures=2, trouble="the site answered 503")], later)
    assert dead == ["0 of 1 feed answered", "⚠ Ledger: no answer since Wed 6 Mar, 00:00 UTC (the site answered 503)"]
