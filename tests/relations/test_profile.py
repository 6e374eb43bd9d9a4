"""The profile of an actor: what it did, had done to it, said, and was said of it, and as whom the store knows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.errors import SettingsError
from sayso.relations.profile import Part, Profile, profile
from sayso.store import Store, open_store

from .told import fill, join_strikes


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profile") / "news.db"
    with open_store(path) as store:
        fill(store)
        join_strikes(store)
    return path


@pytest.fixture
def store(filled: Path) -> Iterator[Store]:
    with open_store(filled, create=False) as store:
        yield store


def counts(found: Profile, part: Part) -> list[tuple[str, str | None, int, int]]:
    return [(each.type, each.counterpart, each.occurrences, each.reports) for each in found.of(part)]


def test_an_act_counts_once_however_often_it_is_told(store: Store) -> None:
    assert counts(profile(store, "RUS"), "did") == [("ASSAULT", "Ukraine", 1, 2)]


def test_what_is_only_announced_was_not_done(store: Store) -> None:
    (strike,) = profile(store, "RUS").of("did")
    assert strike.last == "2022-03-01"


def test_the_latest_sentence_stands_beside_the_count(store: Store) -> None:
    (helped,) = profile(store, "RUS").of("had done to it")
    assert (helped.type, helped.counterpart, helped.key) == ("AID", "Iran", "threat/e2")
    assert helped.sentence == "Iran helped Russia."


def test_what_is_done_together_is_a_part_of_its_own(store: Store) -> None:
    for name, other in (("Q7747", "Ukraine"), ("UKR", "Russia")):
        assert counts(profile(store, name), "did with") == [("PARLEY", other, 1, 1)]


def test_what_it_said_and_what_others_say_of_it(store: Store) -> None:
    putin, ukraine = profile(store, "Q7747"), profile(store, "UKR")
    assert [(said.place, said.words) for said in putin.said] == [("words/a1", "that Ukraine was “brave")]
    assert [said.place for said in ukraine.said_of_it] == ["elsewhere/a1", "words/a1"]
    assert counts(ukraine, "was said of it") == [("attribution", None, 1, 1), ("attribution", "Vladimir Putin", 1, 1)]


def test_what_one_says_of_oneself_is_not_said_by_others(store: Store) -> None:
    assert "strike/a1" in [said.place for said in profile(store, "UKR").said]
    assert "strike/a1" not in [said.place for said in profile(store, "UKR").said_of_it]


def test_names_offices_and_days(store: Store) -> None:
    putin = profile(store, "Vladimir Putin")
    assert (putin.id, putin.kind, putin.country, putin.documents) == ("Q7747", "person", "RUS", 2)
    assert [(each.name, each.mentions) for each in putin.names] == [("Putin", 2)]
    assert [(each.role, each.sector, each.first) for each in putin.roles] == [
        ("President of Russia", "GOV", "2022-05-01")
    ]
    assert "President of Russia" in [office.title for office in putin.offices]


def test_a_country_counts_its_people(store: Store) -> None:
    russia = profile(store, "Russia")
    assert russia.documents == 5 and [said.source for said in russia.said] == ["Vladimir Putin", "Russia"]


def test_an_act_towards_two_is_one_in_the_total(store: Store) -> None:
    totals = {total.part: (total.occurrences, total.reports) for total in profile(store, "RUS").totals}
    assert totals == {
        "did": (1, 2),
        "did with": (1, 1),
        "had done to it": (1, 1),
        "said": (2, 2),
        "was said of it": (1, 1),
    }


def test_a_name_that_nobody_bears_is_refused(store: Store) -> None:
    with pytest.raises(SettingsError, match="Atlantis"):
        profile(store, "Atlantis")
