"""Lined-up figures as a dot-and-range plot: who, the figure as it is worded, its range, its date. The one home of matplotlib.

`chart_of` decides what one axis can hold; `draw` makes the picture. Told apart by form, not by colour alone; no figure is averaged or joined.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer import Group, Item
from bot.render import day
from bot.render_figures import row_of
from sources.quantities import OTHER

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DOTS_PER_INCH = 200
_WIDTH = 5.4
"""Inches: 1080 pixels."""
_LINE = 0.185
"""Inches a line of text takes; a row also has `_MARK` for its dot or range."""
_MARK = 0.30
_TOP, _BOTTOM = 0.55, 0.55
_COLUMNS = 50
_SMALL_COLUMNS = 60
MOST_ROWS = 14
_FAR_APART = 100
"""From this ratio of the largest to the smallest on, the axis is logarithmic, and says so."""
_LIGHT = {"back": "#ffffff", "text": "#1a1a1a", "quiet": "#595959", "grid": "#d9d9d9", "mark": "#0072b2"}
_DARK = {"back": "#17212b", "text": "#f2f2f2", "quiet": "#b8c4ce", "grid": "#3a4856", "mark": "#56b4e9"}


class NoChart(Exception):
    """Why there is nothing to draw, in one sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """``low`` None: open downwards; ``high`` None: open upwards. ``exact``: the text gives the one number without a qualifier."""

    phrase: str
    under: str
    low: float | None
    high: float | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture's content. ``rows``: newest first; ``left``: how many figures it has no room for. ``aside``: figures that
    answer too, but are of another scope or event and belong on no common axis."""

    heading: str
    rows: tuple[Row, ...]
    sources: str
    left: int = 0
    aside: tuple[str, ...] = ()


def chart_of(groups: Sequence[Group]) -> Chart:
    """What is to be drawn of an answer's groups; NoChart when there is nothing, or when it is of several quantities."""
    asked = [group for group in groups if not group.other]
    if not asked:
        raise NoChart("There is nothing to draw: no figure in my sources answers this.")
    named = [group for group in asked if group.quantity != OTHER] or asked
    if len({group.quantity for group in named}) > 1 or len({_dimension(group, item) for group in named for item in group.items}) > 1:
        names = " and ".join(dict.fromkeys(f"{group.heading.lower()} {group.scope}".strip() for group in named))
        raise NoChart(f"These are different quantities ({names}), and one axis holds only one: ask for one of them.")
    aside = tuple(item.text for group in asked[1:] for item in group.items)
    items = asked[0].items
    sources = "; ".join(dict.fromkeys(f"{item.quote.outlet or 'outlet not named'}, {day(item.quote.published)}, ¶{item.quote.paragraph + 1}" for item in items))
    return Chart(asked[0].heading, tuple(_row(item) for item in items[:MOST_ROWS]), sources, max(0, len(items) - MOST_ROWS), aside)


def _dimension(group: Group, item: Item) -> str | None:
    """What a figure is measured in, where its quantity does not say that."""
    return item.figure.unit if group.quantity in ("measure", "money", "share", OTHER) else None


def _row(item: Item) -> Row:
    who = f"{item.speaker.name}{' (unnamed)' if item.speaker.anonymous else ''}" if item.speaker else f"{item.quote.outlet or 'outlet not named'}, own words"
    under = f"{who} · {item.quote.outlet or 'outlet not named'}, {day(item.quote.published)}"
    figure = item.figure
    phrase = " ".join("".join(piece.text for piece in row_of(item)).split())
    return Row(phrase, under, figure.low, figure.high, not figure.approximate and figure.low == figure.high)


