"""What is pasted: whose words, in what manner, where; house-usable, and nothing that the source does not bear out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_render import quote

from bot.answer import Quote
from bot.citing import citation, cited
from bot.voices import Said, Voice
from sources.model import Kind, Speaker

WEST = Speaker("Thomas West", "envoy", False)
OFFICIALS = Speaker("U.S. officials", None, True)
DIRECT = Said(Voice.ATTRIBUTED, WEST, Kind.DIRECT)
LINK = "https://example.org/a"


@pytest.mark.parametrize(
    ("said", "text", "pasted"),
    [
        (DIRECT, "“We counted 412 masons,” said Thomas West, the envoy.", "“We counted 412 masons,” Thomas West, envoy, as quoted by VOA (10 Nov 2021, ¶17)."),
        (DIRECT, "It is not true that “we counted 412 masons”, said West.", "VOA, quoting Thomas West, envoy (10 Nov 2021, ¶17): “It is not true that “we counted 412 masons”, said West.”"),  # noqa: E501
        (DIRECT, "“We counted,” said West, “412 masons.”", "VOA, quoting Thomas West, envoy (10 Nov 2021, ¶17): ““We counted,” said West, “412 masons.””"),
        (Said(Voice.ATTRIBUTED, OFFICIALS, Kind.INDIRECT), "It has 2,000.", "VOA, in its words, reporting U.S. officials (unnamed) (10 Nov 2021, ¶17): “It has 2,000.”"),  # noqa: E501
        (Said(Voice.ATTRIBUTED, WEST, Kind.INDIRECT, via="a cable"), "It has 2.", "VOA, in its words, reporting Thomas West, envoy, from a cable (10 Nov 2021, ¶17): “It has 2.”"),  # noqa: E501
        (Said(Voice.ATTRIBUTED), "“A b c,” it says.", "VOA, speaker not certain (10 Nov 2021, ¶17): ““A b c,” it says.”"),
        (Said(Voice.OUTLET), "It has 2,000.", "VOA, in its own words (10 Nov 2021, ¶17): “It has 2,000.”"),
        (Said(Voice.NOT_COVERED), "It has 2,000.", "VOA (10 Nov 2021, ¶17): “It has 2,000.”"),
    ],
)  # fmt: skip
def test_a_quote_is_pasted_by_the_manner_of_speech(said: Said, text: str, pasted: str) -> None:
    assert citation(quote(text, said=said), LINK) == f"{pasted} {LINK}"


def test_an_outlet_and_a_day_that_are_not_known_are_said_to_be_so_and_remarks_go_along() -> None:
    bare = quote("It has 2.", outlet=None, published=None, remarks=("withdrawn, seen 4 May 2026: gone",))
    assert (
        citation(bare, LINK)
        == f"An outlet that is not named, speaker not looked for yet (date not known, ¶17): “It has 2.” [withdrawn, seen 4 May 2026: gone] {LINK}"
    )


@given(st.text(st.sampled_from('ab “”".,\n'), min_size=1, max_size=60), st.sampled_from([DIRECT, Said(Voice.OUTLET)]))
def test_what_is_pasted_is_a_slice_of_the_quote_at_its_place(text: str, said: Said) -> None:
    whole: Any = quote(text, said=said)
    part: Quote = cited(whole)
    start = part.span.start - whole.span.start
    assert whole.text[start : start + len(part.text)] == part.text and part.span.end - part.span.start == len(part.text)
    assert part.text in citation(whole, LINK)
