"""Time expressions: the table of examples, properties that hold for any text, the tense from the parse, the score."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.evaluation.wikiwars import score_narratives
from sayso.knowledge.dated_events import load_dated_events
from sayso.models.spacy_pipeline import load_spacy
from sayso.schema import CodedDocument, Document, Entity, Mention, TimeExpression
from sayso.stages.sentences import Sentences
from sayso.stages.times import Times, find_times, tense_by_words
from sayso.stages.times.calendar import FINENESS, days_in_month, easter, period_of
from sayso.stages.times.timeline import Tense

CASES = Path(__file__).parent.parent / "cases" / "times.jsonl"
WIKIWARS = Path(__file__).parents[3] / "shared" / "gold" / "wikiwars"
ISO_DAY = re.compile(r"(-?)(\d{4})-(\d\d)-(\d\d)")


def read_cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def times_of(case: dict[str, Any]) -> Sequence[TimeExpression]:
    """The times of a row; with `countries` (what each word stands for) also those that count from a dated event."""
    if "countries" not in case:
        return find(case["text"], case["published"])
    return Times(load_dated_events())(with_countries(case["text"], case["published"], case["countries"])).times


def with_countries(text: str, published: str, countries: dict[str, str]) -> CodedDocument:
    """A document whose countries are known already."""
    mentions = tuple(
        Mention(f"m{number}", match.start(), match.end(), match[0], "name", countries[match[0]])
        for number, match in enumerate(re.finditer("|".join(map(re.escape, countries)) or "$^", text), 1)
    )
    entities = tuple(Entity(code, code, "state", country=code) for code in sorted(set(countries.values())))
    return CodedDocument(Document("d1", text, published=published), mentions=mentions, entities=entities)


def find(text: str, published: str | None = "2022-12-30") -> list[TimeExpression]:
    return find_times(text, published=published, tense_at=tense_by_words(text))


def always(tense: Tense | None) -> Callable[[int], Tense | None]:
    return lambda offset: tense


def as_case(expression: TimeExpression) -> dict[str, str | None]:
    shown = {
        "text": expression.text,
        "type": expression.type,
        "value": expression.value,
        "begin": expression.begin,
        "end": expression.end_date,
    }
    return shown if expression.mod is None else {**shown, "mod": expression.mod}


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"][:60])
def test_case_is_read_as_expected(case: dict[str, Any]) -> None:
    assert [as_case(expression) for expression in times_of(case)] == case["expect"]


def test_tense_decides_the_side_of_publication() -> None:
    sides: dict[Tense | None, str] = {
        "past": "2022-12-26",
        "future": "2023-01-02",
        "present": "2023-01-02",
        None: "2022-12-26",
    }
    for tense, day in sides.items():
        (monday,) = find_times("on Monday", published="2022-12-30", tense_at=always(tense))
        assert monday.begin == monday.end_date == day


def test_weekday_of_publication_is_that_day_in_any_tense() -> None:
    for tense in ("past", "present", "future", None):
        (friday,) = find_times("on Friday", published="2022-12-30", tense_at=always(tense))
        assert friday.value == "2022-12-30"


def test_tense_is_not_asked_where_it_cannot_matter() -> None:
    def fail(offset: int) -> Tense | None:
        raise AssertionError("asked for the tense")

    assert len(find_times("On 3 May 2021, last week and two days ago.", published="2022-12-30", tense_at=fail)) == 3


def test_ids_follow_the_text() -> None:
    assert [expression.id for expression in find("On Monday, in May 2021 and in 1999.")] == ["t1", "t2", "t3"]


def test_publication_may_come_with_an_hour_or_be_no_date() -> None:
    assert find("yesterday", "2022-12-30T08:00:00Z")[0].value == "2022-12-29"
    assert find("yesterday", "last Tuesday")[0].begin is None


def test_one_date_in_twelve_formats() -> None:
    formats = (
        "29 December 2022",
        "December 29, 2022",
        "29 Dec. 2022",
        "Dec. 29, 2022",
        "29 Dec 2022",
        "2022-12-29",
        "29/12/2022",
        "12/29/2022",
        "29.12.2022",
        "29th of December 2022",
        "December 29th, 2022",
        "Thursday, 29 December 2022",
    )
    for written in formats:
        (expression,) = find(f"It was agreed on {written}.", None)
        assert (expression.text, expression.value) == (written, "2022-12-29")


DAYS = st.dates(min_value=date(1583, 1, 1), max_value=date(2149, 12, 31))


@given(day=DAYS, published=st.one_of(st.none(), DAYS.map(date.isoformat)))
@settings(deadline=None)
def test_any_full_date_is_read_back(day: date, published: str | None) -> None:
    month, short = day.strftime("%B"), day.strftime("%b.").replace("May.", "May")
    written = [
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day} {short} {day.year}",
        f"{short} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{month} {day.day}th, {day.year}",
        day.isoformat(),
        day.strftime("%Y/%m/%d"),
        day.strftime("%d.%m.%Y"),
        day.strftime("%d/%m/%Y"),
        f"{day.strftime('%A')}, {day.day} {month} {day.year}",
        f"{month.upper()} {day.day}, {day.year}",
    ]
    for form in written:
        (expression,) = find(f"The note is dated {form}.", published)
        assert expression.value == expression.begin == expression.end_date == day.isoformat(), form


@given(day=DAYS, published=DAYS)
@settings(deadline=None)
def test_date_without_year_lies_within_a_year_before_publication(day: date, published: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    (expression,) = find_times(
        f"on {day.day} {day.strftime('%B')}", published=published.isoformat(), tense_at=always("past")
    )
    read = date.fromisoformat(expression.value)
    assert (read.month, read.day) == (day.month, day.day)
    assert 0 <= (published - read).days <= 366


WORDS = st.sampled_from(
    "the of in on since until from to and last next this that same previous May March June 29 December 1 20 2021 499 BC"
    " '99 1960s 20th century week weeks day days month year years three two a few half past coming ago later earlier"
    " before after early mid- late end beginning Monday Friday weekend morning night every daily noon 15:00 a.m. p.m."
    " 10 2022-12-29 29/12/2022 99/99/9999 first quarter Q3 summer fall Christmas Easter today now recently future - – ,"
    " . ( ) \n \n\n said will 99999999999 0 00 31 30 February war coup invasion Brexit referendum"
    " eve fall Kabul into during prior 2015 nuclear deal Six-Day War began ended overnight 90s".split(" ")
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=25).map(" ".join))
PUBLISHED = st.sampled_from(["2022-12-30", "0001-01-01", "9999-12-31", None])


@given(TEXTS, PUBLISHED)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_spans_and_intervals(text: str, published: str | None) -> None:
    expressions = find(text, published)
    end = 0
    for expression in expressions:
        assert end <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end] == expression.text
        end = expression.end
        if expression.begin and expression.end_date:
            assert as_numbers(expression.begin) <= as_numbers(expression.end_date)


@given(TEXTS, PUBLISHED)
@settings(max_examples=200, deadline=None)
def test_times_that_count_from_events_keep_order_for_any_text(text: str, published: str | None) -> None:
    coded = with_countries(f"{text} Ukraine Myanmar", published or "", {"Ukraine": "UKR", "Myanmar": "MMR"})
    stage, end = Times(load_dated_events()), 0
    for expression in stage(coded).times:
        assert end <= expression.start < expression.end
        assert coded.document.text[expression.start : expression.end] == expression.text
        end = expression.end
        if expression.begin and expression.end_date:
            assert as_numbers(expression.begin) <= as_numbers(expression.end_date)


def as_numbers(day: str) -> tuple[int, int, int]:
    match = ISO_DAY.fullmatch(day)
    assert match, day
    year = -int(match[2]) if match[1] else int(match[2])
    assert 1 <= int(match[4]) <= days_in_month(year, int(match[3]))
    return year, int(match[3]), int(match[4])


@given(day=DAYS)
@settings(deadline=None)
def test_every_period_holds_its_day(day: date) -> None:
    for unit in FINENESS:
        period = period_of(unit, day.year, day.month, day.day)  # type: ignore[arg-type]
        assert period is not None
        if unit != "weekend":
            assert period.begin <= day.isoformat() <= period.end


def test_easter() -> None:
    assert [easter(year) for year in (1972, 2000, 2022, 2024, 2025)] == [(4, 2), (4, 23), (4, 17), (3, 31), (4, 20)]


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("1/2 " * 25_000, 1),
        ("7" * 100_000, 1),
        ("1-" * 50_000, 1),
        ("12/ 3 /4 5//6 " * 7_200, 1),
        ("2021 / " * 14_000, 5),
        ("1 May " * 16_000, 10),
        ("until Friday " * 7_500, 10),
        ("the first " * 10_000, 10),
        ("since the war " * 7_200, 5),
        ("two days after the " * 5_300, 10),
        ("since the fall of the " * 4_600, 5),
    ],
    ids=lambda value: str(value)[:12],
)
def test_hostile_line_takes_time_in_step_with_its_length(line: str, seconds: float) -> None:
    """Limits in seconds of CPU, wide for lines that are full of dates: a quadratic rule takes minutes on these."""
    coded = with_countries(line, "2024-03-01", {"Ukraine": "UKR"})
    stage = Times(load_dated_events())
    stage(with_countries("Since the war began, on 3 May.", "2024-03-01", {}))
    begun = time.process_time()
    stage(coded)
    assert time.process_time() - begun < seconds


@given(st.text(alphabet="0123456789/ ", min_size=200, max_size=200))
@settings(max_examples=10, deadline=None)
def test_any_line_of_digits_slashes_and_spaces_takes_less_than_a_second(piece: str) -> None:
    find("warm up")
    begun = time.process_time()
    find(piece * 500)
    assert time.process_time() - begun < 1


def test_stage_works_without_a_parse() -> None:
    coded = Times()(CodedDocument(Document("d1", "He resigned on Monday.", published="2022-12-30")))
    assert [expression.value for expression in coded.times] == ["2022-12-26"]


@pytest.fixture(scope="module")
def read_with_parse() -> Callable[[str, str], list[str]]:
    sentences, times = Sentences(load_spacy()), Times(load_dated_events())

    def read(text: str, published: str) -> list[str]:
        coded = times(sentences(CodedDocument(Document("d1", text, published=published))))
        return [expression.value for expression in coded.times]

    return read


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The premier said on Monday that the army would withdraw on Friday.", ["2019-09-16", "2019-09-20"]),
        ("The two sides agreed on Tuesday to meet again on Saturday.", ["2019-09-17", "2019-09-21"]),
        ("The hearing, which was scheduled for Friday, has been cancelled.", ["2019-09-20"]),
        ("Rescuers found two bodies on Sunday, killing hopes of survivors.", ["2019-09-15"]),
        ("The vote is to be held on 20 November.", ["2019-11-20"]),
        ("He was forced to resign on 20 November.", ["2018-11-20"]),
        ("The exhibition opens on Friday.", ["2019-09-20"]),
        ("Thursday’s blast damaged the embassy.", ["2019-09-12"]),
        ("Friday’s vote will decide the matter.", ["2019-09-20"]),
        ("The president will travel to Astana in December.", ["2019-12"]),
        ("The president travelled to Astana in December.", ["2018-12"]),
        ("Kyiv says the bridge was hit on Monday.", ["2019-09-16"]),
        ("He may have left the country on Monday.", ["2019-09-16"]),
        ("Speaker Ana Ibarra said on Monday that she would resign “tomorrow”.", ["2019-09-16", "2019-09-17"]),
        ("“We will sign tomorrow,” Ann Fox told reporters on Sunday.", ["2019-09-16", "2019-09-15"]),
        ("The minister said tomorrow's vote would be close.", ["2019-09-19"]),
        ("The summit on 10 June failed. Two days after the summit, he resigned.", ["2019-06-10", "2019-06-12"]),
        (
            "Two attacks on 1 and 9 June failed. Two days after the attack, he left.",
            ["2019-06-01", "2019-06-09", "P2D"],
        ),
    ],
)
def test_tense_comes_from_the_parse(
    read_with_parse: Callable[[str, str], list[str]], text: str, values: list[str]
) -> None:
    assert read_with_parse(text, "2019-09-18") == values


def only_times(document: Document) -> CodedDocument:
    return CodedDocument(document, times=tuple(find(document.text, document.published)))


def test_score_counts_spans_and_values(tmp_path: Path) -> None:
    (tmp_path / "a.tml").write_text(
        '<TimeML><DCT><TIMEX3 value="2009-12-19">2009-12-19</TIMEX3></DCT><TEXT>War &amp; want: it began on '
        '<TIMEX3 value="1914-07-28">28 July 1914</TIMEX3>, in <TIMEX3 value="1914">that late summer of 1914</TIMEX3>,'
        ' <TIMEX3 value="PAST_REF">former</TIMEX3> days.</TEXT></TimeML>',
        encoding="utf-8",
    )
    rows, _ = score_narratives(tmp_path, only_times)
    scores = {row.name: row for row in rows}
    assert (scores["strict precision"].count, scores["strict precision"].of, scores["strict recall"].of) == (1, 2, 3)
    assert (scores["relaxed recall"].count, scores["value recall"].count) == (2, 1)
    assert scores["relaxed precision"].value == 1.0
    assert scores["relaxed recall"].value == pytest.approx(2 / 3)
    assert scores["relaxed F1"].value == pytest.approx(0.8)


def test_score_of_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.tml file"):
        score_narratives(tmp_path, only_times)


@pytest.mark.skipif(not WIKIWARS.is_dir(), reason="the WikiWars gold is not at ../shared/gold/wikiwars")
def test_wikiwars_floors_hold() -> None:
    rows, _ = score_narratives(WIKIWARS, only_times)
    scores = {row.name: row.value for row in rows}
    assert scores["strict F1"] >= 0.88
    assert scores["relaxed F1"] >= 0.925
    assert scores["value F1"] >= 0.85
