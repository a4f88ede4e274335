"""How many questions are answered without showing a tempting wrong passage.

    python tests/eval/tempting.py GOLD ASKS

GOLD: the folder of the hand-written set (articles.jsonl, questions.jsonl); ASKS: what `briefbot ask --batch … --json` printed for its questions.
tempting.jsonl beside this file names, for each question, a few words of every passage that looks like an answer and is none. One is shown when a quote
holds its words and nothing that answers. The documents are told apart by the text of their quotes: ids are the store's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.terminal import Lines

TEMPTING = Path(__file__).with_name("tempting.jsonl")


def folded(text: str) -> str:
    """Without what only typography changes."""
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split()).casefold()


def answers(quote: str, answer: str) -> bool:
    """Whether a quote holds an answer, or is most of it."""
    shown, wanted = folded(quote), folded(answer)
    return wanted in shown or (shown in wanted and 2 * len(shown) >= len(wanted))


def main() -> None:
    gold, asks = Path(sys.argv[1]), Path(sys.argv[2])
    articles = {row["id"]: "\n\n".join(row["paragraphs_expected"]) for row in Lines(gold / "articles.jsonl")}
    questions = {row["qid"]: row for row in Lines(gold / "questions.jsonl")}
    given = {row["qid"]: row for row in Lines(asks)}
    clean = total = 0
    for tempting in Lines(TEMPTING):
        question = questions[tempting["qid"]]
        missing = [one["words"] for one in tempting["passages"] if one["words"] not in articles[one["article"]]]
        if missing:
            raise SystemExit(f"{tempting['qid']}: these words stand in no article: {missing}")
        shown = [quote["text"] for quote in given.get(tempting["qid"], {}).get("quotes", [])]
        wrong = [text for text in shown if not any(answers(text, answer["quote"]) for answer in question.get("answers") or [])]
        fallen = [one["words"] for one in tempting["passages"] if any(folded(one["words"]) in folded(text) for text in wrong)]
        total += 1
        clean += not fallen
        if fallen:
            print(f"{tempting['qid']} {question['question']!r}: shows {', '.join(map(repr, fallen))}")
    print(f"{clean} of {total} questions show none of their tempting passages, {clean / total:.3f}")


if __name__ == "__main__":
    main()
