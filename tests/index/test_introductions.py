"""Which names a text introduces for one another, and which brackets introduce none."""

from __future__ import annotations

import pytest

from index.introductions import introductions


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("The National Resistance Front (NRF) met. The NRF left.", [("National Resistance Front", "NRF")]),
        ("The NRF (National Resistance Front) met.", [("National Resistance Front", "NRF")]),
        ("Tehrik-i-Taliban Pakistan (“TTP”) and the Bank of England (BoE)", [("Tehrik-i-Taliban Pakistan", "TTP"), ("Bank of England", "BoE")]),
        ("at the Democratic Republic of the Congo (DRC)", [("Democratic Republic of the Congo", "DRC")]),
        ("United Nations Children's Fund (UNICEF)", [("United Nations Children's Fund", "UNICEF")]),
        ("two improvised explosive devices (IEDs)", [("improvised explosive devices", "IED")]),
        ("Anton Brell, also known as Abu al-Noor, was there", [("Anton Brell", "Abu al-Noor")]),
        ("The Vellport Dockers Union, better known as the Hook, struck.", [("Vellport Dockers Union", "Hook")]),
        ("Salt Street, formerly known as Kings Road, and Tallow, also called Old Port.", [("Salt Street", "Kings Road"), ("Tallow", "Old Port")]),
        ("The Green Line (GL) opened. The Green Line (GL) closed.", [("Green Line", "GL")]),
    ],
)
def test_names_are_introduced_for_one_another(text: str, pairs: list[tuple[str, str]]) -> None:
    assert list(introductions(text)) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "They met in Kabul (Afghanistan) with 40 men (all armed).",
        "He spoke of the minister (MP).",
        "She (US) said so (AFP).",
        "On Monday, known as Black Day, it rained.",
        "The harvest, known as poor, was sold (in part).",
        "The National Front met. Resistance (NRF) grew.",
        "Mr. Brell is known as a careful man.",
    ],
)
def test_what_only_stands_in_brackets_is_no_other_name(text: str) -> None:
    assert introductions(text) == ()
