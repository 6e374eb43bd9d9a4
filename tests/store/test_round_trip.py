"""What goes into the store comes out equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Issue,
    Location,
    Mention,
    Removed,
    Span,
    TimeExpression,
)
from sayso.store import Run, Store

from .conftest import Sql
from .examples import DRONES, talks


def test_every_field_comes_back(store: Store, run: Run) -> None:
    assert store.add(DRONES, run) == "added"
    assert store.record("drones") == DRONES


def test_the_example_fills_every_field() -> None:
    """Otherwise the test above would say less than its name."""
    assert not sorted(_never_filled(DRONES, CodedDocument) - {"CodedDocument.parse"})


def test_a_bare_document_comes_back(store: Store, run: Run) -> None:
    bare = CodedDocument(Document("bare", ""))
    store.add(bare, run)
    assert store.record("bare") == bare


def test_the_parse_is_not_kept(store: Store, run: Run) -> None:
    store.add(replace(DRONES, parse=object()), run)
    assert store.record("drones") == DRONES


def test_documents_come_in_the_order_of_publication(store: Store, run: Run) -> None:
    undated, late, early = talks("a"), talks("b", published="2023-01-02"), talks("c", published="2022-12-30")
    for coded in (undated, late, early, DRONES):
        store.add(coded, run)
    expected = [DRONES.document, early.document, late.document, undated.document]
    assert list(store.documents()) == expected


def test_more_documents_than_one_batch_come_back_whole(store: Store, run: Run) -> None:
    added = []
    for number in range(450):
        document = Document(f"{number:04}", "Words.", removed=(Removed(f"caption {number}", "caption"),))
        added.append(document)
        store.add(CodedDocument(document), run)
    assert list(store.documents()) == added


# The databases and UTF-8 hold every character but these; documents with them are refused, which another test shows.
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
numbers = st.floats(allow_nan=False)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
any_document = st.builds(
    Document,
    id=words,
    text=words,
    extra=st.dictionaries(words, json_values, max_size=3),
    removed=st.lists(st.builds(Removed, words, words), max_size=3).map(tuple),
    title=st.none() | words,
    url=st.none() | words,
    publisher=st.none() | words,
    published=st.none() | words,
    language=st.none() | words,
    raw=st.none() | words,
)


@st.composite
def coded_documents(draw: Callable[[st.SearchStrategy[Any]], Any]) -> CodedDocument:
    """Any coded document whose references point at something; all else is arbitrary."""

    def some(record: type, ids: list[str] | None = None, **chosen: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        strategies = _strategies(record) | chosen
        if ids is None:
            return tuple(draw(st.lists(st.builds(record, **strategies), max_size=3)))
        return tuple(draw(st.builds(record, **strategies | {"id": st.just(id)})) for id in ids)

    def ids() -> list[str]:
        found: list[str] = draw(st.lists(words, max_size=3, unique=True))
        return found

    def one_of(names: list[str]) -> st.SearchStrategy[str | None]:
        return st.none() | st.sampled_from(names) if names else st.none()

    def many_of(names: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(names), max_size=4).map(tuple) if names else st.just(())

    entities, mentions, times, attributions, events = ids(), ids(), ids(), ids(), ids()
    return CodedDocument(
        draw(any_document),
        sentences=some(Span),
        entities=some(Entity, entities),
        mentions=some(Mention, mentions, entity=one_of(entities)),
        times=some(TimeExpression, times),
        locations=some(Location),
        attributions=some(
            Attribution,
            attributions,
            source=one_of(mentions),
            addressee=one_of(mentions),
            parent=one_of(attributions),
        ),
        events=some(
            Event,
            events,
            actors=many_of(mentions),
            recipients=many_of(mentions),
            via=many_of(mentions),
            time=one_of(times),
            within=one_of(events),
            attribution=one_of(attributions),
        ),
        claims=some(Claim, event=st.sampled_from(events), claimant=one_of(mentions), attribution=one_of(attributions))
        if events
        else (),
        assessments=some(Assessment, ids(), time=one_of(times), attribution=one_of(attributions)),
        issues=some(Issue),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(coded_documents())
def test_any_coded_document_comes_back(store: Store, sql: Sql, coded: CodedDocument) -> None:
    try:
        assert store.add(coded, store.begin_run(), on_error="raise") == "added"
        assert store.record(coded.document.id) == coded
        assert len(list(store.events())) == len(coded.events)
    finally:
        sql("DELETE FROM documents")


def _strategies(record: type) -> dict[str, st.SearchStrategy[Any]]:
    """One for each field; what starts somewhere ends no earlier."""
    strategies = {name: _strategy(hint) for name, hint in get_type_hints(record).items()}
    if {"start", "end"} <= set(strategies):
        strategies |= {"start": st.integers(0, 4), "end": st.integers(4, 2**30)}
    return strategies


def _strategy(hint: Any) -> st.SearchStrategy[Any]:
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: words,
        int: st.integers(-(2**31), 2**31 - 1),
        float: numbers,
        type(None): st.none(),
        EventDate: st.builds(EventDate, words, words, words),
        tuple[Span, ...]: st.lists(st.builds(Span, st.integers(0, 4), st.integers(4, 2**30)), max_size=3).map(tuple),
        tuple[str, ...]: st.lists(words, max_size=3).map(tuple),
        tuple[str, str]: st.tuples(words, words),
    }
    if hint in simple:
        return simple[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return st.builds(hint, **_strategies(hint))
    parts = get_args(hint)
    if all(isinstance(part, str) for part in parts):
        return st.sampled_from(parts)
    return st.one_of(*(_strategy(part) for part in parts))


def _never_filled(value: Any, kind: type) -> set[str]:
    """The fields that hold None or nothing in every record below `value`."""
    seen: dict[str, bool] = {}

    def look(record: Any) -> None:
        for field in fields(record):
            name = f"{type(record).__name__}.{field.name}"
            inner = getattr(record, field.name)
            seen[name] = seen.get(name, False) or (inner is not None and inner != () and inner != {})
            for item in inner if isinstance(inner, tuple) else (inner,):
                if is_dataclass(item):
                    look(item)

    look(value)
    return {name for name, filled in seen.items() if not filled}
