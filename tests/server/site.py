"""The pages that are looked at in a browser, one line each; a route that no line here leads to fails a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, with words that it shows also where JavaScript is off; `store` is one of `stores.py`."""

    name: str
    path: str
    words: str
    store: str = "demo"


PAGES = (
    Shown("overview", "/", "Most active relations"),
    Shown("relation", "/relation/RUS/ISR", "no data"),
    Shown("relation-chosen", "/relation/RUS/ISR?from=2022-10-01&to=2022-10-31", "2022-10-01"),
    Shown("relation-side-by-side", "/relation/RUS/ISR?perspective=A&perspective=B&by=quarter", "as Russia tells it"),
    Shown("relation-without-data", "/relation/RUS/ISR?since=1999-01-01&until=1999-12-31", "That is no data, not peace"),
    Shown("perspectives", "/relation/RUS/ISR/perspectives", "as third parties tell it"),
    Shown("events", "/events?actor=RUS", "THREATEN"),
    Shown("events-none", "/events?actor=Nobody", "No event passes all of these filters"),
    Shown("event", "/event/demo-006/e2", "Who says so"),
    Shown("read", "/read/demo-006", "Who speaks"),
    Shown("read-event", "/read/demo-006?show=e2#e2", "Who asserts it, who denies it"),
    Shown("read-quotation", "/read/demo-006?show=a10&q=Syria", "From the outside in"),
    Shown("read-mention", "/read/demo-006?show=m9&hide=quotations", "All about Saeed Khatibzadeh"),
    Shown("read-assessment", "/read/demo-040?show=s1", "The relation"),
    Shown("claims", "/claims", "Claims in dispute"),
    Shown("claim", "/claim/demo-006/e2", "Origins and their reports"),
    Shown("claim-copied", "/claim/demo-038/e1", "again, same origin"),
    Shown("entity-person", "/entity/Q7747?on=2022-03-10", "Prime Minister of Russia"),
    Shown("entity-country", "/entity/ISR", "With whom"),
    Shown("entity-choice", "/entity/government%20of", "Whom do you mean?"),
    Shown("search", "/search?q=iran+drones", "quotation"),
    Shown("search-nothing", "/search?q=Puttin+apologised&publisher=Neva", "These find something"),
    Shown("search-empty", "/search", "All words must occur"),
    Shown("map", "/map", "somewhere in Ukraine"),
    Shown("map-chosen", "/map?place=524901&world=1&since=2022-01-01", "What happened in Moscow"),
    Shown("map-nothing", "/map?since=1999-01-01&until=1999-12-31", "Take a filter away"),
    Shown("network", "/network", "mostly cooperation"),
    Shown("network-around", "/network?around=RUS&by=quarter&fewest=2", "By quarter"),
    Shown("network-nothing", "/network?since=1999-01-01&until=1999-12-31", "Take a filter away"),
    Shown("review", "/review", "is this right?"),
    Shown("review-chosen", "/review/event/demo-006/e2?order=chance", "To decide, open the address with the token"),
    Shown("review-second", "/review?coding=second", "Nothing waits for a second coding"),
    Shown("review-progress", "/review/progress", "Nothing has been checked yet"),
    Shown("review-disagreements", "/review/disagreements", "Coders differ on nothing"),
    Shown("review-decisions", "/review/decisions", "No decision has been made yet"),
    Shown("runs", "/runs", "still current"),
    Shown("run", "/runs/1", "every input of this run was read and coded"),
    Shown("run-changes", "/runs/1/changes", "nothing to compare"),
    Shown("run-event", "/runs/1/event/demo-006/e2", "as run 1 coded it"),
    Shown("api", "/api", "/api/relation/{a}/{b}"),
    Shown("login", "/login", "Who is there?"),
    Shown("nothing", "/nothing", "There is nothing at /nothing"),
)

ON_OTHER_STORES = (
    Shown("empty-overview", "/", "There is nothing in", "empty"),
    Shown("empty-relation", "/relation/RUS/ISR", "That is no data, not peace", "empty"),
    Shown("empty-events", "/events", "No event is in this store yet", "empty"),
    Shown("empty-claims", "/claims", "sayso join", "empty"),
    Shown("empty-map", "/map", "names a place that is known", "empty"),
    Shown("empty-network", "/network", "Nobody is told to have done", "empty"),
    Shown("empty-search", "/search?q=drones", "Nothing holds", "empty"),
    Shown("empty-review", "/review", "There are no events to review", "empty"),
    Shown("empty-runs", "/runs", "begins the first run", "empty"),
    Shown("reviewed-review", "/review", "Accept as shown", "reviewed"),
    Shown("reviewed-chosen", "/review/event/demo-006/e2", "You decide as", "reviewed"),
    Shown("reviewed-second", "/review?coding=second", "is this right?", "reviewed"),
    Shown("reviewed-progress", "/review/progress", "Krippendorff", "reviewed"),
    Shown("reviewed-disagreements", "/review/disagreements", "Bo Şahin", "reviewed"),
    Shown("reviewed-decisions", "/review/decisions", "Ada", "reviewed"),
    Shown("recoded-runs", "/runs", "feedc0de", "recoded"),
    Shown("recoded-run", "/runs/2", "save it as UTF-8", "recoded"),
    Shown("recoded-run-changes", "/runs/2/changes", "1 status flip", "recoded"),
    Shown("recoded-run-event", "/runs/1/event/demo-006/e1", "as run 1 coded it", "recoded"),
    Shown("recoded-read", "/read/demo-006?run=1", "Codings", "recoded"),
)
EVERY_PAGE = PAGES + ON_OTHER_STORES

# Routes of the site that answer with no page of their own, each with an address of it.
NO_PAGES = {
    "/relation": "/relation?a=RUS&b=ISR",
    "/relation/{a}/{b}/chart": "/relation/RUS/ISR/chart",
    "/entity": "/entity?name=Lavrov",
    "/map/chart": "/map/chart",
    "/review/cases.jsonl": "/review/cases.jsonl",
}
