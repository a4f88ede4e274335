"""Who is meant by "the charity", "the rebels", "its spokesman", "she", over short articles written for these tests: everybody in them is invented."""

from __future__ import annotations

import pytest

from sources.attribution import attribute
from sources.parser import Parser


def speaker_of(parser: Parser, text: str, content: str, outlet: str | None = "The Vell Post") -> str | None:
    """The speaker of the statement that holds ``content``."""
    found = [one for one in attribute(text, parser, "en", outlet) if any(content in span.of(text) for span in one.content)]
    assert found, f"nobody is said to have said {content!r}"
    return found[0].speaker.name if found[0].speaker else None


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The ward is run by Help for Mothers, a small charity. The charity said 40 beds were full.", "40 beds were full", "Help for Mothers"),
        ("The ward is run by Santé du Golfe, a medical charity.\n\nThe charity said 40 beds were full.", "40 beds were full", "Santé du Golfe"),
        ("The aid group Fair Nets sent nine boats. The group said two had sunk.", "two had sunk", "Fair Nets"),
        ("The Dock Workers' Union called a strike. The union said 300 people had walked out.", "300 people had walked out", "Dock Workers' Union"),
        ("Gunmen of the Vell Front took the camp.\n\nThe rebels said they had lost two men.", "they had lost two men", "Vell Front"),
        ("The faction, Brazo Norteño (BN), was founded in 2011.\n\nThe rebels said they held 41 people.", "they held 41 people", "Brazo Norteño"),
        (
            "The Mines Commission (MC) met on Monday. Its chairman, Ada Holm, left early.\n\nThe commission said nine pits were shut.",
            "nine pits",
            "Mines Commission",
        ),
        (
            "Commission chairman Ola Brandt left early.\n\nThe State Mines Commission was silent. The commission said nine pits were shut.",
            "nine pits",
            "State Mines Commission",
        ),
        ("The Vell Front called that a fairy tale. In a statement, it said nobody had been hurt.", "nobody had been hurt", "Vell Front"),
        ("Médecins de la Côte (MDC) runs four clinics.\n\nMDC said 71 children had died.", "71 children had died", "Médecins de la Côte"),
        ("Her party, the Harbour Alliance, lost. The party said the count was false.", "the count was false", "Harbour Alliance"),
    ],
)
def test_a_body_that_is_only_pointed_to_is_the_one_that_was_introduced(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert speaker_of(parser, text, content) == speaker


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Nets for All, a charity, runs the ward. The army said 40 people had been held.", "40 people had been held", "army"),
        ("Nets for All, a charity, runs the ward. The government said 40 beds were full.", "40 beds were full", "government"),
        ("The rebels said they held 41 people. The Red Cross said it was ready.", "they held 41 people", "rebels"),
        (
            "Fair Nets, a charity, and Open Sea, a charity, both sent boats.\n\nIt rained for days.\n\nThe company said nine were lost.",
            "nine were lost",
            None,
        ),
    ],
)
def test_a_body_of_another_kind_is_not_meant(parser: Parser, text: str, content: str, speaker: str | None) -> None:
    assert speaker_of(parser, text, content) in (speaker, "company" if speaker is None else speaker)


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The Port Guild has left the talks, its spokesman said.", "The Port Guild has left the talks", "spokesman of Port Guild"),
        (
            "Prefect Ada Holm refused to comment. Her deputy, who asked not to be named, said nine barns had burnt.",
            "nine barns had burnt",
            "deputy of Ada Holm",
        ),
        ("The Port Guild closed the gates. Its president, Ola Brandt, said nine boats were lost.", "nine boats were lost", "Ola Brandt"),
    ],
)
def test_somebody_of_an_owner_is_named_after_the_owner(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert speaker_of(parser, text, content) == speaker


@pytest.mark.parametrize(
    "correction",
    [
        "Correction: An earlier version of this article said that nine boats had sunk.",
        "An earlier version of this story said that nine boats had sunk.",
        "Editor's note: A previous version of this report stated that nine boats had sunk.",
        "Clarification: The original version of the article said that nine boats had sunk.",
        "This article previously said that nine boats had sunk.",
    ],
)
def test_what_a_correction_says_of_the_article_is_the_outlets(parser: Parser, correction: str) -> None:
    assert speaker_of(parser, correction, "nine boats had sunk") == "The Vell Post"
    assert speaker_of(parser, correction, "nine boats had sunk", outlet=None) is None


def test_another_outlets_report_is_not_the_outlets_own(parser: Parser) -> None:
    assert speaker_of(parser, "A report by the Port Guild said that nine boats had sunk.", "nine boats had sunk") != "The Vell Post"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The count was disputed by Senator Ada Holm, who showed a letter in which, she said, nine pits were named.", "nine pits", "Ada Holm"),
        ("The Red Cross sent two boats. Nine men were freed, according to Ada Holm, who led the team. All were thin, she said.", "All were thin", "Ada Holm"),
        ("Monsignor Ola Brandt, who was there, gave the same account. “I saw no boats,” the bishop said.", "I saw no boats", "Ola Brandt"),
        ("Its director general, Ada Holm, said nine trains were late. The DG denied that a signal had failed.", "a signal had failed", "Ada Holm"),
        ("A farmer who gave only her first name, Mira, said nine barns had burnt.", "nine barns had burnt", "Mira"),
        ("A farmer who identified himself only as Odo said nine barns had burnt.", "nine barns had burnt", "Odo"),
        ("Nine barns burnt, according to the hospital's superintendent, Dr. Ada Holm.", "Nine barns burnt", "Ada Holm"),
        ("The head of the burns ward at Vell General Hospital, Dr Ada Holm, said she had treated 73 people.", "she had treated 73 people", "Ada Holm"),
        ("An auditor told the senate that rice had been sold.\n\nState auditor Ada Holm said her team had found it.", "rice had been sold", "Ada Holm"),
        ("A spokesman for the guard said nine men were held.\n\nOla Brandt told reporters they were armed.", "nine men were held", "Ola Brandt"),
    ],
)
def test_a_person_is_found_behind_a_pronoun_or_an_office(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert speaker_of(parser, text, content) == speaker


@pytest.mark.parametrize(
    ("text", "content", "wrong"),
    [
        ("A spokesman for the guard said nine men were held.\n\nThe Port Guild denied that.\n\nThe Port Guild said nobody was hurt.", "nine men", "Port Guild"),
        ("A survivor said the boat had burnt.\n\nOla Brandt said the pumps had failed.", "the boat had burnt", "Ola Brandt"),
        ("A spokeswoman for the guard said nine men were held.\n\nMr. Ola Brandt said they were armed.", "nine men were held", "Ola Brandt"),
        ("A spokesman for the guard said nine men were held.\n\nFarmer Ola Brandt said they were armed.", "nine men were held", "Ola Brandt"),
        ("A guard spokesman said nine men were held.\n\nA nurse said three were hurt.\n\nOla Brandt said the pumps had failed.", "nine men", "Ola Brandt"),
    ],
)
def test_a_name_is_not_given_to_somebody_described_who_may_be_another(parser: Parser, text: str, content: str, wrong: str) -> None:
    assert speaker_of(parser, text, content) != wrong


@pytest.mark.parametrize(
    ("text", "content", "speaker", "via"),
    [
        (
            "Holm demanded that the guild free nine men, according to a copy of a letter sent to the mayor.",
            "free nine men",
            "Holm",
            "copy of a letter sent to the mayor",
        ),
        ("According to minutes of the meeting, Ada Holm warned that the dam would fail.", "the dam would fail", "Ada Holm", "minutes of the meeting"),
        ("Ada Holm told the board the dam would fail, according to a transcript.", "the dam would fail", "Ada Holm", "transcript"),
        ("The dam will fail, according to a letter seen by the Post.", "The dam will fail", "letter seen by the Post", None),
    ],
)
def test_a_paper_that_shows_what_somebody_said_is_not_the_speaker(parser: Parser, text: str, content: str, speaker: str, via: str | None) -> None:
    assert speaker_of(parser, text, content) == speaker
    (found,) = [one for one in attribute(text, parser, "en") if any(content in span.of(text) for span in one.content)]
    assert found.via == via


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Ada Holm said her team had found the rice in nine sheds.", None),
        ("The ministry said its register listed 40 farms.", None),
        ("Ada Holm said registers listed 260 deaths.", "registers"),
    ],
)
def test_what_is_the_speakers_own_is_no_other_source(parser: Parser, text: str, via: str | None) -> None:
    assert [one.via for one in attribute(text, parser, "en")] == [via]


