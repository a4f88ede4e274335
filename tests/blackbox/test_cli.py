"""The console command itself, as a process of its own with the real embedding model, over the samples that the project ships."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemas
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sources" / "samples"
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
QUESTION = "how many ISKP fighters?"


@dataclass(frozen=True)
class Store:
    """A data folder, with what `add --json` said when it was filled."""

    data: Path
    added: dict[str, Any]


def briefbot(*arguments: object, data: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the command, away from any .env file."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")}
    settings |= {"PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT), "HF_HUB_OFFLINE": "1", **environment}
    if data:
        settings["BRIEFBOT_DATA"] = str(data)
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=300, env=settings, cwd=Path(__file__).parent, encoding="utf-8"
    )


def checked(ran: subprocess.CompletedProcess[str], schema: schemas.Schema, code: int = 0) -> Any:
    """What a run printed: one JSON document of this schema and nothing else on stdout."""
    assert ran.returncode == code, ran.stderr
    printed = json.loads(ran.stdout)
    Draft202012Validator(schema).validate(printed)
    return printed


def checked_lines(ran: subprocess.CompletedProcess[str], schema: schemas.Schema, code: int = 0) -> list[Any]:
    """The same for JSON lines."""
    assert ran.returncode == code, ran.stderr
    printed = [json.loads(line) for line in ran.stdout.splitlines()]
    for line in printed:
        Draft202012Validator(schema).validate(line)
    return printed


def written_lines(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    data = tmp_path_factory.mktemp("blackbox") / "data"
    ran = briefbot("add", "--json", SAMPLES, "no-such-file.txt", data=data)
    return Store(data, checked(ran, schemas.ADD, code=1))


@pytest.fixture(scope="module")
def asked(store: Store) -> dict[str, Any]:
    answer = checked(briefbot("ask", "--json", QUESTION, data=store.data), schemas.ASK)
    assert isinstance(answer, dict)
    return answer


def places(answer: dict[str, Any]) -> list[Any]:
    return [(quote["doc_id"], quote["start"], quote["end"], quote["text"], quote["score"]) for quote in answer["quotes"]]


def test_one_bad_source_never_stops_the_rest(store: Store) -> None:
    assert len(store.added["added"]) == 10
    assert [failure["source"] for failure in store.added["failed"]] == ["no-such-file.txt"]


def test_a_question_is_answered_with_a_slice_of_what_show_prints(store: Store, asked: dict[str, Any]) -> None:
    assert asked["answered"] and "at least 2,000" in asked["quotes"][0]["text"]
    quote = asked["quotes"][0]
    shown = checked(briefbot("show", quote["doc_id"], "--json", "--data", store.data), schemas.SHOW)
    assert shown["text"][quote["start"] : quote["end"]] == quote["text"]
    assert all(shown["text"][one["start"] : one["end"]] == one["text"] for one in shown["paragraphs"])


def test_the_same_question_gives_the_same_quotes_in_a_batch_that_leaves_out_bad_lines(store: Store, asked: dict[str, Any], tmp_path: Path) -> None:
    lines = [
        {"qid": 1, "question": QUESTION},
        "{oops",
        {"qid": "b", "question": QUESTION},
        "[1]",
        {"qid": 7},
        {"qid": None, "question": "who won the 2022 World Cup?"},
    ]
    ran = briefbot("ask", "--batch", written_lines(tmp_path / "q.jsonl", *lines), "--json", data=store.data)
    answers = checked_lines(ran, schemas.ASK_LINE, code=1)
    assert [(answer["qid"], answer["reason"]) for answer in answers] == [(1, None), ("b", None), (7, "empty-question"), (None, "not-in-sources")]
    assert [places(answer) for answer in answers] == [places(asked), places(asked), [], []]
    assert "line 2: this is no JSON object" in ran.stderr and "line 4" in ran.stderr


def test_the_same_quotes_come_after_reindex_and_without_the_snapshot(store: Store, asked: dict[str, Any]) -> None:
    done = checked(briefbot("reindex", "--json", data=store.data), schemas.REINDEX)
    assert done["embedded"] == 0 and done["vectors"] == done["analysed"] > 50
    after = checked(briefbot("ask", "--json", QUESTION, data=store.data), schemas.ASK)
    (snapshot,) = store.data.glob("vectors-*.faiss")
    snapshot.unlink()
    without = checked(briefbot("--data", store.data, "ask", "--json", QUESTION), schemas.ASK)
    assert places(after) == places(without) == places(asked)


def test_search_prints_hits_best_first_and_keeps_the_qid_of_a_batch(store: Store, tmp_path: Path) -> None:
    hits = checked(briefbot("search", "--json", "-k", "3", QUESTION, data=store.data), schemas.SEARCH)
    assert len(hits) == 3 and hits == sorted(hits, key=lambda hit: -hit["score"])
    queries = written_lines(tmp_path / "q.jsonl", {"qid": "x", "question": QUESTION})
    (line,) = checked_lines(briefbot("search", "--batch", queries, "-k", "3", data=store.data), schemas.SEARCH_LINE)
    assert line == {"qid": "x", "hits": hits}


def test_a_person_reads_quotes_behind_a_bar_that_are_the_source_word_for_word(store: Store, asked: dict[str, Any]) -> None:
    ran = briefbot("ask", QUESTION, data=store.data, COLUMNS="38")
    assert ran.returncode == 0
    assert max(map(len, ran.stdout.splitlines())) <= 38
    screens = [[line[2:] for line in block.splitlines() if line.startswith("┃ ")] for block in ran.stdout.split("\n\n")]
    assert [" ".join(lines) for lines in screens if lines] == [quote["text"] for quote in asked["quotes"][: asked["first_screen"]]]


def test_sources_lists_what_stands_in_a_collection_and_nothing_of_another(store: Store) -> None:
    rows = checked(briefbot("sources", "--json", data=store.data), schemas.SOURCES)
    assert {row["doc_id"] for row in rows} == {one["doc_id"] for one in store.added["added"]}
    assert checked(briefbot("sources", "--json", "--collection", "other", data=store.data), schemas.SOURCES) == []


def test_extract_prints_what_would_be_stored_and_needs_no_data_folder(tmp_path: Path) -> None:
    page = SAMPLES / "invented" / "ostrelle-dam-toll-revised.html"
    alone = checked(briefbot("extract", page, "--json", data=tmp_path / "none"), schemas.EXTRACT)
    assert alone["paragraphs"] and not (tmp_path / "none").exists()
    batch = written_lines(
        tmp_path / "p.jsonl", {"page_id": 1, "html": str(page), "url": "https://a.example/1"}, {"page_id": 2, "html": "gone.html"}, {"page_id": 3}
    )
    lines = checked_lines(briefbot("extract", "--batch", batch), schemas.EXTRACT_LINE, code=1)
    assert lines[0]["paragraphs"] == alone["paragraphs"] and lines[0]["url"]
    assert [line["page_id"] for line in lines] == [1, 2, 3] and "No such file" in lines[1]["error"] and "html" in lines[2]["error"]


def test_figures_prints_what_a_text_counts_by_slices_of_it(store: Store, tmp_path: Path) -> None:
    text = "The flood took at least 14 houses on Tuesday, Mayor Ada Quill said."
    batch = written_lines(tmp_path / "t.jsonl", {"doc_id": "a", "text": text, "date": "2024-03-14"}, {"doc_id": "b", "text": "Nothing."}, "[")
    lines = checked_lines(briefbot("figures", "--batch", batch, "--json"), schemas.FIGURES, code=1)
    assert [line["doc_id"] for line in lines] == ["a", "b"] and lines[1]["figures"] == []
    (figure,) = lines[0]["figures"]
    assert figure["text"] == text[figure["start"] : figure["end"]] == "at least 14 houses"
    assert (figure["low"], figure["high"], figure["qualifier"], figure["unit"], figure["as_of"]) == (14, None, "at least", "houses", "2024-03-12")
    assert figure["speaker"] == "Ada Quill"
    (tmp_path / "t.txt").write_text(text, encoding="utf-8")
    assert checked(briefbot("figures", "--text-file", tmp_path / "t.txt", "--json"), schemas.FIGURES)["figures"] == [{**figure, "as_of": None}]
    doc_id = next(one["doc_id"] for one in store.added["added"] if "toll-revised" in one["source"])
    shown = checked(briefbot("show", doc_id, "--json", data=store.data), schemas.SHOW)
    stored = checked(briefbot("figures", doc_id, "--json", data=store.data), schemas.FIGURES)
    assert stored["figures"] and all(shown["text"][one["start"] : one["end"]] == one["text"] for one in stored["figures"])
    assert any(one["speaker"] for one in stored["figures"])


def test_check_says_whether_a_wording_is_the_sources(store: Store, asked: dict[str, Any], tmp_path: Path) -> None:
    quote = asked["quotes"][0]
    true = checked(briefbot("check", quote["text"].upper(), "--json", data=store.data), schemas.CHECK)
    assert (true["verdict"], true["doc_id"]) == ("verbatim", quote["doc_id"])
    shown = checked(briefbot("show", true["doc_id"], "--json", data=store.data), schemas.SHOW)
    assert shown["text"][true["start"] : true["end"]] == true["text"]
    lines = [
        {"qid": 1, "text": quote["text"].replace("2,000", "9,000")},
        {"qid": "b", "text": "Martians have landed in Vennorai"},
        {"qid": None, "text": "ISKP"},
    ]
    ran = briefbot("check", "--batch", written_lines(tmp_path / "c.jsonl", *lines), data=store.data)
    verdicts = checked_lines(ran, schemas.CHECK_LINE)
    assert [(line["qid"], line["verdict"]) for line in verdicts] == [(1, "altered"), ("b", "not-found"), (None, "too-short")]
    assert {"change": "number", "source": "2,000", "pasted": "9,000"} in verdicts[0]["diff"]
    read = briefbot("check", quote["text"], data=store.data, COLUMNS="38")
    assert read.stdout.startswith("WORDING CHECK, not a truth check") and "Word for word." in read.stdout


def test_a_backup_brings_back_what_was_removed(store: Store, tmp_path: Path) -> None:
    data, file = tmp_path / "second", tmp_path / "copy.sqlite"
    saved = checked(briefbot("backup", file, "--json", data=store.data), schemas.BACKUP)
    assert saved["bytes"] == file.stat().st_size
    assert checked(briefbot("restore", file, "--json", data=data), schemas.RESTORE)["kept"] is None
    doc_id = store.added["added"][0]["doc_id"]
    assert checked(briefbot("remove", doc_id, "--json", data=data), schemas.REMOVE) == {"removed": doc_id}
    assert len(checked(briefbot("sources", "--json", data=data), schemas.SOURCES)) == 9
    assert checked(briefbot("restore", file, "--json", data=data), schemas.RESTORE)["kept"]
    assert len(checked(briefbot("sources", "--json", data=data), schemas.SOURCES)) == 10
    assert briefbot("backup", file, data=data).returncode == 1, "a backup never overwrites a file"


def test_verify_and_doctor_find_nothing_wrong(store: Store) -> None:
    assert checked(briefbot("verify", "--json", data=store.data), schemas.VERIFY)["faults"] == []
    assert checked(briefbot("doctor", "--json", data=store.data), schemas.DOCTOR)["ok"]


def test_statements_of_a_stored_article_name_slices_of_what_show_prints(store: Store, asked: dict[str, Any]) -> None:
    doc_id = asked["quotes"][0]["doc_id"]
    text = checked(briefbot("show", doc_id, "--json", data=store.data), schemas.SHOW)["text"]
    said = checked(briefbot("statements", doc_id, "--json", data=store.data), schemas.STATEMENTS)
    assert said["doc_id"] == doc_id and len(said["attributions"]) > 2
    spans = [span for one in said["attributions"] for name in ("content", "cue", "source") for span in one[name]]
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_statements_of_texts_as_given(tmp_path: Path) -> None:
    text = "\n\n  “It held,” said Ada Holm.\r\n"
    (tmp_path / "t.txt").write_bytes(text.encode())
    lines = written_lines(
        tmp_path / "b.jsonl", {"doc_id": "x", "text": text}, {"doc_id": "de", "text": "Der Minister sagte, die Brücke sei gesperrt und bleibe es."}
    )
    ran = briefbot("statements", "--batch", lines, "--json")
    english, german = checked_lines(ran, schemas.STATEMENTS)
    (one,) = english["attributions"]
    assert (text[slice(*one["content"][0])], one["speaker"], one["kind"], english["doc_id"]) == ("It held,", "Ada Holm", "direct", "x")
    assert german["attributions"] == [] and "no speaker is claimed" in ran.stderr
    read = checked(briefbot("statements", "--text-file", tmp_path / "t.txt", "--json"), schemas.STATEMENTS)
    assert read["attributions"] == english["attributions"]
    person = briefbot("statements", "--text-file", tmp_path / "t.txt")
    assert "┃ It held," in person.stdout and "Ada Holm, in quotation marks" in person.stdout
    assert briefbot("statements").returncode == briefbot("statements", "d", "--batch", lines).returncode == 2


def test_a_question_about_articles_that_were_looked_at_before_loads_no_parser(store: Store, asked: dict[str, Any]) -> None:
    code = (
        "import sys\nfrom bot.cli import app\n"
        f"try: app(['--data', {str(store.data)!r}, 'ask', '--json', {QUESTION!r}])\nexcept SystemExit: pass\n"
        "print(sorted({'torch', 'spacy', 'thinc'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stderr.splitlines()[-1] == "[]"
    assert json.loads(ran.stdout)["quotes"] == asked["quotes"] and asked["quotes"][0]["kind"] is not None


def test_eval_measures_statements_of_ones_own(tmp_path: Path) -> None:
    known = {"content": [[13, 30]], "source": [[0, 8]], "type": "indirect"}
    lines = written_lines(tmp_path / "s.jsonl", {"doc_id": "d", "text": "Ada Holm said the bridge stands.", "attributions": [known]})
    figures = checked(briefbot("eval", "--statements", lines, "--json"), {"type": "object"})
    assert (figures["statements"], figures["who_said_what_f1"]) == (1, 1.0)
    bad = briefbot("eval", "--statements", written_lines(tmp_path / "b.jsonl", {"text": "A.", "attributions": [{"content": 1}]}))
    assert bad.returncode == 1 and "must be a list" in bad.stderr
    assert briefbot("eval", "--statements", lines, "--corpus", lines).returncode == 2


def test_eval_measures_a_corpus_of_ones_own(tmp_path: Path) -> None:
    corpus = written_lines(tmp_path / "c.jsonl", {"doc_id": "d", "title": "Dam", "paragraphs": ["The Ostrelle dam broke.", "Twelve people died."]})
    queries = written_lines(tmp_path / "q.jsonl", {"qid": 1, "question": "did the Ostrelle dam break?", "evidence": [{"doc_id": "d", "paragraph": 0}]})
    figures = checked(briefbot("eval", "--corpus", corpus, "--queries", queries, "--json"), schemas.EVAL)
    assert figures["paragraph_hit@1"] == 1.0
    nothing = briefbot("eval", "--corpus", tmp_path / "gone.jsonl", "--queries", queries)
    assert nothing.returncode == 1 and "nothing to measure" in nothing.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show", "nix", "--revision", "9"], "at revision 9"),
        (["remove", "nix"], "no document “nix”"),
        (["restore", "nix.sqlite"], "no such file"),
        (["extract", "nix.txt"], "no such file"),
        (["figures", "--text-file", "nix.txt"], "No such file"),
        (["ask", "--batch", "nix.jsonl"], "cannot be read"),
    ],
)
def test_what_fails_is_said_in_one_sentence_with_exit_1(store: Store, arguments: list[str], sentence: str) -> None:
    ran = briefbot(*arguments, "--json", data=store.data) if arguments[0] != "restore" else briefbot(*arguments, data=store.data)
    assert ran.returncode == 1 and ran.stdout == ""
    assert sentence in ran.stderr and len(ran.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"],
        ["add", "x.txt", "--date", "soon"],
        ["ask"],
        ["ask", "q", "--batch", "f"],
        ["search", "q", "-k", "0"],
        ["figures"],
        ["check"],
        ["figures", "doc", "--text-file", "f"],
        ["sources", "--collection", "two words"],
        ["nonsense"],
    ],
)
def test_a_wrong_use_ends_with_2_and_prints_no_data(arguments: list[str], tmp_path: Path) -> None:
    ran = briefbot(*arguments, data=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "") and ran.stderr


def test_a_question_without_sources_or_words_is_answered_with_a_refusal(tmp_path: Path) -> None:
    assert checked(briefbot("ask", "--json", QUESTION, data=tmp_path), schemas.ASK)["reason"] == "no-sources"
    assert checked(briefbot("ask", "--json", " ", data=tmp_path), schemas.ASK)["reason"] == "empty-question"


def test_a_wrong_setting_is_said_in_one_sentence(tmp_path: Path) -> None:
    ran = briefbot("sources", data=tmp_path, BRIEFBOT_LOG_LEVEL="loud")
    assert ran.returncode == 1 and "BRIEFBOT_LOG_LEVEL" in ran.stderr and len(ran.stderr.splitlines()) == 1


def test_a_model_that_is_none_costs_no_source(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    ran = briefbot("add", SAMPLES / "digest.md", "--json", data=tmp_path / "data", BRIEFBOT_EMBEDDING_MODEL=str(tmp_path / "model"))
    assert len(checked(ran, schemas.ADD, code=1)["added"]) == 1
    assert "holds no model" in ran.stderr and "Traceback" not in ran.stderr


def test_help_imports_nothing_heavy() -> None:
    probe = (
        "import sys; from bot.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'faiss', 'spacy', 'telegram', 'sqlalchemy', 'numpy', 'sentence_transformers', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)), 'typer' in sys.modules, file=sys.stderr)"
    )
    ran = python_with(probe)
    assert "reindex" in ran.stdout
    assert ran.stderr.strip() == "[] True"


def python_with(probe: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT)}
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False, env=environment, cwd=Path(__file__).parent)


def test_a_reader_that_closes_the_pipe_gets_no_traceback(store: Store) -> None:
    script = "import sys, subprocess; p = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE); p.stdout.read(1); p.stdout.close()\n"
    script += "print(p.stderr.read().decode()); p.wait()"
    doc_id = store.added["added"][0]["doc_id"]
    ran = subprocess.run(
        [sys.executable, "-c", script, *COMMAND, "show", doc_id, "--json", "--data", str(store.data)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.returncode == 0 and ran.stdout.strip() == ""


def test_ctrl_c_ends_with_a_sentence_and_leaves_the_store_sound(store: Store, tmp_path: Path) -> None:
    waiting = tmp_path / "questions"
    os.mkfifo(waiting)
    environment = os.environ | {"PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT), "PYTHONFAULTHANDLER": ""}
    with (
        subprocess.Popen(
            [*COMMAND, "ask", "--batch", str(waiting), "--data", str(store.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a suite run in the background has it ignored, and a child inherits that
        ) as running,
        waiting.open("w", encoding="utf-8"),
    ):  # open only when the command reads: it is at work now
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode != 0 and "Traceback" not in said
