"""Which document an article is, and what adding a real file leaves in the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from articles import article

from index import database
from index.catalog import Catalog, StoredDocument
from index.errors import UnknownDocument
from index.ingest import Decision, Status, add_source, decide, doc_ids, extract_again
from sources.errors import SourceError
from sources.fetch import read_file
from sources.model import Document, Given, RawSource, page_at, text_hash

HERE, THERE = "/here.txt", "/there.txt"
OLD, NEW = "old text", "new text"


def document(text: str = OLD, outlet: str | None = None, title: str = "T", **details: object) -> Document:
    return Document(title, (text,), outlet=outlet, **details)  # type: ignore[arg-type]


def known(doc_id: str, location: str = HERE, text: str = OLD, outlet: str | None = None, raw: str | None = None, **details: object) -> StoredDocument:
    stored = document(text, outlet, **details)  # type: ignore[arg-type]
    return StoredDocument(doc_id, "main", location, 1, 1, stored, stored.text, text_hash(stored.text), raw or f"bytes of {text}", Given())


CASES = {
    "nothing known: new": ([], document(), HERE, Status.ADDED, None),
    "same place, same text": ([known("a")], document(), HERE, Status.UNCHANGED, "a"),
    "same place, other text": ([known("a")], document(NEW), HERE, Status.REVISED, "a"),
    "same place, other title": ([known("a")], document(title="U"), HERE, Status.REVISED, "a"),
    "same place, other author": ([known("a")], document(authors=("X",)), HERE, Status.REVISED, "a"),
    "same place, other day": ([known("a")], document(published=date(2024, 5, 1)), HERE, Status.REVISED, "a"),
    "same place, other address": ([known("a")], document(url="https://x.example/"), HERE, Status.REVISED, "a"),
    "same place, other language only": ([known("a")], document(language="de"), HERE, Status.UNCHANGED, "a"),
    "same place, other outlet: two documents": ([known("a", outlet="VOA")], document(outlet="BBC"), HERE, Status.ADDED, None),
    "same place, other outlet and text": ([known("a", outlet="VOA")], document(NEW, "BBC"), HERE, Status.ADDED, None),
    "same place, outlet not said again": ([known("a", outlet="VOA")], document(), HERE, Status.UNCHANGED, "a"),
    "same place, outlet not said, other text": ([known("a", outlet="VOA")], document(NEW), HERE, Status.REVISED, "a"),
    "same place, outlet said for the first time": ([known("a")], document(outlet="VOA"), HERE, Status.REVISED, "a"),
    "other place, same bytes": ([known("a", THERE)], document(), HERE, Status.UNCHANGED, "a"),
    "other place, same bytes, other title": ([known("a", THERE)], document(title="U"), HERE, Status.UNCHANGED, "a"),
    "other place, same bytes, same outlet": ([known("a", THERE, outlet="VOA")], document(outlet="VOA"), HERE, Status.UNCHANGED, "a"),
    "other place, same bytes, outlet not said": ([known("a", THERE, outlet="VOA")], document(), HERE, Status.UNCHANGED, "a"),
    "other place, same bytes, other outlet: wire text": ([known("a", THERE, outlet="VOA")], document(outlet="BBC"), HERE, Status.ADDED, None),
    "other place, same bytes, outlet now said": ([known("a", THERE)], document(outlet="VOA"), HERE, Status.REVISED, "a"),
    "two outlets at a place: its own": ([known("a", outlet="VOA"), known("b", outlet="BBC")], document(NEW, "BBC"), HERE, Status.REVISED, "b"),
    "its own outlet before one unsaid": ([known("a"), known("b", outlet="BBC")], document(outlet="BBC"), HERE, Status.UNCHANGED, "b"),
    "its own place before the same bytes elsewhere": ([known("a", THERE, NEW), known("b")], document(NEW), HERE, Status.REVISED, "b"),
    "unsaid twice: the oldest": ([known("a", outlet="VOA"), known("b", outlet="BBC")], document(), HERE, Status.UNCHANGED, "a"),
}


@pytest.mark.parametrize(("candidates", "made", "location", "status", "which"), CASES.values(), ids=CASES.keys())
def test_which_document_an_article_is(candidates: list[StoredDocument], made: Document, location: str, status: Status, which: str | None) -> None:
    decision = decide(candidates, made, f"bytes of {made.text}", location)
    assert (decision.status, decision.known and decision.known.doc_id) == (status, which)


def test_a_decision_about_nothing_known_names_nothing() -> None:
    assert decide([], document(), "h", HERE) == Decision(Status.ADDED, None)


# ---------------------------------------------------------------------- names


def test_a_name_is_readable_and_the_same_everywhere() -> None:
    raw = RawSource(b"", "Çağrı & the Dam: day ONE!", "/x/y.txt", "text/plain")
    names = doc_ids(raw, document())
    first, second = next(names), next(names)
    assert first == "cagri-the-dam-day-one-" + first[-6:]
    assert second.startswith(first)
    assert first == next(doc_ids(raw, document(NEW)))
    assert first != next(doc_ids(raw, document(outlet="VOA")))
    assert next(doc_ids(RawSource(b"", "塔利班", "/z", "text/plain"), document())).startswith("document-")


def test_a_taken_name_is_made_longer(catalog: Catalog) -> None:
    raw = article(1)
    taken = next(doc_ids(raw, extract_again(raw)))
    assert add_source(catalog, article(2), "main", taken).doc_id == taken
    outcome = add_source(catalog, raw, "main")
    assert outcome.status is Status.ADDED
    assert outcome.doc_id != taken
    assert outcome.doc_id is not None
    assert outcome.doc_id.startswith(taken)


# ---------------------------------------------------------------------- end to end, with files


def add(catalog: Catalog, path: Path, collection: str = "main", **given: str) -> tuple[Status, str | None]:
    outcome = add_source(catalog, read_file(path, Given(**given)), collection)  # type: ignore[arg-type]
    return outcome.status, outcome.doc_id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dam.txt"
    path.write_text("Dam breaks\n\nThe dam above the town broke on Monday.\n\nForty people were missing.\n")
    return path


def test_a_file_is_added_once_and_revised_when_it_changes(catalog: Catalog, file: Path) -> None:
    status, doc_id = add(catalog, file)
    assert status is Status.ADDED
    assert add(catalog, file) == (Status.UNCHANGED, doc_id)
    first = catalog.show("main", str(doc_id))
    file.write_text(file.read_text().replace("Forty", "Fifty"))
    assert add(catalog, file) == (Status.REVISED, doc_id)
    second = catalog.show("main", str(doc_id))
    assert (first.revision, second.revision) == (1, 2)
    assert "Fifty people were missing." in second.text
    assert catalog.show("main", str(doc_id), 1) == first
    assert catalog.raw_source(second.revision_id).data == file.read_bytes()


def test_a_file_moved_is_nothing_new(catalog: Catalog, file: Path) -> None:
    _, doc_id = add(catalog, file)
    assert add(catalog, file.rename(file.with_name("moved.txt"))) == (Status.UNCHANGED, doc_id)


def test_what_was_said_of_a_source_stays_said(catalog: Catalog, file: Path) -> None:
    _, doc_id = add(catalog, file, outlet="VOA", author="A. Writer")
    assert add(catalog, file) == (Status.UNCHANGED, doc_id)
    file.write_text(file.read_text().replace("Forty", "Fifty"))
    assert add(catalog, file, title="The dam") == (Status.REVISED, doc_id)
    stored = catalog.show("main", str(doc_id)).document
    assert (stored.title, stored.outlet, stored.authors) == ("The dam", "VOA", ("A. Writer",))


def test_one_text_of_two_outlets_is_two_documents(catalog: Catalog, file: Path) -> None:
    copy = file.with_name("copy.txt")
    copy.write_bytes(file.read_bytes())
    assert add(catalog, file, outlet="VOA")[0] is Status.ADDED
    assert add(catalog, copy, outlet="BBC")[0] is Status.ADDED
    assert [one.document.outlet for one in catalog.list_documents("main")].count("VOA") == 1
    assert add(catalog, file, outlet="BBC")[0] is Status.UNCHANGED
    assert len(catalog.list_documents("main")) == 2


def test_collections_know_nothing_of_each_other(catalog: Catalog, file: Path) -> None:
    assert add(catalog, file)[0] is Status.ADDED
    assert add(catalog, file, "other")[0] is Status.ADDED
    assert len(catalog.list_documents("main")) == len(catalog.list_documents("other")) == 1


def test_a_corpus_s_own_names_are_kept(catalog: Catalog) -> None:
    assert add_source(catalog, article(1), "main", "corpus/1").doc_id == "corpus/1"
    assert add_source(catalog, article(1), "main", "corpus/1").status is Status.UNCHANGED
    assert add_source(catalog, article(2, location="/articles/1"), "main", "corpus/1").status is Status.REVISED
    assert add_source(catalog, article(2), "main", "corpus/2").status is Status.ADDED


def test_a_removed_document_can_come_again(catalog: Catalog, file: Path) -> None:
    _, doc_id = add(catalog, file)
    catalog.remove("main", str(doc_id))
    with pytest.raises(UnknownDocument):
        catalog.show("main", str(doc_id))
    assert add(catalog, file) == (Status.ADDED, doc_id)
    assert catalog.show("main", str(doc_id)).revision == 1


def test_a_name_that_is_no_text_is_written_out(catalog: Catalog) -> None:
    raw = RawSource(b"The dam above the town broke.", "caf\udce9", "/caf\udce9.txt", "text/plain", Given(author="\udce9"))
    outcome = add_source(catalog, raw, "main")
    assert outcome.status is Status.ADDED
    assert add_source(catalog, raw, "main").status is Status.UNCHANGED
    assert add_source(catalog, article(1), "main", "d\ud800").doc_id == "d\\ud800"


def test_a_source_that_cannot_be_read_changes_nothing(catalog: Catalog) -> None:
    before = catalog.state()
    with pytest.raises(SourceError):
        add_source(catalog, RawSource(b"x", "x", "/x", "application/x-unknown"), "main")
    assert catalog.state() == before


def test_what_is_known_already_keeps_no_writer_waiting(catalog: Catalog, file: Path) -> None:
    add(catalog, file)
    with database.writing(catalog.engine):  # a second writer would wait here for ever
        assert add(catalog, file)[0] is Status.UNCHANGED


def test_an_article_that_another_process_stores_in_between_is_stored_once(catalog: Catalog, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intake, entered = Catalog.intake, []

    def overtaken(self: Catalog) -> object:
        if not entered:
            entered.append(True)
            add(self, file, author="Ada Quill")
        return intake(self)

    monkeypatch.setattr(Catalog, "intake", overtaken)
    status, doc_id = add(catalog, file)
    assert (status, [one.doc_id for one in catalog.list_documents("main")]) == (Status.UNCHANGED, [doc_id])
    assert catalog.show("main", str(doc_id)).document.authors == ("Ada Quill",)


def test_passages_of_a_pdf_are_stored_with_their_pages_and_a_text_has_none(catalog: Catalog) -> None:
    from tests.sources import writers

    texts = writers.paragraphs(0, [3] * 30)
    data, pages = writers.pdf(texts, columns=1, rows=20)
    outcome = add_source(catalog, RawSource(data, "report", "/report.pdf", "application/pdf"), "main")
    stored = catalog.show("main", outcome.doc_id or "")
    assert [page_at(stored.document.pages, span.start) for span in stored.document.paragraph_spans] == pages
    found = catalog.passages(range(1, 100))
    assert found
    for passage in found.values():
        assert page_at(passage.pages, passage.span.start) == page_at(stored.document.pages, passage.span.start)
        assert page_at(passage.pages, passage.span.end - 1) == page_at(stored.document.pages, passage.span.end - 1)
    text = add_source(catalog, RawSource(b"# Nine\n\nNine men died.", "a", "/a.md", "text/markdown"), "main")
    assert catalog.show("main", text.doc_id or "").document.pages == ()


def test_source_that_holds_several_documents_adds_each_and_names_what_it_could_not_read(catalog: Catalog) -> None:
    from tests.sources import writers

    data = writers.archive([("a.txt", b"Nine men died in Orsk."), ("b.txt", b"Ten men died in Kell."), ("c.png", b"\x89PNG")])
    outcome = add_source(catalog, RawSource(data, "all", "/all.zip", "application/zip"), "main")
    assert len(catalog.list_documents("main")) == 2
    assert outcome.notes[0] == "2 documents were in it"
    assert "c.png" in outcome.notes[1]
    again = add_source(catalog, RawSource(data, "all", "/all.zip", "application/zip"), "main")
    assert again.status is Status.UNCHANGED
