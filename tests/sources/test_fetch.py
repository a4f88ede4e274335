"""How bytes arrive from this disk."""

import gzip
import json
from pathlib import Path

import pytest

from sources import fetch
from sources.errors import UnreachableSource, UnreadableSource
from sources.model import Given, RawSource

NOTHING = Given()


def test_folder_lists_its_readable_files_at_any_depth_in_order_of_their_paths(tmp_path: Path) -> None:
    for name in ["b.txt", "a.HTML", "skip.png", "deep/c.md", ".hidden.txt", ".git/d.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in fetch.list_sources(str(tmp_path))] == ["a.HTML", "b.txt", "deep/c.md"]


def test_folder_below_a_hidden_one_is_still_listed(tmp_path: Path) -> None:
    folder = tmp_path / ".saved" / "articles"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("x")
    assert fetch.list_sources(str(folder)) == [folder / "a.txt"]


def test_file_is_listed_as_itself_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("x")
    assert fetch.list_sources(str(path)) == [path]


@pytest.mark.parametrize(("argument", "says"), [("no/such/file.txt", "no such file"), ("a\0b", "no such file")])
def test_what_is_nothing_on_this_disk_is_refused_with_a_sentence(argument: str, says: str) -> None:
    with pytest.raises(UnreachableSource, match=says):
        fetch.list_sources(argument)


def test_folder_without_readable_files_is_refused_with_the_endings_that_are(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("x")
    with pytest.raises(UnreachableSource, match="nothing that can be read"):
        fetch.list_sources(str(tmp_path))


def test_file_is_known_by_its_real_path_and_called_by_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "ferry sinks.md"
    path.write_bytes(b"# Ferry")
    link = tmp_path / "link.md"
    link.symlink_to(path)
    given = Given(outlet="Post")
    assert fetch.read_file(link, given) == RawSource(b"# Ferry", "link", str(path.resolve()), "text/markdown", given)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf\n", b"\xff\xfe", b"\x00\x00"])
def test_file_without_a_character_is_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(UnreadableSource, match="empty"):
        fetch.read_file(tmp_path / "a.txt", NOTHING)


def test_file_over_the_limit_is_refused_and_one_at_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST_SOURCE", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 10)
    assert len(fetch.read_file(path, NOTHING).data) == 10
    path.write_bytes(b"x" * 11)
    with pytest.raises(UnreadableSource, match="more than the"):
        fetch.read_file(path, NOTHING)


def test_missing_file_is_unreachable_and_a_folder_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreachableSource, match="cannot be read: No such file"):
        fetch.read_file(tmp_path / "a.txt", NOTHING)
    with pytest.raises(UnreadableSource, match="no regular file"):
        fetch.read_file(tmp_path, NOTHING)


def corpus(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_corpus_line_is_known_by_its_doc_id_and_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    path = corpus(tmp_path / "a.jsonl", {"doc_id": "one", "paragraphs": []}, "", "{broken", [1], {"doc_id": 7}, {"doc_id": " "}, {"doc_id": "two"})
    found = list(fetch.read_corpus(path, NOTHING))
    assert [name for name, _ in found] == ["one", *(f"a.jsonl, line {number}" for number in (3, 4, 5, 6)), "two"]
    assert [isinstance(item, RawSource) for _, item in found] == [True, False, False, False, False, True]
    first = found[0][1]
    assert isinstance(first, RawSource)
    assert (first.location, first.media_type) == ("jsonl:one", "application/json")
    assert "doc_id must be" in str(found[3][1])
    assert "no JSON object" in str(found[1][1])


def test_compressed_corpus_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"doc_id": "one"}\n'))
    assert [name for name, _ in fetch.read_corpus(path, NOTHING)] == ["one"]


@pytest.mark.parametrize("data", [b"no gzip at all", gzip.compress(b'{"doc_id": "one"}\n' * 99, mtime=0)[:-9]], ids=["no gzip", "cut short"])
def test_damaged_corpus_ends_with_one_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(data)
    name, error = list(fetch.read_corpus(path, NOTHING))[-1]
    assert name == "a.jsonl.gz"
    assert isinstance(error, UnreachableSource)


def test_missing_corpus_is_one_error(tmp_path: Path) -> None:
    [(name, error)] = fetch.read_corpus(tmp_path / "a.jsonl", NOTHING)
    assert name == "a.jsonl"
    assert "No such file" in str(error)


@pytest.mark.parametrize("written", ["www.orskpost.example", "orskpost.example/a/1", "orskpost.com", "news.orskpost.co.uk?p=1"])
def test_web_address_without_its_scheme_is_told_what_it_lacks(written: str) -> None:
    with pytest.raises(UnreachableSource, match="begins with https://"):
        fetch.list_sources(written)


def test_link_that_leads_out_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Nine men died.")
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "own.txt").write_text("Ten men died.")
    (folder / "alias.txt").symlink_to("own.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop").symlink_to(folder)
    assert [file.name for file in fetch.readable_files(folder)] == ["alias.txt", "own.txt"]
