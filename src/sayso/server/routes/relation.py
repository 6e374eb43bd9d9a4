"""The relation of two sides: its series, what stands behind a stretch of it, and how each side tells it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from sayso.asking import OpenStore
from sayso.errors import SettingsError
from sayso.relations import Comparison, Period, Relation
from sayso.relations.plots import draw, specification
from sayso.relations.series import FIGURES, By
from sayso.relations.timeline import ActPlace, TimelineRow, acts_behind
from sayso.schema import Status
from sayso.server.answers import Listing, csv_answer, documented, json_answer, rows_answer, wants_csv
from sayso.server.asking import Pages, Store
from sayso.server.charts import PICTURES, Chart, citation_of, downloads_of, for_page
from sayso.server.kept import kept_answer
from sayso.server.links import api_url, relation_url, with_ending
from sayso.server.paging import ROWS, Cursor, Limit, Page, from_cursor, to_cursor
from sayso.server.parameters import Day, Several, Statuses, Words
from sayso.server.problems import missing
from sayso.store.dyads import Question, Way
from sayso.store.events import check_days
from sayso.store.sides import sides_of
from sayso.store.voicing import perspective_of

router = APIRouter(tags=["relation"])

MOST_PERSPECTIVES = 4
Side = Annotated[str, Path(max_length=300, description="RUS, RUS.GOV, Q7747, a name, or world.")]


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of a relation; all of it stands in the address."""

    a: str
    b: str
    by: By
    since: str | None
    until: str | None
    perspectives: tuple[str, ...]
    direction: Way
    statuses: tuple[Status, ...]
    known_on: str | None
    first: str | None
    last: str | None

    @property
    def wanted(self) -> dict[str, Any]:
        """The question as `OpenStore.relation` and `compare` take it."""
        return {
            "by": self.by,
            "since": self.since,
            "until": self.until,
            "statuses": self.statuses,
            "direction": self.direction,
            "known_on": self.known_on,
        }

    @property
    def state(self) -> dict[str, Any]:
        """The question as the query of an address."""
        return {
            "by": self.by,
            "since": self.since,
            "until": self.until,
            "perspective": self.perspectives,
            "direction": None if self.direction == "both" else self.direction,
            "status": None if self.statuses == ("actual",) else self.statuses,
            "known_on": self.known_on,
        }


def view(
    a: Side,
    b: Side,
    by: Annotated[By, Query(description="How long the periods are.")] = "month",
    since: Day = None,
    until: Day = None,
    perspective: Annotated[Several, Query(description="Whose claims count: own, A, B, third, a source.")] = [],  # noqa: B006
    direction: Annotated[Way, Query(description="Who acts on whom.")] = "both",
    status: Statuses = [],  # noqa: B006
    known_on: Day = None,
    first: Annotated[Day, Query(alias="from", description="First day of the stretch whose acts are listed.")] = None,
    last: Annotated[Day, Query(alias="to", description="Last day of that stretch.")] = None,
) -> View:
    """The question that an address asks."""
    if len(perspective) > MOST_PERSPECTIVES:
        raise SettingsError(f"{MOST_PERSPECTIVES} perspectives at most can stand side by side.")
    statuses = tuple(status) or ("actual",)
    return View(a, b, by, since, until, tuple(perspective), direction, statuses, known_on, first, last)


Asked = Annotated[View, Depends(view)]


@router.get("/relation", include_in_schema=False)
def choose(a: Words = None, b: Words = None) -> Response:
    """Two names from a form."""
    return RedirectResponse(relation_url(a, b) if a and b else "/", 303)


@router.get("/relation/{a}/{b}", include_in_schema=False)
def page(request: Request, pages: Pages, store: Store, asked: Asked, cursor: Cursor = None) -> Response:
    """The page: the series, then the acts of the chosen stretch, then what is said of the relation."""
    found = ask(request, store, asked)
    relations = found.relations if isinstance(found, Comparison) else (found,)
    stretch = chosen(relations, asked)
    acts = acts_in(store, asked, stretch, cursor, ROWS) if stretch else Page(())
    return pages.answer(
        request,
        "relation.html",
        asked=asked,
        found=relations[0],
        relations=relations,
        comparison=found if isinstance(found, Comparison) else None,
        runs=runs_of(relations[0]),
        chart=chart_of(request, pages.stores.title, asked, found),
        stretch=stretch,
        acts=acts,
        statuses=get_args(Status),
        grains=get_args(By),
        perspectives=perspectives_of(relations[0]),
    )


@router.get("/relation/{a}/{b}/perspectives", include_in_schema=False)
def side_by_side(request: Request, pages: Pages, store: Store, asked: Asked) -> Response:
    """How often, and how, each perspective tells of the two: one row each."""
    sides = found_sides(store, asked)
    names = ("all", "own", "A", "B") + (() if any(side.is_world for side in sides) else ("third",))
    told = (ask(request, store, replace(asked, perspectives=(name,))) for name in names)
    rows = [as_told(asked, each) for each in told if isinstance(each, Relation)]
    return pages.answer(request, "relation_perspectives.html", asked=asked, rows=rows, sides=sides)


