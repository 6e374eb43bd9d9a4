"""A store as Python users ask it: one line a question, the answer as rows or as a data frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sayso.formats.event_files.incoming import Imported, import_codings
from sayso.formats.export import Exported, export
from sayso.formats.quotes import QuoteRow, quotes_of
from sayso.frames import Rows
from sayso.relations import Comparison, Relation, compare, relation
from sayso.relations.claims import ClaimsAbout, claims_about
from sayso.relations.codings import CodingComparison, compare_codings
from sayso.relations.profile import Profile, profile
from sayso.relations.timeline import TimelineFilter, TimelineRow, timeline
from sayso.store import EventFilter, EventRow, Store
from sayso.store.search import HITS, SearchFilter, SearchHit


class OpenStore(Store):
    """A store with its questions; what `sayso.open_store` gives.

    >>> with sayso.open_store("news.db") as store:
    ...     store.relation("RUS", "ISR", by="month").to_pandas()
    ...     store.events(actor="RUS", type=("THREATEN",)).to_polars()
    """

    def events(self, filters: EventFilter | None = None, **wanted: Any) -> Rows[EventRow]:
        """The events that pass all filters, given as an `EventFilter` or by its fields."""
        chosen = filters or EventFilter(**wanted)
        return Rows(EventRow, lambda: super(OpenStore, self).events(chosen))

    def quotes(self, by: str | None = None) -> Rows[QuoteRow]:
        """Who said what, to whom and where; `by` is one source: ISR, ISR.GOV, Q7747 or part of a name."""
        return Rows(
            QuoteRow, lambda: (row for document in self.documents() for row in quotes_of(self.record(document.id), by))
        )

    def timeline(self, a: str, b: str | None = None, **wanted: Any) -> Rows[TimelineRow]:
        """What happened with an actor or between two, in order of time; `wanted` are fields of `TimelineFilter`."""
        chosen = TimelineFilter(**wanted)
        return Rows(TimelineRow, lambda: timeline(self, a, b, chosen))

    def export(
        self, format: str, path: str | Path, *, coding: str | None = None, force: bool = False, **wanted: Any
    ) -> Exported:
        """Write the store in a format of `sayso.formats.export.FORMATS`; `wanted` are fields of `EventFilter`."""
        return export(self, format, path, EventFilter(**wanted), coding=coding, force=force)

    def search(
        self, words: str, filters: SearchFilter | None = None, *, limit: int = HITS, **wanted: Any
    ) -> Rows[SearchHit]:
        """Texts, quotations and names that hold the words, the best first; `wanted` are fields of `SearchFilter`."""
        chosen = filters or SearchFilter(**wanted)
        return Rows(SearchHit, lambda: super(OpenStore, self).search(words, chosen, limit=limit))

    def relation(self, a: str, b: str, **wanted: Any) -> Relation:
        """What passed between two sides, period by period; `wanted` as in `sayso.relations.relation`."""
        return relation(self, a, b, **wanted)

    def compare(self, a: str, b: str, perspectives: tuple[str, ...], **wanted: Any) -> Comparison:
        """One relation as several perspectives tell it; `wanted` as in `sayso.relations.compare`."""
        return compare(self, a, b, perspectives=perspectives, **wanted)

    def import_codings(self, *paths: str | Path, format: str, name: str | None = None) -> Imported:
        """Keep event data of others ("gdelt", "icews" or "polecat" files) as a coding of that name, kept apart."""
        return import_codings(self, paths, format=format, name=name)

    def compare_codings(self, a: str, b: str, codings: tuple[str, str], **wanted: Any) -> CodingComparison:
        """Where two codings of the same days agree; `wanted` as in `sayso.relations.codings.compare_codings`."""
        return compare_codings(self, a, b, codings=codings, **wanted)

    def claims(self, about: str) -> ClaimsAbout:
        """Who asserts and who denies an occurrence, named by its id or by one of its reports ("DOCUMENT/EVENT")."""
        return claims_about(self, about)

    def who(self, name: str, *, until: str | None = None) -> Profile:
        """What an actor did, had done to it, said, and was said of it, as `sayso.relations.profile` has it."""
        return profile(self, name, until=until)
