"""Recognising languages: short texts in many of them, English that looks like none, and what becomes of the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sayso.demo import __file__ as demo_file
from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents, read_text
from sayso.readers.language import ForeignLanguage, language_names, load_model, recognise
from sayso.schema import Issue

CASES = [json.loads(line) for line in Path(__file__).with_name("languages.jsonl").read_text("utf-8").splitlines()]
FRENCH = next(case["text"] for case in CASES if case["expected"] == ["fr"])
ENGLISH = "The foreign minister said on Tuesday that the talks would resume next week in the capital."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_the_language_of_a_short_text(case: dict[str, Any]) -> None:
    assert recognise(case["text"]) in case["expected"]


def test_the_cases_are_in_many_languages() -> None:
    assert len({case["expected"][0] for case in CASES} - {"en", None}) >= 20


def test_no_article_of_the_demo_is_taken_for_foreign() -> None:
    rows = (Path(demo_file).with_name("corpus.jsonl")).read_text("utf-8").splitlines()
    assert {recognise(json.loads(row)["text"]) for row in rows} == {"en"}


@pytest.mark.parametrize("corpus", ["news/news.jsonl", "gold/wikinews.jsonl"])
def test_no_real_english_article_is_taken_for_foreign(corpus: str) -> None:
    shared = Path(os.environ.get("SAYSO_SHARED") or Path(__file__).parents[3] / "shared")
    if not shared.is_dir():
        pytest.skip(f"no data sets at {shared}: set SAYSO_SHARED to the folder that holds news/ and gold/")
    rows = (shared / corpus).read_text("utf-8").splitlines()
    assert {recognise(json.loads(row)["text"]) for row in rows} == {"en"}


def test_every_language_has_a_name() -> None:
    assert sorted(set(load_model().labels) - set(language_names()) - {"en", "pcm", "zxx"}) == []


def test_english_text_is_told_without_loading_the_model() -> None:
    program = (
        f"import sys; from sayso.readers import read_text; read_text({ENGLISH!r}); print('py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_article_in_another_language_is_an_issue_with_the_language_named(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in (ENGLISH, FRENCH, ENGLISH)))
    issues: list[Issue] = []
    documents = list(read_documents([path], on_issue=issues.append))
    assert [document.text for document in documents] == [ENGLISH, ENGLISH]
    assert [(issue.path, issue.line, issue.severity) for issue in issues] == [(str(path), 2, "error")]
    assert issues[0].problem == "the article is in French, and Sayso codes English only"


def test_a_page_that_declares_english_and_is_french_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<html lang='en'><body><article><h1>Titre</h1><p>{FRENCH}</p><p>{FRENCH}</p></article></body></html>"
    )
    with pytest.raises(ForeignLanguage, match="in French") as caught:
        list(read_documents([path]))
    assert (caught.value.path, caught.value.language) == (str(path), "fr")


def test_what_the_user_says_is_english_is_read_as_such(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html lang='fr'><body><article><h1>Titre</h1><p>{FRENCH}</p></article></body></html>")
    rows = tmp_path / "articles.jsonl"
    rows.write_text(json.dumps({"text": FRENCH, "langue": "en-GB"}) + "\n")
    [of_option] = read_documents([page], ReadOptions(language="en"))
    [of_column] = read_documents([rows], ReadOptions(columns={"language": "langue"}))
    assert of_option.text == of_column.text == FRENCH
    assert of_option.language == of_column.language == read_text(FRENCH, language="eng").language == "en"
    with pytest.raises(ForeignLanguage):
        list(read_documents([page], ReadOptions(language="enets")))


def test_the_language_found_goes_before_the_one_declared() -> None:
    assert read_text(ENGLISH, language="ar").language == "en"


def test_what_is_too_short_to_tell_keeps_what_is_declared(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Iran, Saudi Arabia restore ties")
    assert [document.language for document in read_documents([path])] == [None]
    assert [document.language for document in read_documents([path], ReadOptions(language="en"))] == ["en"]


def test_a_text_at_hand_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="the article is in French"):
        read_text(FRENCH)
