"""A relation for a person at a terminal: a line with a bar each period, gaps named, and the way to the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sayso.formats.terminal import counted
from sayso.relations.calendar import label
from sayso.relations.comparison import Comparison, Difference
from sayso.relations.series import By, Figures, Period, Relation

HALF_BAR = 10
COOPERATION, CONFLICT = "█", "▒"
AXIS = "│"
NO_DATA = "no data"
HEADINGS = ("mean", "sum", "Gold-\nstein", "coop.\nv/m", "confl.\nv/m", "occur.", "rep.", "orig.", "claims", "denied")
ASSESSMENTS_SHOWN = 12


def print_relation(relation: Relation, console: Console, store: str) -> None:
    """Print the caption, the table, what is said of the relation, and what to type to read the sentences."""
    console.print(Text(relation.caption))
    console.print()
    if relation.periods:
        console.print(relation_table(relation))
        console.print(
            Text(f"{CONFLICT} conflict  {AXIS}  cooperation {COOPERATION}   {_scale(relation.periods)}", style="dim")
        )
    if relation.undated:
        console.print(Text(f"{counted(relation.undated, 'event')} without a day left out.", style="dim"))
    for line in _beside(relation):
        console.print(line)
    if any(relation.with_data()):
        console.print()
        console.print(
            Text("To the sentences\n", style="bold").append(ways_to_sentences(relation, store), style="not bold"),
            soft_wrap=True,
        )


def relation_table(relation: Relation) -> Table:
    """One row a period; several gaps in a row are one line."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column(relation.by, no_wrap=True)
    table.add_column(f"conflict {AXIS} cooperation", no_wrap=True)
    for name in HEADINGS:
        table.add_column(name, justify="right", no_wrap=True)
    widest = _widest(relation.periods)
    turns = {point.begin for point in relation.change_points}
    for is_gap, group in groupby(relation.periods, key=lambda period: period.figures is None):
        periods = list(group)
        if is_gap:
            table.add_row(
                Text(label(periods[0].begin, relation.by), style="dim"), Text(_gap(periods, relation.by), style="dim")
            )
            continue
        for period in periods:
            if period.figures:
                mark = "◂" if period.begin in turns else ""
                table.add_row(*_cells(period, period.figures, widest, relation.by, mark))
    return table


def ways_to_sentences(relation: Relation, store: str) -> str:
    """Commands that list the events behind the figures."""
    a, b = relation.between
    period = max(relation.with_data(), key=lambda period: period.figures.occurrences if period.figures else 0)
    days = f"--since {period.begin} --until {period.end}"
    status = " ".join(f"--status {status}" for status in relation.statuses)
    ends = {
        "a-to-b": [(a, b)],
        "b-to-a": [(b, a)],
        "both": [(a, b), (b, a)],
    }[relation.direction]
    lines = []
    for actor, recipient in ends:
        who = [
            f"--{role} {_quoted(side.code)}"
            for role, side in (("actor", actor), ("recipient", recipient))
            if not side.is_world
        ]
        lines.append(f"  sayso events {store} {' '.join(who)} {days} {status}")
    return "\n".join(lines)


def _cells(period: Period, figures: Figures, widest: float, by: By, mark: str) -> Iterator[Text]:
    yield Text(label(period.begin, by) + ("*" if period.partial else "") + mark)
    yield bar(figures, widest)
    yield Text(f"{figures.score_mean:+.1f}")
    yield Text(f"{figures.score_sum:+.1f}")
    yield Text("–" if figures.goldstein_mean is None else f"{figures.goldstein_mean:+.1f}")
    yield Text(f"{figures.verbal_cooperation}/{figures.material_cooperation}")
    yield Text(f"{figures.verbal_conflict}/{figures.material_conflict}")
    for number in (figures.occurrences, figures.reports, figures.origins, figures.claims, figures.denials):
        yield Text(f"{number:,}")


def bar(figures: Figures, widest: float, half: int = HALF_BAR) -> Text:
    """Conflict to the left and cooperation to the right of an axis, as long as their summed scores."""
    cooperation, conflict = summed(figures)
    right, left = _length(cooperation, widest, half), _length(conflict, widest, half)
    text = Text(" " * (half - left))
    text.append(CONFLICT * left, style="dark_orange").append(AXIS, style="dim")
    return text.append(COOPERATION * right, style="blue").append(" " * (half - right))


def summed(figures: Figures) -> tuple[float, float]:
    """The scores of cooperation above and those of conflict below zero, both as lengths."""
    scores = (
        figures.verbal_cooperation_score,
        figures.material_cooperation_score,
        figures.verbal_conflict_score,
        figures.material_conflict_score,
    )
    return sum(score for score in scores if score > 0), -sum(score for score in scores if score < 0)


