"""Whose news each report of an occurrence is: that of its document, or of the outlet on whose say-so it tells the act.

Ten papers that cite one agency for an act are one origin of it, be the rest of what they print their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Reporting(Protocol):
    """A report of an occurrence."""

    @property
    def document_id(self) -> str:
        """The document that tells it."""

    @property
    def origin(self) -> str:
        """The origin of that document."""

    @property
    def outlet(self) -> str | None:
        """The outlet on whose say-so it tells this act."""

    @property
    def cites(self) -> str | None:
        """The outlet whose story the whole document tells."""


def origins_of_reports(reports: Sequence[Reporting], publishers: Mapping[str, str]) -> list[str]:
    """The origin of each report of one occurrence; `publishers` gives the outlets of their documents.

    An outlet that is cited stands for its own document where that is among the reports, else for itself.
    """
    if not any(report.outlet or report.cites for report in reports):
        return [report.origin for report in reports]
    own: dict[str, str] = {}
    for report in sorted(reports, key=lambda report: report.document_id):
        if report.document_id in publishers:
            own.setdefault(publishers[report.document_id], report.origin)
    return [_origin(report, own) for report in reports]


def _origin(report: Reporting, own: Mapping[str, str]) -> str:
    if report.outlet is not None:
        return own.get(report.outlet, report.outlet)
    return report.origin if report.cites is None else own.get(report.cites, report.origin)
