"""What a relation's series shows, in words: under a plot, below a table, for whoever cannot see either."""

from __future__ import annotations

from sayso.relations.calendar import label
from sayso.relations.series import Period, Relation
from sayso.store.sides import Side
from sayso.store.voicing import ALL, OWN, THIRD, A, B, Perspective


def summary_of(relation: Relation) -> str:
    """A few sentences: how much there is, how it leans, where it is best and worst, gaps and change points."""
    found = list(relation.with_data())
    if not found:
        return "no data. Nothing in the store passes between them under these conditions."
    sentences = [f"{_amount(found)}.", _leaning(found)]
    if len(found) > 1:
        sentences.append(_extremes(found, relation))
    sentences.extend(_gaps(relation))
    sentences.extend(_turns(relation))
    return " ".join(sentences)


def told_by(perspective: Perspective, sides: tuple[Side, Side]) -> str:
    """The perspective in words."""
    if perspective.name == ALL:
        return "as anybody claims it"
    if perspective.name == OWN:
        return "as the publishers tell it in their own voice"
    if perspective.name == THIRD:
        return "as third parties tell it"
    side = {A: sides[0], B: sides[1]}.get(perspective.name)
    return "as the others tell it" if side is not None and side.is_world else f"as {perspective.told_by} tells it"


def _amount(found: list[Period]) -> str:
    figures = [period.figures for period in found if period.figures]
    occurrences, reports = sum(each.occurrences for each in figures), sum(each.reports for each in figures)
    days = f"{found[0].begin} to {found[-1].end}"
    return f"{_counted(occurrences, 'occurrence')} in {_counted(reports, 'report')}, {days}"


def _leaning(found: list[Period]) -> str:
    figures = [period.figures for period in found if period.figures]
    cooperation = sum(each.verbal_cooperation + each.material_cooperation for each in figures)
    conflict = sum(each.verbal_conflict + each.material_conflict for each in figures)
    mean = sum(each.score_sum for each in figures) / sum(each.occurrences for each in figures)
    return f"{cooperation} of cooperation and {conflict} of conflict; mean score {mean:+.1f}."


def _extremes(found: list[Period], relation: Relation) -> str:
    scored = [(period.figures.score_mean, period.begin) for period in found if period.figures]
    (low, worst), (high, best) = min(scored), max(scored)
    if low == high:
        return f"The score is {low:+.1f} throughout."
    return f"Highest in {label(best, relation.by)} ({high:+.1f}), lowest in {label(worst, relation.by)} ({low:+.1f})."


def _gaps(relation: Relation) -> list[str]:
    empty = sum(period.figures is None for period in relation.periods)
    if not empty:
        return []
    return [f"No data for {empty} of {_counted(len(relation.periods), relation.by)}: gaps, not zeros."]


def _turns(relation: Relation) -> list[str]:
    return [
        f"A change from {point.before:+.1f} to {point.after:+.1f} is suggested at {label(point.begin, relation.by)} "
        f"({label(point.earliest, relation.by)} to {label(point.latest, relation.by)})."
        for point in relation.change_points
    ]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