def test_denying_to_have_done_something_is_a_statement(parser: Parser) -> None:
    assert speaker_of(parser, "The Port Guild denied having cut the ropes.", "having cut the ropes") == "Port Guild"


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Ada Holm withdrew her claim that 120 people had died and said the party now put the toll at 95.", "the toll at 95", "Ada Holm"),
        ("Ada Holm repeated her view that the dam had failed and added that nine gates were shut.", "nine gates were shut", "Ada Holm"),
        ("General Ada Holm denied it.", "it", "Ada Holm"),
        ("The guild's earlier figure was nine.", "nine", "guild"),
        ("One of the freed men, welder Ola Brandt, 44, said they had walked for three nights.", "they had walked", "Ola Brandt"),
        ("Cllr Ada Holm said 47 people were saved. The councillor said six were children.", "six were children", "Ada Holm"),
        ("Ferry firm Blue Pilot declined to comment. In a statement, it said all staff had been trained.", "all staff had been trained", "Blue Pilot"),
        ("The Humanitarian Coordinator a.i., Luis Brandt, said the pumps had failed.", "the pumps had failed", "Luis Brandt"),
        ("According to the Chief of the General Staff, General Ola Brandt, patrols have been doubled.", "patrols have been doubled", "Ola Brandt"),
        ("Farrow, of Mill Lane, denies the theft. Denise Farrow said she had been ill.", "the theft", "Denise Farrow"),
        ("The Army of the Sands, a group that wants a state, took the post. It said nine men had died.", "nine men had died", "Army of the Sands"),
        ("The Ministry of the Interior met the press. The Ministry stated that 23 persons were held.", "23 persons were held", "Ministry of the Interior"),
        ("Correction: Situation Report No. 3 stated that 118,000 people had moved.", "118,000 people had moved", "The Vell Post"),
        ("Corrigendum: Update No. 5 indicated that 21,000 tents had arrived.", "21,000 tents had arrived", "The Vell Post"),
        ("In an email to workers seen by the Tribune, the mill's chief executive, Ada Holm, wrote that 80 jobs were at risk.", "80 jobs", "Ada Holm"),
        ("Grain cooperative Vell Pride lost 12 silos. It said the corn could not be saved.", "the corn could not be saved", "Vell Pride"),
        ("UNHCR gave out 6,400 tents. The agency indicates that 9,000 are in customs.", "9,000 are in customs", "UNHCR"),
    ],
)
def test_ways_in_which_other_registers_write_of_speakers(parser: Parser, text: str, content: str, speaker: str) -> None:
    assert speaker_of(parser, text, content) == speaker


def test_a_sum_of_money_keeps_its_sign(parser: Parser) -> None:
    told = "Ada Holm said £9,400 had left the account."
    assert [span.of(told) for one in attribute(told, parser, "en") for span in one.content] == ["£9,400 had left the account"]


def test_a_denial_that_a_quotation_spells_out_is_told_once(parser: Parser) -> None:
    text = "Ada Holm denied it. “We cut nothing,” she said."
    assert [[span.of(text) for span in one.content] for one in attribute(text, parser, "en")] == [["We cut nothing,"]]