@router.get("/relation/{a}/{b}/chart", include_in_schema=False)
def chart(request: Request, store: Store, asked: Asked) -> Response:
    """The specification that the page draws."""
    found = ask(request, store, asked)
    return json_answer(for_page(specification(found), panels_named=isinstance(found, Comparison)))


EXAMPLE = {
    "between": ["RUS", "ISR"],
    "names": ["Russia", "Israel"],
    "by": "month",
    "perspective": "all",
    "direction": "both",
    "statuses": ["actual"],
    "since": None,
    "until": None,
    "known_on": None,
    "caption": "Russia and Israel, as anybody claims it: 21 occurrences in 24 reports, …",
    "undated": 0,
    "periods": [{"begin": "2022-10-01", "end": "2022-10-31", "partial": False, "occurrences": 2, "reports": 3}],
    "assessments": [],
    "change_points": [],
}


@router.get(
    "/api/relation/{a}/{b}",
    summary="What passed between two sides, period by period",
    response_model=None,
    responses=documented(EXAMPLE, "begin,end,partial,occurrences,reports\r\n2022-10-01,2022-10-31,False,2,3\r\n"),
)
def series(request: Request, store: Store, asked: Asked) -> Response:
    """A period without figures has no data, which is not zero. Several perspectives make a comparison."""
    found = ask(request, store, asked)
    if isinstance(found, Comparison):
        columns = ("begin", "end", "difference", "perspective", *FIGURES)
        return csv_answer(columns, found.rows()) if wants_csv(request) else json_answer(_compared(found))
    if wants_csv(request):
        return csv_answer(("begin", "end", "partial", *FIGURES), found.rows())
    return json_answer(_as_json(found))


@router.get(
    "/api/relation/{a}/{b}/events",
    summary="The acts behind a stretch of a relation",
    response_model=Listing[TimelineRow],
    responses=documented({"items": [], "next": None}, "kind,date_begin,date_end\r\nact,2022-10-17,2022-10-17\r\n"),
)
def acts(request: Request, store: Store, asked: Asked, cursor: Cursor = None, limit: Limit = ROWS) -> Response:
    """One row an occurrence, with who asserts and who denies it; `from` and `to` are days, both included."""
    found = ask(request, store, replace(asked, perspectives=asked.perspectives[:1]))
    assert isinstance(found, Relation)
    stretch = chosen((found,), asked)
    listed = acts_in(store, asked, stretch, cursor, limit) if stretch else Page(())
    return rows_answer(request, TimelineRow, listed)


@router.get(
    "/api/relation/{a}/{b}/plot.{kind}",
    summary="The chart of a relation",
    response_class=Response,
    responses={
        200: {
            "description": "PNG, SVG, or the Vega-Lite specification as JSON.",
            "content": {"image/png": {}, "image/svg+xml": {}, "application/json": {}},
        },
        **{status: said for status, said in documented({}).items() if status != 200},
    },
)
def picture(
    request: Request, store: Store, asked: Asked, kind: Annotated[str, Path(pattern="^(png|svg|json)$")]
) -> Response:
    """What the page shows, rendered on this machine."""
    spec = specification(ask(request, store, asked))
    return json_answer(spec) if kind == "json" else Response(draw(spec, kind), media_type=PICTURES[kind])


def ask(request: Request, store: OpenStore, asked: View) -> Relation | Comparison:
    """The relation, or several perspectives on it."""
    found_sides(store, asked)
    question = replace(asked, first=None, last=None)
    found: Relation | Comparison = kept_answer(request, ("relation", question), lambda: related(store, question))
    return found


def related(store: OpenStore, asked: View) -> Relation | Comparison:
    """The answer of the store."""
    if len(asked.perspectives) > 1:
        return store.compare(asked.a, asked.b, asked.perspectives, **asked.wanted)
    return store.relation(asked.a, asked.b, perspective=next(iter(asked.perspectives), None), **asked.wanted)


def found_sides(store: OpenStore, asked: View) -> tuple[Any, Any]:
    """Both sides; there is no page of names that fit nobody."""
    with missing(), store.reading() as connection:
        return sides_of(connection, asked.a, asked.b)


@dataclass(frozen=True, slots=True)
class AsTold:
    """What one perspective tells of the relation in all; `mean`, `first` and `last` are None where it tells nothing."""

    told_by: str
    address: str
    occurrences: int
    reports: int
    cooperation: int
    conflict: int
    mean: float | None
    first: str | None
    last: str | None


def as_told(asked: View, found: Relation) -> AsTold:
    """The figures of all periods together."""
    periods = list(found.with_data())
    figures = [period.figures for period in periods if period.figures]
    occurrences = sum(each.occurrences for each in figures)
    state = asked.state | {"perspective": None if found.perspective == "all" else found.perspective}
    return AsTold(
        told_by=found.told_by,
        address=relation_url(asked.a, asked.b, **state),
        occurrences=occurrences,
        reports=sum(each.reports for each in figures),
        cooperation=sum(each.verbal_cooperation + each.material_cooperation for each in figures),
        conflict=sum(each.verbal_conflict + each.material_conflict for each in figures),
        mean=sum(each.score_sum for each in figures) / occurrences if occurrences else None,
        first=periods[0].begin if periods else None,
        last=periods[-1].end if periods else None,
    )


