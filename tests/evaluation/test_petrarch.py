"""Scores of events with their actors on records in the format of PETRARCH's unit tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sayso.config import Settings
from sayso.errors import InputError
from sayso.evaluation import settings_for
from sayso.evaluation.petrarch import ACTORS, COLUMNS, WEIS, category_of, read_records, score_records
from sayso.evaluation.report import Score
from sayso.knowledge.codebook import PLOVER, load_codebook
from sayso.knowledge.facts import load_knowledge
from sayso.knowledge.tables import read_table
from sayso.schema import CodedDocument, Document, Entity, Event, Status

from .examples import coded, event, mention

COUNTRIES = {"Arnor": "ARN", "Gondor": "GON", "Bree": "BRE", "Crowds": None}
Act = tuple[str, Sequence[str], Sequence[str]]


def record(id: str, text: str, *codings: tuple[str, str, str]) -> str:
    """A record of the file."""
    tags = "".join(
        f'<EventCoding sourcecode="{actor}" targetcode="{recipient}" eventcode="{code}"></EventCoding>'
        for actor, code, recipient in codings
    )
    return f'<Sentence date="19950101" id="{id}">{tags}<Text>\n{text}\n</Text></Sentence>'


def score(tmp_path: Path, records: str, acts: dict[str, Sequence[Event]]) -> tuple[dict[str, Score], list[str]]:
    """Score the records, with the events of each by its id."""
    file = tmp_path / "records.xml"
    file.write_text(f"<Validation><Sentences>{records}</Sentences></Validation>", encoding="utf-8")
    scores, misses = score_records(file, coder(acts))
    return {each.name: each for each in scores}, [miss.kind for miss in misses]


def coder(acts: dict[str, Sequence[Event]]) -> Callable[[Document], CodedDocument]:
    """A coder that finds every state named, and the events it is told to find."""

    def code(document: Document) -> CodedDocument:
        named = [name for name in COUNTRIES if name in document.text]
        return coded(
            document.text,
            mentions=tuple(mention(document.text, name, name, entity=name) for name in named),
            entities=tuple(Entity(name, name, "state", country=COUNTRIES[name]) for name in named),
            events=tuple(acts.get(document.id, ())),
        )

    return code


def act(type: str, actors: str, recipients: str = "", *, status: Status = "actual", within: str | None = None) -> Event:
    """An event between the states of the names."""
    return event(
        f"{actors} acted {recipients}",
        "e1",
        type,
        "acted",
        actors=tuple(actors.split()),
        recipients=tuple(recipients.split()),
        status=status,
        within=within,
    )


def test_a_record_is_right_when_who_did_what_to_whom_is(tmp_path: Path) -> None:
    text = "Arnor condemned Gondor."
    records = "".join(
        record(id, text, ("ARNGOV", "122", "GONMIL")) for id in ("right", "turned", "type", "more", "none")
    )
    scores, misses = score(
        tmp_path,
        records,
        {
            "right": [act("ACCUSE", "Arnor", "Gondor")],
            "turned": [act("ACCUSE", "Gondor", "Arnor")],
            "type": [act("AID", "Arnor", "Gondor")],
            "more": [act("ACCUSE", "Arnor", "Gondor"), act("AID", "Arnor", "Gondor")],
        },
    )
    assert (scores["sentence"].count, scores["sentence"].of) == (1, 5)
    assert (scores["root"].count, scores["root"].of) == (2, 5), "who acts is not asked"
    assert (scores["event precision"].count, scores["event precision"].of) == (2, 5)
    assert scores["event recall"].of == 5
    assert misses == ["12 missed", "ACCUSE in excess", "12 missed", "AID in excess", "AID in excess", "12 missed"]


def test_actors_multiply_and_what_is_done_together_fits_either_direction(tmp_path: Path) -> None:
    records = (
        record("each", "Arnor and Bree praised Gondor.", ("ARN", "041", "GON"), ("BRE", "041", "GON"))
        + record("visit", "Arnor visited Gondor.", ("ARN", "032", "GON"), ("GON", "033", "ARN"))
        + record("both", "Arnor and Gondor met.", ("ARN", "031", "GON"))
    )
    scores, _ = score(
        tmp_path,
        records,
        {
            "each": [act("SUPPORT", "Arnor Bree", "Gondor")],
            "visit": [act("CONSULT", "Arnor", "Gondor")],
            "both": [act("CONSULT", "Arnor Gondor")],
        },
    )
    assert (scores["sentence"].count, scores["event recall"].count, scores["event recall"].of) == (3, 4, 4)


def test_what_a_plain_coder_lacks_counts_for_nothing(tmp_path: Path) -> None:
    ids = ("negated", "historical", "within", "alone", "unknown", "excess")
    records = "".join(record(id, "Crowds of Arnor and Gondor slept.") for id in ids)
    scores, misses = score(
        tmp_path,
        records,
        {
            "negated": [act("ASSAULT", "Arnor", "Gondor", status="negated")],
            "historical": [act("ASSAULT", "Arnor", "Gondor", status="historical")],
            "within": [act("ASSAULT", "Arnor", "Gondor", within="e0")],
            "alone": [act("ASSAULT", "Arnor")],
            "unknown": [act("ASSAULT", "Crowds", "Gondor")],
            "excess": [act("ASSAULT", "Arnor", "Gondor")],
        },
    )
    assert (scores["sentence"].count, scores["sentence"].of) == (5, 6)
    assert misses == ["ASSAULT in excess"]


def test_an_act_to_come_counts_as_itself_and_as_the_promise_of_it(tmp_path: Path) -> None:
    records = record("aid", "Arnor Gondor", ("ARN", "071", "GON")) + record(
        "word", "Arnor Gondor", ("ARN", "05", "GON")
    )
    to_come = [act("AID", "Arnor", "Gondor", status="future")]
    scores, _ = score(tmp_path, records, {"aid": to_come, "word": to_come})
    assert scores["sentence"].count == 2


def test_comments_and_acts_of_nobody_are_not_asked_for(tmp_path: Path) -> None:
    records = record("c", "Arnor Gondor", ("ARN", "023", "GON"), ("---GOV", "122", "GON"), ("ARN", "122", "---"))
    scores, _ = score(tmp_path, records, {})
    assert (scores["sentence"].count, scores["event recall"].of) == (1, 0)
    assert scores["sentence with events"].of == 0


def test_refusals_and_made_up_codes_are_passed_over(tmp_path: Path) -> None:
    refusal = '<Sentence id="r"><EventCoding error="sentencediscard"></EventCoding><Text>Arnor won.</Text></Sentence>'
    made_up = "".join(record(id, "Arnor Gondor", ("ARN", "903", "GON")) for id in ("found", "turned"))
    scores, misses = score(
        tmp_path,
        refusal + made_up + record("none", "Arnor slept."),
        {"found": [act("AID", "Arnor", "Gondor")], "turned": [act("AID", "Gondor", "Arnor")]},
    )
    assert (scores["sentence"].count, scores["sentence"].of) == (1, 1)
    assert (scores["sentence of all"].count, scores["sentence of all"].of) == (1, 4)
    assert (scores["made-up code"].count, scores["made-up code"].of) == (1, 2)
    assert not misses
    assert "1 tests of refusals and 2 with made-up codes" in scores["sentence"].meaning


def test_the_longest_row_decides_what_a_code_means() -> None:
    categories = {"19": frozenset({"REJECT"}), "194": frozenset({"ASSAULT"})}
    assert [category_of(code, categories) for code in ("191", "194", "1941", "901", "")] == [
        "19",
        "194",
        "194",
        None,
        None,
    ]


def test_records_are_read_with_their_day_and_codes_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "records.xml"
    file.write_text(
        "<V>" + record("A-1", "Arnor\nwarned\nEriador.", ("IGOEEU", "160", "ERIGOV")) + "<Sentence/></V>",
        encoding="utf-8",
    )
    first, second = read_records(file)
    assert (first.id, first.published, first.text) == ("A-1", "1995-01-01", "Arnor warned Eriador.")
    assert first.events == frozenset({("160", "EUR", "XER")})
    assert (second.published, second.text, second.events) == (None, "", frozenset())


def test_what_is_not_xml_is_an_input_error(tmp_path: Path) -> None:
    file = tmp_path / "records.xml"
    file.write_text("<Validation><EventCoding>", encoding="utf-8")
    with pytest.raises(InputError, match="not XML"):
        read_records(file)


def test_every_type_of_the_table_is_plovers() -> None:
    types = {name for row in read_table(WEIS, COLUMNS) for name in row.items("type")}
    assert types <= load_codebook(PLOVER).types.keys()


def test_the_invented_states_are_known_below_the_users_facts(tmp_path: Path) -> None:
    file = tmp_path / "records.xml"
    file.write_text(f"<V>{record('A', 'Arnor warned Bree.', ('ARN', '160', 'BRE'))}</V>", encoding="utf-8")
    own = tmp_path / "own.toml"
    assert settings_for(file, Settings(facts=(own,))).facts == (ACTORS, own)
    knowledge = load_knowledge(own=(ACTORS,))
    assert {"ARN", "GON", "XER"} <= knowledge.countries.keys()
    assert "Eriador" not in knowledge.countries["ERI"].name
