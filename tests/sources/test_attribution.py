"""Who said what, with the real parser, over sentences written for these tests: people, places and bodies are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sources.attribution import attribute, attributer_version, is_covered, paragraphs_of
from sources.model import Attribution, Kind, Span, Speaker, Stance
from sources.parser import Parser


def said(one: Attribution, text: str) -> str:
    return " | ".join(span.of(text) for span in one.content)


def one_of(found: Sequence[Attribution], text: str, content: str) -> Attribution:
    """The attribution that holds these words."""
    matching = [one for one in found if content in said(one, text)]
    assert matching, f"nobody is said to have said {content!r}: {[said(one, text) for one in found]}"
    return matching[0]


def name(one: Attribution) -> str | None:
    return one.speaker.name if one.speaker else None


@pytest.mark.parametrize(
    ("text", "content", "speaker", "kind"),
    [
        ('"The bridge will stand," Ada Holm said.', "The bridge will stand,", "Ada Holm", Kind.DIRECT),
        ("“The bridge will stand,” said Ada Holm, the harbour master.", "The bridge will stand,", "Ada Holm", Kind.DIRECT),
        ('Ada Holm told reporters: "The bridge will stand."', "The bridge will stand.", "Ada Holm", Kind.DIRECT),
        ("Ada Holm said the bridge would stand.", "the bridge would stand", "Ada Holm", Kind.INDIRECT),
        ("The bridge would stand, Ada Holm said on Monday.", "The bridge would stand", "Ada Holm", Kind.INDIRECT),
        ("According to Ada Holm, the bridge will stand.", "the bridge will stand", "Ada Holm", Kind.INDIRECT),
        ("The bridge will stand, according to Ada Holm.", "The bridge will stand", "Ada Holm", Kind.INDIRECT),
        ('Ada Holm said the bridge was "as sound as a bell" after the flood.', 'the bridge was "as sound as a bell" after the flood', "Ada Holm", Kind.MIXED),
        ("Ada Holm believes that the bridge will stand.", "the bridge will stand", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm warned that the bridge could fall.", "the bridge could fall", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm hopes to reopen the bridge.", "to reopen the bridge", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm accused the council of neglecting the bridge.", "the council of neglecting the bridge", "Ada Holm", Kind.INDIRECT),
        ("The council was accused by Ada Holm of neglecting the bridge.", "neglecting the bridge", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm called the plan a disaster.", "the plan a disaster", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm is confident that the bridge will stand.", "the bridge will stand", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm's claim that the bridge is sound surprised the town.", "the bridge is sound", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm denied hiding the report.", "hiding the report", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm urged the council to close the bridge.", "the council to close the bridge", "Ada Holm", Kind.INDIRECT),
        ("Ada Holm counted 14 cracks in the bridge.", "14 cracks in the bridge", "Ada Holm", Kind.INDIRECT),
    ],
)
def test_a_statement_is_found_with_its_speaker_and_kind(parser: Parser, text: str, content: str, speaker: str, kind: Kind) -> None:
    one = one_of(attribute(text, parser, "en"), text, content)
    assert (name(one), one.kind) == (speaker, kind)


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The final count was given on Monday by the rescue directorate, which said 40 boats were overdue.", "40 boats were overdue", "rescue directorate"),
        ('"The pumps failed," said Ada Holm, head of the rescue service, who put the damage at 12 houses.', "the damage at 12 houses", "Ada Holm"),
        ("The Deputy Port Director, Tahina Ravelo, informed captains that the delays “were due to fog”.", "were due to fog", "Tahina Ravelo"),
        (
            "Defense Minister Carlota Uribe Monte, whose ministry said on Sept. 9 that divers had rescued 12 of the sailors, "
            "acknowledged on Monday that they had been “received, rather than rescued.”",
            "received, rather than rescued",
            "Carlota Uribe Monte",
        ),
        ("“If nine gates can jam, why not 90?” asked its harbour master, Ada Holm.", "If nine gates can jam, why not 90?", "Ada Holm"),
        ("“The well is dry,” said Ada Sheikh, whose farm lies below the dam.", "The well is dry,", "Ada Sheikh"),
        ("Veilleurs du Plateau counts 18 burnt barns.", "18 burnt barns", "Veilleurs du Plateau"),
        ("Bulletin No. 7 stated that 300 sheep were lost.", "300 sheep were lost", "Bulletin No. 7"),
    ],
)
def test_what_stands_between_a_speaker_and_the_verb_changes_no_speaker(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert name(one_of(attribute(text, parser, "en"), text, content)) == speaker


def test_a_place_behind_an_office_is_no_name(parser: Parser) -> None:
    text = "The mayor of Salem, North Dakota, said the bridge would stand."
    found = name(one_of(attribute(text, parser, "en"), text, "the bridge would stand"))
    assert found is not None and found.startswith("mayor of Salem")


def test_a_quotation_split_by_its_attribution_is_one_attribution(parser: Parser) -> None:
    text = '"We counted the boats," Ada Holm said. "There were nine of them."'
    (one,) = attribute(text, parser, "en")
    assert said(one, text) == "We counted the boats, | There were nine of them."
    assert [span.of(text) for span in one.cue] == ["said"] and [span.of(text) for span in one.source] == ["Ada Holm"]


def test_a_quotation_that_runs_over_paragraphs_is_one_attribution(parser: Parser) -> None:
    text = '"We counted the boats," Ada Holm said. "There were nine of them.\n\n"Nobody else came."'
    (one,) = attribute(text, parser, "en")
    assert said(one, text).endswith("There were nine of them. | Nobody else came.")


def test_two_that_clauses_are_two_statements(parser: Parser) -> None:
    text = "Ada Holm said that nine boats had sunk and that two were missing."
    assert [said(one, text) for one in attribute(text, parser, "en")] == ["nine boats had sunk", "two were missing"]


def test_what_closes_with_its_reporter_is_the_reporters_statement(parser: Parser) -> None:
    text = "The harbour guild has warned that nine boats may sink, the Vellport Post reported on 3 May."
    (one,) = attribute(text, parser, "en")
    assert (said(one, text), name(one)) == ("The harbour guild has warned that nine boats may sink", "Vellport Post")


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The mast fell at dawn, the firm that owns it said.", "The mast fell at dawn", "firm that owns it"),
        ("The mast fell at dawn, the guild's master, Ada Holm, said.", "The mast fell at dawn", "Ada Holm"),
        ("The guild gave a larger estimate: 30 to 40 boats.", "30 to 40 boats", "guild"),
        ("Ada Holm was blunt. “We counted wrong, and we knew it.”", "We counted wrong, and we knew it.", "Ada Holm"),
        ("“We counted wrong, and we knew it.” Ada Holm said.", "We counted wrong, and we knew it.", "Ada Holm"),
        ('“We counted wrong," Ada Holm said. “And we knew it well."', "We counted wrong, | And we knew it well.", "Ada Holm"),
    ],
)
def test_shapes_that_a_parse_alone_does_not_show(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert name(one_of(attribute(text, parser, "en"), text, content)) == speaker


STORY = (
    "Ada Holm, the harbour master of Vellport, said nine boats had sunk.\n\n"
    '"I saw them go down," she said.\n\n'
    "Holm denied that the light had failed.\n\n"
    "A spokesperson for the Port Guild said the light was old. The spokesperson added that it would be replaced."
)


@pytest.mark.parametrize(
    ("content", "speaker", "role"),
    [
        ("nine boats had sunk", "Ada Holm", "harbour master of Vellport"),
        ("I saw them go down", "Ada Holm", "harbour master of Vellport"),
        ("the light had failed", "Ada Holm", "harbour master of Vellport"),
        ("the light was old", "spokesperson for the Port Guild", "spokesperson for the Port Guild"),
        ("it would be replaced", "spokesperson for the Port Guild", "spokesperson for the Port Guild"),
    ],
)
def test_a_speaker_is_named_in_full_across_paragraphs(parser: Parser, content: str, speaker: str, role: str) -> None:
    one = one_of(attribute(STORY, parser, "en"), STORY, content)
    assert one.speaker and (one.speaker.name, one.speaker.role) == (speaker, role)


def test_a_description_takes_the_name_that_follows_it(parser: Parser) -> None:
    text = 'A spokesman for the Border Guard told reporters that the pass was open.\n\n"Nobody was turned back," Orrin Vask told a news conference.'
    found = attribute(text, parser, "en")
    assert {name(one) for one in found} == {"Orrin Vask"}
    assert all(one.speaker and one.speaker.role == "spokesman for the Border Guard" for one in found)


def test_somebody_who_keeps_back_a_name_takes_no_name_that_follows(parser: Parser) -> None:
    text = 'An officer who asked not to be named said the pass was closed.\n\n"Nobody was turned back," Orrin Vask told a news conference.'
    assert name(one_of(attribute(text, parser, "en"), text, "the pass was closed")) == "officer who asked not to be named"


@pytest.mark.parametrize(
    ("text", "anonymous"),
    [
        ("A senior diplomat said the talks had failed.", True),
        ("Two officials said the talks had failed.", True),
        ("The Foreign Ministry said the talks had failed.", False),
        ("Witnesses said the talks had failed.", False),
        ("Ada Holm, a diplomat, said the talks had failed.", False),
    ],
)
def test_only_people_without_a_name_are_anonymous(parser: Parser, text: str, anonymous: bool) -> None:
    one = one_of(attribute(text, parser, "en"), text, "the talks had failed")
    assert one.speaker and one.speaker.anonymous is anonymous


@pytest.mark.parametrize(
    ("text", "content", "stance"),
    [
        ("Ada Holm said the light had failed.", "the light had failed", Stance.ASSERTS),
        ("Ada Holm denied that the light had failed.", "the light had failed", Stance.DENIES),
        ("Ada Holm dismissed the report as fiction.", "the report", Stance.DENIES),
        ("Ada Holm said the figure was impossible to verify.", "impossible to verify", Stance.DOUBTS),
        ("Ada Holm put the number of boats at between 20 and 30.", "at between 20 and 30", Stance.ESTIMATES),
        ("Ada Holm said it was not a lie.", "not a lie", Stance.ASSERTS),
        ("Citing a police report, Ada Holm said nine boats had sunk.", "nine boats had sunk", Stance.REPORTS_OTHER),
    ],
)
def test_how_a_speaker_stands_to_what_is_said(parser: Parser, text: str, content: str, stance: Stance) -> None:
    assert one_of(attribute(text, parser, "en"), text, content).stance is stance


def test_a_quotation_behind_a_denial_goes_on_denying(parser: Parser) -> None:
    text = 'Ada Holm denied that the light had failed. "It never went out for a minute," she said.'
    assert one_of(attribute(text, parser, "en"), text, "never went out").stance is Stance.DENIES


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Ada Holm, citing a police report, said nine boats had sunk.", "police report"),
        ("Ada Holm said she had been told by the coast guard that nine boats had sunk.", "coast guard"),
        ("Ada Holm said hospital records listed 14 dead.", "hospital records"),
        ("Ada Holm said nine boats had sunk.", None),
        ("Ada Holm said Vellport had recorded nine cases.", None),
    ],
)
def test_whom_a_speaker_has_it_from(parser: Parser, text: str, via: str | None) -> None:
    assert attribute(text, parser, "en")[0].via == via


@pytest.mark.parametrize(
    "text",
    [
        "The rain stopped at noon and the ferries ran again.",
        "The so-called “harbour province” lies north of Vellport.",
        "The council did not say how many boats had sunk.",
        "The bridge, known as the Long Span, was closed.",
        "The film “Nine Boats at Dusk” opens on Friday.",
    ],
)
def test_what_nobody_says_is_the_outlets_own(parser: Parser, text: str) -> None:
    assert attribute(text, parser, "en") == ()


def test_a_pronoun_that_nobody_stands_for_names_no_speaker(parser: Parser) -> None:
    (one,) = attribute("She said the light had failed.", parser, "en")
    assert one.speaker is None and one.confidence < 0.5 and [span.start for span in one.source] == [0]


def test_we_is_the_outlet_where_it_is_known(parser: Parser) -> None:
    assert attribute("We believe that nine boats sank.", parser, "en", "Harbour Post")[0].speaker == Speaker("Harbour Post")
    assert attribute("We believe that nine boats sank.", parser, "en")[0].speaker is None


def test_an_article_in_another_language_gets_no_speaker() -> None:
    class NoParser:
        version = "none"

        def parse(self, _text: str, _paragraphs: Sequence[Span]) -> tuple[()]:
            raise AssertionError("nothing is parsed")

    german = "Der Minister sagte am Dienstag, dass die Brücke nach dem Hochwasser gesperrt bleibe und niemand verletzt worden sei."
    assert not is_covered(german) and attribute(german, NoParser()) == ()
    assert not is_covered("The bridge stands.", "de") and is_covered("Brücke", "en-GB") and is_covered("1,200")


def test_every_span_of_every_attribution_is_a_slice_of_the_text_as_given(parser: Parser) -> None:
    text = "  \n\n" + STORY.replace("\n\n", "\n \n\t\n") + "\n\n“𝟏𝟒 boats,” said Zoë Ærø-Lind 🚤, “and no more.”\n"
    found = attribute(text, parser, "en")
    assert len(found) >= 6
    for one in found:
        for span in (*one.content, *one.cue, *one.source):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip() == span.of(text)
    assert name(one_of(found, text, "boats,")) == "Zoë Ærø-Lind"


def test_paragraphs_are_the_lines_that_are_not_blank() -> None:
    text = "\n one\n\n\ttwo \n   \nthree"
    assert [span.of(text) for span in paragraphs_of(text)] == [" one", "\ttwo ", "three"]


def test_the_version_names_the_parser() -> None:
    assert attributer_version("a") != attributer_version("b")
