"""The date of each event, on passages of our own: its clause, its sentence, words that carry a date, publication."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sayso.api import build_pipeline
from sayso.config import load_settings
from sayso.schema import CodedDocument, Document

pytestmark = pytest.mark.model
PUBLISHED = "2022-11-10"  # a Thursday
Code = Callable[[str], CodedDocument]


@pytest.fixture(scope="module")
def code() -> Code:
    pipeline = build_pipeline(load_settings())
    return lambda text: pipeline.code(Document("d1", text, published=PUBLISHED, publisher="Harbour Post"))


def date_of(coded: CodedDocument, trigger: str) -> tuple[str, str, str, str | None]:
    """Begin, end, precision and the words of the time, for the one event with that trigger."""
    (event,) = [event for event in coded.events if event.trigger.text == trigger]
    assert event.date is not None
    words = next((time.text for time in coded.times if time.id == event.time), None)
    return event.date.begin, event.date.end, event.date.precision, words


@pytest.mark.parametrize(
    ("text", "trigger", "begin", "end", "precision", "words"),
    [
        # The clause, then the clause above it.
        ("Ghana recalled its ambassador from Togo early on Sunday.", "recalled", "2022-11-06", "", "day", "Sunday"),
        ("Peru expelled a Chilean envoy in March.", "expelled", "2022-03-01", "2022-03-31", "month", "March"),
        ("Belgium arrested an Iranian diplomat last week.", "arrested", "2022-10-31", "2022-11-06", "week",
         "last week"),
        ("Turkey, which invaded Cyprus in 1974, threatened Greece on Tuesday.", "invaded", "1974-01-01", "1974-12-31",
         "year", "1974"),
        ("Turkey, which invaded Cyprus in 1974, threatened Greece on Tuesday.", "threatened", "2022-11-08", "", "day",
         "Tuesday"),
        ("Egypt said on Sunday that it had arrested three Libyans in October.", "arrested", "2022-10-01", "2022-10-31",
         "month", "October"),
        # Words that carry a date on.
        ("Kenya sent troops to Congo on Tuesday. The same day, Rwanda closed its border with Congo.", "closed",
         "2022-11-08", "", "day", "The same day"),
        ("Kenya sent troops to Congo on 2 November. Two days later, Uganda expelled the Kenyan ambassador.", "expelled",
         "2022-11-04", "", "day", "Two days later"),
        ("The summit in Vienna on 10 June ended early. Two days after the summit, Laos expelled two Thai diplomats.",
         "expelled", "2022-06-12", "", "day", "Two days after the summit"),
        # One act counted from the other.
        ("Libyan jets bombed a depot near Tripoli on Tuesday, two days after the army had shelled a village.",
         "shelled", "2022-11-06", "", "day", "two days"),
        ("Serbia detained the envoy two days before Kosovo expelled its consul on 5 November.", "detained",
         "2022-11-03", "", "day", "two days"),
        # Ranges.
        ("Congolese police killed 17 protesters in Goma on Monday and Tuesday.", "killed", "2022-11-07", "2022-11-08",
         "range", "Monday"),
        ("Chad attacked Libya on 1 November and 8 November.", "attacked", "2022-11-01", "", "day", "1 November"),
        ("France has supplied Chad with arms since 2015.", "supplied", "2015-01-01", PUBLISHED, "range", "2015"),
        ("Norway has supplied Ukraine with arms since the start of the war with Russia.", "supplied", "2022-02-24",
         PUBLISHED, "range", "the start of the war with Russia"),
        ("Japan will send aid to Sri Lanka by Friday.", "send", PUBLISHED, "2022-11-11", "range", "Friday"),
        ("During the Six-Day War, Israel bombed Egyptian airfields.", "bombed", "1967-06-05", "1967-06-10", "range",
         "the Six-Day War"),
        # A time that belongs to a noun dates the noun.
        ("Norway condemned Monday's attack on the embassy.", "attack", "2022-11-07", "", "day", "Monday"),
        ("Norway condemned Monday's attack on the embassy.", "condemned", PUBLISHED, "", "day", None),
        ("Spain accused Morocco of the attack of 3 May.", "accused", PUBLISHED, "", "day", None),
        # Otherwise publication, with no time.
        ("Belgium arrested an Iranian diplomat last week. Iran condemned Belgium.", "condemned", PUBLISHED, "", "day",
         None),
        ("Kuwait will donate ambulances to Yemen, its envoy said on Tuesday.", "donate", PUBLISHED, "", "day", None),
        ("After meeting the Chinese premier on Friday, Scholz criticised Russia.", "criticised", PUBLISHED, "", "day",
         None),
    ],
)  # fmt: skip
def test_event_is_dated(
    code: Code, text: str, trigger: str, begin: str, end: str, precision: str, words: str | None
) -> None:
    assert date_of(code(text), trigger) == (begin, end or begin, precision, words)


def test_what_ended_more_than_a_year_ago_is_historical(code: Code) -> None:
    coded = code("Turkey, which invaded Cyprus in 1974, threatened Greece on Tuesday.")
    assert {event.trigger.text: event.status for event in coded.events} == {
        "invaded": "historical",
        "threatened": "actual",
    }


def test_without_publication_an_undated_event_has_no_date() -> None:
    (event,) = build_pipeline(load_settings()).code(Document("d1", "Iran condemned Belgium.")).events
    assert (event.date, event.time) == (None, None)