def _length(score: float, widest: float, half: int) -> int:
    # What is there is seen: a bar is at least one character long.
    return max(1, round(half * score / widest)) if score > 0 and widest else 0


def _widest(periods: Iterable[Period]) -> float:
    return max((length for period in periods if period.figures for length in summed(period.figures)), default=0.0)


def _scale(periods: Iterable[Period]) -> str:
    return f"(a full half bar: summed score {_widest(periods):.1f})"


def _gap(periods: Sequence[Period], by: By) -> str:
    words = NO_DATA if len(periods) == 1 else f"{NO_DATA} to {label(periods[-1].begin, by)}"
    return words.center(2 * HALF_BAR + 1).rstrip()


def _beside(relation: Relation) -> Iterator[Text]:
    for point in relation.change_points:
        yield Text(
            f"◂ change suggested at {label(point.begin, relation.by)} "
            f"({label(point.earliest, relation.by)} to {label(point.latest, relation.by)}): "
            f"mean score from {point.before:+.1f} to {point.after:+.1f}"
        )
    if any(period.partial for period in relation.with_data()):
        yield Text("* cut by --since or --until", style="dim")
    if relation.assessments:
        yield Text("\nSaid of the relation itself", style="bold")
    for told in relation.assessments[:ASSESSMENTS_SHOWN]:
        carrier = f", in {told.publisher}" if told.publisher and told.publisher != told.source else ""
        yield Text(
            f"  {told.begin or '?'}  {told.direction}: “{told.words}” — {told.source or 'unnamed'}{carrier} [{told.id}]"
        )
    if len(relation.assessments) > ASSESSMENTS_SHOWN:
        yield Text(f"  … and {len(relation.assessments) - ASSESSMENTS_SHOWN} more (--json)", style="dim")


def print_comparison(comparison: Comparison, console: Console, store: str) -> None:
    """Print the captions, then the periods side by side, those that differ most first."""
    for relation in comparison.relations:
        console.print(Text(relation.caption))
        console.print()
    if comparison.differences:
        console.print(comparison_table(comparison))
    else:
        console.print(Text("No data in any of them.", style="dim"))
    with_data = [relation for relation in comparison.relations if any(relation.with_data())]
    if with_data:
        name = _quoted(with_data[0].perspective)
        a, b = (_quoted(side.code) for side in with_data[0].between)
        command = f"  sayso relation {store} {a} {b} --by {comparison.by} --perspective {name}"
        console.print()
        console.print(Text("One of them alone\n", style="bold").append(command, style="not bold"), soft_wrap=True)


def comparison_table(comparison: Comparison) -> Table:
    """One row a period: bar, mean score and number of occurrences as each perspective tells it."""
    half = half_bar(len(comparison.relations))
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column(f"\n{comparison.by}", no_wrap=True, min_width=len(label("2022-01-01", comparison.by)))
    for relation in comparison.relations:
        table.add_column(f"{_teller(relation)[: 2 * half + 1]}\n{_axis_of(half)}", no_wrap=True)
        table.add_column("\nmean", justify="right", no_wrap=True)
        table.add_column("\noccur.", justify="right", no_wrap=True)
    table.add_column("differ\nby", justify="right", no_wrap=True)
    widest = max(_widest(relation.periods) for relation in comparison.relations)
    for difference in comparison.differences:
        table.add_row(*_compared(difference, widest, half, comparison.by))
    return table


def half_bar(number: int) -> int:
    """How long half a bar may be, so that so many perspectives fit into a hundred columns."""
    return max(2, min(HALF_BAR, (80 // number - 14) // 2))


def _teller(relation: Relation) -> str:
    """Who tells it, in a word or two."""
    a, b = (side.name for side in relation.between)
    known = {"A": a, "B": b, "own": "own voice", "third": "third parties", "all": "anybody"}
    return known.get(relation.perspective, relation.perspective)


def _axis_of(half: int) -> str:
    words = f"{'conflict':>{half}} {AXIS} cooperation"
    return words if half >= HALF_BAR - 1 else f"{'−':>{half}}{AXIS}+"


def _compared(difference: Difference, widest: float, half: int, by: By) -> Iterator[Text]:
    yield Text(label(difference.begin, by))
    for figures in difference.figures:
        if figures is None:
            yield Text(NO_DATA.center(2 * half + 1).rstrip(), style="dim")
            yield Text("")
            yield Text("")
            continue
        yield bar(figures, widest, half)
        yield Text(f"{figures.score_mean:+.1f}")
        yield Text(f"{figures.occurrences:,}")
    yield Text(f"{difference.by:.1f}")


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words
