"""Where a document is cut: sentences and passages, as spans of its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.model import Document, Span
from sources.split import LONGEST_PASSAGE, sentences, split


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "marked",
    [
        "Nine died. | Two lived.",
        "First line! | Second line?! | Third...",
        "Only 9 died!! | Really?? | Yes!",
        "No terminator at all",
        "He left… | She stayed.",
        "He waited ... | Nobody came.",
        "And then … nothing.",
        "He called it … “the end” of it.",
        "He called it Yahoo! (and left).",
        "He won.[1] | She lost.[12] | End.",
        "31 died.14 lived.",
    ],
)
def test_sentence_ends_at_a_terminator_with_white_space_behind_it(marked: str) -> None:
    assert cut(marked.replace("| ", "")) == marked.split(" | ")


@pytest.mark.parametrize(
    "marked",
    [
        "Mr. Smith met Gen. A. B. Jones of the U.S. Army. | They ate.",
        "Dr. Ada Worth, Ph.D., left. | St. Petersburg fell. | Lt. Col. Ivo Dan died.",
        "J. R. R. Venn wrote. | J.R.R. Venn wrote.",
        "John F. Kestrel spoke. | George W. Dan did not.",
        "Orsk won 3-1 vs. Kelmar. | Approx. 40 came.",
        "They met in Feb. 2020. | She was born on Jan. 5.",
        "See p. 12 and Fig. 3. | No. 5 was first. | Nos. 5 and 6 lost.",
        "Mme. Morel left. | Sra. Ferrán stayed.",
        "He met J. “Red” Lind. | They ate.",
        "Prices rose 3.5 percent to $4.20. | Version 2.0 is out.",
        "The ship (No. 4 of 9) sank. | Nobody died.",
        "They sell tea, coffee etc. and bread.",
        "It was Maj. Lind's idea.",
    ],
)
def test_abbreviation_initial_and_decimal_do_not_end_a_sentence(marked: str) -> None:
    assert cut(marked.replace("| ", "")) == marked.split(" | ")


@pytest.mark.parametrize(
    "marked",
    [
        "It was the U.S. | The rest left.",
        "He left at 5 a.m. | The army followed at 6 p.m. on Monday.",
        "At 4 p.m. Kelmar fell.",
        "In the U.K. Parliament voted. | The U.N. Security Council met.",
        "He works for Acme Inc. | The firm is big.",
        "She runs Acme Inc. | “We are big,” she said.",
        "They sell tea etc. | And more came.",
        "They moved to the U.S.S.R. | He went too.",
        "They moved to the R.O.K. | “We stayed,” she said.",
        "They moved to the R.O.K. Army base.",
        "It was plan B. | The end came.",
        "It was plan B. Kelmar fell.",
        "He said no. | Yes, she did.",
        "He took bus no. 5. | It was late.",
        "She lived in Mass. He left.",
    ],
)
def test_abbreviation_that_may_close_a_sentence_does_so_before_a_plain_beginning(marked: str) -> None:
    assert cut(marked.replace("| ", "")) == marked.split(" | ")


@pytest.mark.parametrize(
    "marked",
    [
        "“We go on.” | She left.",
        '"We go on." | She left.',
        "'Go.' | They went.",
        'He said "stop." | Then he ran.',
        "“I counted 31. | Nobody helped,” he said. | He left.",
        "“‘Go,’ he told me. | ‘Go now.’ | So I went.” | That was all.",
        "“No.” | “Yes.” | “Maybe.”",
        "He said: “We lost 9.” | (The ministry said 14.) | Nobody knows.",
        "[Editor: see below.] | Next.",
        "Il a dit: « Non. » | Puis il partit.",
        "«Nous avons compté 31.» | Il est parti.",
        "„Nein.“ | Er ging. | »Nein.« | Sie kam.",
        "The toll (they gave no names.) was 31. | It rose.",
        "The word “dead.” appears.",
    ],
)
def test_closing_marks_belong_to_the_sentence_before_them(marked: str) -> None:
    assert cut(marked.replace("| ", "")) == marked.split(" | ")


@pytest.mark.parametrize(
    "text",
    [
        "“Why?” asked Ada.",
        "“No!” he said.",
        "“Are you sure?” Petra Lind asked.",
        "“Was it 31?” I asked.",
        "“So…” Ivo Dan added.",
        "Yahoo! said it would sell.",
        "“是的。”港务长说。",
        "“真的吗？”他问。",
        "「数えた。」と語った。",
    ],
)
def test_quotation_stays_with_who_said_it(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "marked",
    [
        "“Why did 9 die?” | The minister told nobody.",
        "He asked, “Why did 9 die?” | Ada Worth left the room without a word.",
        "“He did it.” | Ada said nothing.",
        "Why? | Ada said nothing.",
        "(Why?) | Ada said nothing.",
    ],
)
def test_sentence_behind_a_closed_quotation_that_names_no_speaker_is_one_of_its_own(marked: str) -> None:
    assert cut(marked.replace("| ", "")) == marked.split(" | ")


@pytest.mark.parametrize(
    "pieces",
    [
        ["قال الوزير إن 31 قتلوا.", "وهل فقد 14؟", "نعم."],
        ["او گفت که ۳۱ نفر کشته شدند.", "آیا این درست است؟", "بله."],
        ["यह कहा गया कि 31 मरे।", "14 लापता हैं।"],
        ["یہ کہا گیا۔", "وہ چلا گیا۔"],
        ["В 2019 г. погибло 17.", "Это всё."],
        ["Der Minister kam am 5. Mai.", "Er ging."],
        ["Es waren 31.", "Mara ging."],
    ],
)
def test_terminators_of_other_scripts_end_sentences(pieces: list[str]) -> None:
    assert cut(" ".join(pieces)) == pieces


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert cut("他说31人死亡。另有14人失踪！真的吗？“是的。”另有9人。") == ["他说31人死亡。", "另有14人失踪！", "真的吗？", "“是的。”", "另有9人。"]


@pytest.mark.parametrize("text", ["1. Find the ship.", "(2) 12. Find the ship.", "3.\u00a0Find it."])
def test_number_of_a_list_item_is_no_sentence(text: str) -> None:
    assert cut(text)[-1].endswith("it." if "it." in text else "ship.")
    assert len(cut("1. Find the ship. 2. Sink it.")) == 2


def test_sentences_look_only_inside_their_span() -> None:
    text = "One died. Two died. Three died. Four died."
    inside = Span(text.index("Two"), text.index(" Four"))
    assert [span.of(text) for span in sentences(text, inside)] == ["Two died.", "Three died."]


def test_abbreviation_before_the_span_is_not_looked_at() -> None:
    text = "Mr. Then he left."
    assert [span.of(text) for span in sentences(text, Span(2, len(text)))] == [".", "Then he left."]


def test_white_space_alone_has_no_sentences() -> None:
    assert sentences(" \n\u00a0 ", Span(0, 4)) == ()
    assert sentences("", Span(0, 0)) == ()


PIECES = [*'aB1 .!?…。"“”‘’«»()[]、，؟۔।説と\u00a0\n', "Mr. ", "U.S. ", "No. ", "said ", "The ", "asked "]
PROSE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(PROSE, st.data())
def test_sentences_are_ordered_disjoint_trimmed_and_lose_only_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    within = Span(start, data.draw(st.integers(start, len(text))))
    spans = sentences(text, within)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(within.start <= edge <= within.end for edge in edges)
    assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in spans)
    outside = set(range(within.start, within.end)) - {i for span in spans for i in range(span.start, span.end)}
    assert all(text[i].isspace() for i in outside)


def passages(*paragraphs: str) -> list[tuple[int, str]]:
    document = Document("t", paragraphs)
    return [(passage.paragraph, passage.span.of(document.text)) for passage in split(document)]


def test_paragraph_is_one_passage_with_its_number() -> None:
    assert passages("One died. Two lived.", "Nobody came.") == [(0, "One died. Two lived."), (1, "Nobody came.")]


def test_empty_paragraph_has_no_passage_and_keeps_its_number() -> None:
    assert passages("One.", "", "Two.") == [(0, "One."), (2, "Two.")]


def test_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "The harbour master counted " + "x" * 371 + "."
    assert len(sentence) == 399
    assert passages(" ".join([sentence] * 5)) == [(0, f"{sentence} {sentence}"), (0, f"{sentence} {sentence}"), (0, sentence)]


def test_passage_may_be_as_long_as_the_limit_and_no_longer() -> None:
    first = "A" * (LONGEST_PASSAGE - 5) + "."
    assert passages(f"{first} It.") == [(0, f"{first} It.")]
    assert passages(f"{first} Its.") == [(0, first), (0, "Its.")]


def test_sentence_longer_than_the_limit_stays_whole() -> None:
    endless = "Word " + "word " * 300 + "end."
    assert passages(f"It began. {endless} It ended.") == [(0, "It began."), (0, endless), (0, "It ended.")]


@given(st.lists(PROSE, max_size=4))
def test_every_word_of_a_document_is_in_exactly_one_passage(paragraphs: list[str]) -> None:
    document = Document("t", tuple(paragraphs))
    covered = [i for passage in split(document) for i in range(passage.span.start, passage.span.end)]
    assert len(covered) == len(set(covered))
    assert all(character.isspace() for i, character in enumerate(document.text) if i not in set(covered))
    for passage in split(document):
        paragraph = document.paragraph_spans[passage.paragraph]
        assert paragraph.start <= passage.span.start < passage.span.end <= paragraph.end
