"""What typography may change without changing a wording, and what it may not."""

from __future__ import annotations

import pytest

from bot.wording import find, folded, tokens_of, trimmed, visible


def words(text: str) -> tuple[str, ...]:
    return folded(trimmed(tokens_of(text)))


@pytest.mark.parametrize(
    ("written", "pasted"),
    [
        ("“We were not there,” she said", '"We were not there," she said'),
        ("the miners’ list", "THE MINERS' LIST"),
        ("a so-called ‘truce’ — or none", "a so‑called “truce” - or none"),
        ("He said … nothing", "He said ... nothing"),
        ("some 1,800 men", "some\u00a01800\u202fmen"),
        ("Nobody is hiding", "No\u200bbo\u00addy is hiding"),
        ("𝟏𝟒 of the dead", "14 of the dead"),
        ("I took it 🙏🏾 and left", "I took it and left"),
        ("It ends here.", "it ends here"),
    ],
)
def test_typography_is_folded_away(written: str, pasted: str) -> None:
    assert words(written) == words(visible(pasted))


@pytest.mark.parametrize(
    ("written", "pasted"),
    [
        ("10² metres", "102 metres"),
        ("minus -5 degrees", "minus 5 degrees"),
        ("1.8 million", "18 million"),
        ("it's a list", "its a list"),
        ("a cease-fire", "a cease fire"),
        ("Eats, shoots and leaves", "Eats shoots and leaves"),
        ("5% of it", "5 of it"),
        ("$5 of it", "5 of it"),
    ],
)
def test_wording_is_not(written: str, pasted: str) -> None:
    assert words(written) != words(visible(pasted))


def test_words_are_found_only_whole_and_one_after_another() -> None:
    tokens = tokens_of("They listened to ten men, and to ten more men.")
    place = find(words("ten more men"), tokens)
    assert place is not None and tokens[place[0]].span.start == 33
    assert find(words("ten men and"), tokens) is None
    assert find(words("en men"), tokens) is None
    assert find((), tokens) is None