def runs_of(found: Relation) -> list[tuple[bool, list[Period]]]:
    """The periods in groups: those of one stretch with data, those of one gap, each with whether it is a gap."""
    grouped = groupby(found.periods, key=lambda period: period.figures is None)
    return [(is_gap, list(periods)) for is_gap, periods in grouped]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days whose acts are listed, and whether somebody chose them."""

    begin: str
    end: str
    chosen: bool


def chosen(relations: tuple[Relation, ...], asked: View) -> Stretch | None:
    """What `from` and `to` say; else the last period with data."""
    periods = [period for each in relations for period in each.with_data()]
    if asked.first or asked.last:
        first = asked.first or min((period.begin for period in periods), default=asked.last or "")
        last = asked.last or max((period.end for period in periods), default=first)
        return Stretch(first, last, True)
    latest: Period | None = max(periods, key=lambda period: period.begin, default=None)
    return Stretch(latest.begin, latest.end, False) if latest else None


def acts_in(store: OpenStore, asked: View, stretch: Stretch, cursor: str | None, limit: int) -> Page[TimelineRow]:
    """The occurrences that begin in the stretch: those that the series counts, and no others.

    Where perspectives stand side by side, they are those that anybody claims.
    """
    after = ActPlace(*map(str, from_cursor(cursor, str, str))) if cursor else None
    check_days(since=after.day if after else None)
    whose = asked.perspectives[0] if len(asked.perspectives) == 1 else None
    since = max(filter(None, (stretch.begin, asked.since)))
    until = min(filter(None, (stretch.end, asked.until)))
    with store.reading() as connection:
        sides = sides_of(connection, asked.a, asked.b)
        perspective = perspective_of(connection, whose, sides)
        question = Question(sides, perspective, asked.statuses, since, until, asked.known_on)
        rows, last = acts_behind(connection, question, asked.direction, after=after, limit=limit)
    return Page(rows, to_cursor(last.day, last.event) if last else None)


def chart_of(request: Request, store: str, asked: View, found: Relation | Comparison) -> Chart:
    """The chart with all that goes with it."""
    relations = found.relations if isinstance(found, Comparison) else (found,)
    has_data = any(any(each.with_data()) for each in relations)
    name = f"{relations[0].between[0].code}-{relations[0].between[1].code}-by-{asked.by}"
    caption = " ".join(f"{each.told_by[:1].upper()}{each.told_by[1:]}: {each.summary}" for each in relations)
    return Chart(
        id="series",
        title=f"{relations[0].title} by {asked.by}",
        caption=caption,
        source=with_ending(request, "/chart") if has_data else None,
        picture=api_url(request, "/plot.svg"),
        downloads=downloads_of(request, name, pictures=has_data),
        command=command_of(store, asked),
        citation=citation_of(f"{relations[0].title} by {asked.by}", store, request),
        grain=asked.by,
    )


def command_of(store: str, asked: View) -> str:
    """The command that shows the same."""
    several = len(asked.perspectives) > 1
    options = [("--by", asked.by), ("--since", asked.since), ("--until", asked.until)]
    options += [("--perspective", name) for name in asked.perspectives]
    options += [("--status", name) for name in asked.statuses if asked.statuses != ("actual",)]
    options += [("--direction", asked.direction if asked.direction != "both" else None), ("--known-on", asked.known_on)]
    parts = ["sayso", "compare" if several else "relation", store, asked.a, asked.b]
    for option, value in options:
        parts += [option, value] if value else []
    return " ".join(f'"{part}"' if " " in part else part for part in parts)


def perspectives_of(found: Relation) -> list[tuple[str, str]]:
    """The perspectives to choose from, each with what to call it."""
    a, b = found.between
    names = [("", "anybody claims it"), ("own", "the publishers tell it"), ("A", f"{a.name} tells it")]
    names.append(("B", f"{b.name} tells it"))
    return names if a.is_world or b.is_world else [*names, ("third", "third parties tell it")]


def _as_json(found: Relation) -> dict[str, Any]:
    """As `sayso relation --json` has it, but for the ids of the events, which have an address of their own."""
    bare = {
        "between": [side.code for side in found.between],
        "names": [side.name for side in found.between],
        "periods": found.rows(),
        "assessments": [asdict(each) for each in found.assessments],
        "change_points": [asdict(each) for each in found.change_points],
    }
    plain = ("by", "perspective", "direction", "statuses", "since", "until", "known_on", "caption", "undated")
    return bare | {name: getattr(found, name) for name in plain}


def _compared(found: Comparison) -> dict[str, Any]:
    return {"by": found.by, "relations": [_as_json(each) for each in found.relations], "differences": found.rows()}
