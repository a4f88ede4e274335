"""The chart: one quantity on an axis, every qualifier and source on it, 1080 pixels wide, and none of matplotlib before it is wanted."""

from __future__ import annotations

import struct
import subprocess
import sys
from datetime import date

import pytest

from bot.answer import Group, Item, Quote, Relation
from bot.chart import NoChart, chart_of, draw
from bot.grouping import HEADINGS
from sources.figures import figures
from sources.model import Span, Speaker

LONG = "the acting deputy director of the regional directorate for the registration of prisoners, detainees and missing persons"


def item(text: str, who: str = "Ada Quill", outlet: str = "Wire") -> Item:
    (figure,) = figures(text)
    quote = Quote(text, "d", 1, 1, 4, Span(0, len(text)), outlet, (), date(2024, 2, 6), "T", None, 0.9)
    return Item(quote, figure, figure.span, Speaker(who))


def group(*items: Item, quantity: str = "captured", other: bool = False, scope: str = "") -> Group:
    return Group(HEADINGS[quantity], quantity, other, Relation.DIFFER, items, scope)


HELD = group(item("They hold 460 men."), item("They hold more than 400 men."), item("They hold between 300 and 350 men."), item("They hold up to 90 men."))


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_rows_hold_figure_qualifier_speaker_and_date_and_the_caption_the_source() -> None:
    chart = chart_of([HELD])
    assert [(row.phrase, row.low, row.high, row.exact) for row in chart.rows] == [
        ("460 men", 460, 460, True),
        ("more than 400 men", 400, None, False),
        ("between 300 and 350 men", 300, 350, False),
        ("up to 90 men", None, 90, False),
    ]
    assert chart.rows[0].under == "Ada Quill · Wire, 6 Feb 2024" and chart.sources == "Wire, 6 Feb 2024, ¶5"


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_1080_pixels_wide_and_grows_with_its_rows(dark: bool) -> None:
    short, long = draw(chart_of([HELD]), dark), draw(chart_of([group(*[item(f"They hold {n} men.", LONG, "The $5 & $6 Post") for n in range(20, 40)])]), dark)
    assert size_of(short)[0] == size_of(long)[0] == 1080 and size_of(long)[1] > 2 * size_of(short)[1]


def test_figures_far_apart_are_drawn_too() -> None:
    assert size_of(draw(chart_of([group(item("They hold 3 men."), item("They hold 9,000 men."))])))[0] == 1080


def test_different_quantities_are_refused_in_one_sentence() -> None:
    with pytest.raises(NoChart, match=r"^These are different quantities \(held or captured and killed\), and one axis holds only one: ask for one of them\.$"):
        chart_of([HELD, group(item("They killed 9 men."), quantity="killed")])


def test_another_scope_of_the_quantity_is_named_and_not_drawn() -> None:
    chart = chart_of([HELD, group(item("They hold 12 boys."), scope="boys")])
    assert chart.aside == ("12 boys",) and len(chart.rows) == 4


def test_other_counts_are_no_answer_to_draw() -> None:
    with pytest.raises(NoChart, match="nothing to draw"):
        chart_of([group(item("They hold 12 boys."), other=True)])


def test_nothing_loads_the_plotting_library_before_a_picture_is_wanted() -> None:
    code = "import sys, bot.app, bot.cli, bot.chart; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