def draw(chart: Chart, dark: bool = False) -> bytes:
    """The picture as PNG, 1080 pixels wide, as high as its rows need. Takes tenths of a second: never on the event loop."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    colours = _DARK if dark else _LIGHT
    texts = [(textwrap.wrap(row.phrase, _COLUMNS), textwrap.wrap(row.under, _SMALL_COLUMNS)) for row in chart.rows]
    heights = [_LINE * (len(phrase) + len(under)) + _MARK + 0.12 for phrase, under in texts]
    caption = _caption(chart)
    bottom = _BOTTOM + 0.15 * len(caption)
    height = _TOP + sum(heights) + bottom
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, facecolor=colours["back"])
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.05, bottom / height, 0.9, sum(heights) / height), facecolor=colours["back"])
    axes.set_ylim(sum(heights), 0)
    least, most = _ends(chart.rows)
    _set_scale(axes, least, most, colours)
    position = 0.0
    for row, (phrase, under), tall in zip(chart.rows, texts, heights, strict=True):
        _write(axes, position, phrase, under, colours)
        _mark(axes, position + tall - 0.12 - _MARK / 2, row, colours["mark"], axes.get_xlim())
        position += tall
    figure.text(0.05, 1 - 0.34 / height, chart.heading, color=colours["text"], fontsize=14, fontweight="bold", parse_math=False)
    figure.text(0.05, 0.08 / height, "\n".join(caption), color=colours["quiet"], fontsize=6.8, va="bottom", linespacing=1.35, parse_math=False)
    made = io.BytesIO()
    figure.savefig(made, format="png", facecolor=colours["back"])
    return made.getvalue()


def _caption(chart: Chart) -> list[str]:
    left = f" {chart.left} more are not drawn." if chart.left else ""
    left += f" Of another scope, and not on this axis: {'; '.join(chart.aside)}." if chart.aside else ""
    signs = "● the number given   ○ an approximate one   ━ a range   ► or more   ◄ or fewer"
    return [signs, *textwrap.wrap(f"Each figure as its source words it, newest first; none is joined or averaged.{left} Sources: {chart.sources}.", 84)]


def _ends(rows: Sequence[Row]) -> tuple[float, float]:
    values = [value for row in rows for value in (row.low, row.high) if value is not None]
    return min(values), max(values)


def _set_scale(axes: Axes, least: float, most: float, colours: dict[str, str]) -> None:
    if least > 0 and most / least > _FAR_APART:
        axes.set_xscale("log")
        axes.set_xlim(least / 2, most * 3)
        axes.set_xlabel("logarithmic scale", color=colours["quiet"], fontsize=7)
    else:
        axes.set_xlim(0 if least >= 0 else least * 1.1, (most or 1) * 1.18)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value == int(value) else f"{value:,g}")
        axes.locator_params(axis="x", nbins=5)
    axes.tick_params(axis="x", colors=colours["quiet"], labelsize=8, length=0)
    axes.set_yticks([])
    axes.grid(axis="x", color=colours["grid"], linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _write(axes: Axes, top: float, phrase: Sequence[str], under: Sequence[str], colours: dict[str, str]) -> None:
    across = axes.get_yaxis_transform()
    behind = {"facecolor": colours["back"], "edgecolor": "none", "pad": 0.6}
    for number, words in enumerate((*phrase, *under)):
        main = number < len(phrase)
        size, weight, colour = (9.5, "bold", colours["text"]) if main else (8, "normal", colours["quiet"])
        y = top + _LINE * (number + 0.75)
        axes.text(0, y, words, transform=across, color=colour, fontsize=size, fontweight=weight, bbox=behind, parse_math=False)


def _mark(axes: Axes, y: float, row: Row, colour: str, limits: tuple[float, float]) -> None:
    low, high = row.low, row.high
    if low is not None and high is not None and low != high:
        axes.plot([low, high], [y, y], color=colour, linewidth=4, solid_capstyle="butt")
        axes.plot([low, high], [y, y], color=colour, marker="|", markersize=11, markeredgewidth=2.5, linestyle="none")
        return
    value = low if low is not None else high
    if value is None:
        return
    if low is None or high is None:
        end = limits[1] if high is None else limits[0]
        axes.plot([value, end], [y, y], color=colour, linewidth=1.8, linestyle=(0, (3, 2)))
        axes.plot([end], [y], color=colour, marker=">" if high is None else "<", markersize=8, clip_on=False)
    filled = row.exact or low is None or high is None
    axes.plot([value], [y], color=colour, marker="o", markersize=9, markerfacecolor=colour if filled else "none", markeredgewidth=2)
