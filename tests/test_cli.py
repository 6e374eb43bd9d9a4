"""The command line: what each command prints, and the sentence and exit code that answer bad input.

Commands run in this process through `main`, so that the model is loaded once; a few tests start `sayso` itself.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from sayso import __version__
from sayso.cli import main

SCHEMA = Path(__file__).parent.parent / "docs" / "record.schema.json"
COMMANDS = [
    "read",
    "add",
    "code",
    "load",
    "events",
    "export",
    "import",
    "quotes",
    "relation",
    "compare",
    "claims",
    "timeline",
    "search",
    "join",
    "watch",
    "serve",
    "explain",
    "who",
    "demo",
    "evaluate",
    "knowledge",
    "codebook",
    "review",
    "site",
]
SAYSO = Path(sys.executable).parent / "sayso"

TANKS = "Poland supplied Ukraine with tanks on Monday."
ACCUSED = "Russia accused Ukraine of shelling the town of Shebekino."
PAGE = f"""<!doctype html><html lang="en"><head><title>Tanks arrive</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Tanks arrive</h1>
<p>{TANKS} The delivery had been announced by the government in Warsaw in the middle of January.</p>
<p>Ministers of both countries met at the border, where they spoke to reporters for almost half an hour.</p>
<p>Officials in Kyiv welcomed the vehicles, which are to join a brigade that is being trained in the west.</p>
</article><footer>Imprint</footer></body></html>"""

ARTICLES = [
    {"id": "tanks", "publisher": "Delta Courier", "published": "2023-02-28", "text": TANKS},
    {"id": "accused", "publisher": "Cape Argument", "published": "2023-03-02", "text": ACCUSED},
    {
        "id": "drones",
        "publisher": "Delta Courier",
        "published": "2023-03-05",
        "text": "Iran delivered drones to Russia, Volodymyr Zelensky said. Turkey will send aid to Syria. "
        "If Kyiv agreed, Hungary would send doctors to Ukraine.",
    },
]

pytestmark = pytest.mark.usefixtures("empty_folder")


@dataclass(frozen=True)
class Finished:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def sayso(*arguments: Path | str, stdin: bytes = b"") -> Finished:
    """Run a command in this process, just as the installed script does."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code = 0
    with (
        patch.object(sys, "argv", ["sayso", *map(str, arguments)]),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Finished(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def counted(finished: Finished) -> tuple[int, int]:
    """How many documents the last sentence says were done, and how many could not be."""
    said = re.fullmatch(r"sayso: (\d+) documents? \w+, (\d+) could not be\.", finished.err.splitlines()[-1])
    assert said, finished.err
    return int(said[1]), int(said[2])


def write(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_jsonl(name: str, *lines: Mapping[str, Any] | str) -> Path:
    return write(name, "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))


class TestHelp:
    def test_version(self) -> None:
        assert sayso("--version") == Finished(0, f"sayso {__version__}\n", "")

    @pytest.mark.parametrize("option", ["--help", "-h"])
    def test_help_lists_every_command(self, option: str) -> None:
        finished = sayso(option)
        commands = finished.out.partition("Commands:\n")[2]
        assert [line.split()[0] for line in commands.splitlines() if line.strip()] == COMMANDS
        assert (finished.code, finished.err) == (0, "")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_command_explains_itself(self, command: str) -> None:
        finished = sayso(command, "--help")
        assert finished.code == 0
        assert finished.out.startswith("Usage: ") and f" {command} " in finished.out.splitlines()[0]

    @pytest.mark.parametrize("arguments", [["frobnicate"], ["read"], ["read", "--frobnicate", "a.txt"], ["events"]])
    def test_a_wrong_command_line_is_answered_with_how_to_use_it(self, arguments: list[str]) -> None:
        finished = sayso(*arguments)
        assert finished.code == 2
        assert finished.err.startswith("Usage: ") and "\nError: " in finished.err

    def test_help_answers_before_anything_heavy_is_imported(self) -> None:
        probe = (
            "import sys\n"
            "from sayso.cli import main\n"
            "sys.argv = ['sayso', '--help']\n"
            "try:\n    main()\n"
            "finally:\n"
            "    heavy = {'spacy', 'numpy', 'sqlalchemy', 'trafilatura', 'lxml', 'pydantic', 'yaml'}\n"
            "    print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        )
        finished = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
        assert finished.stderr.strip() == "[]"


@pytest.mark.model
class TestRead:
    def test_for_a_person_it_prints_the_article_and_who_did_what_on_whose_say_so(self) -> None:
        path = write("a.txt", "Poland supplied Ukraine with tanks on Monday, President Volodymyr Zelensky said.")
        finished = sayso("read", path, "--published", "2023-02-28", "--publisher", "Delta Courier")
        assert (finished.code, finished.err) == (0, "")
        assert "Delta Courier · 2023-02-28" in finished.out
        assert "Poland supplied Ukraine with tanks on Monday" in finished.out
        [row] = [line for line in finished.out.splitlines() if line.startswith("2023-02-27")]
        assert [
            part for part in ("Poland", "AID", "supplied", "Ukraine", "actual", "Zelensky") if part not in row
        ] == []
        assert "1 event, 1 attribution" in finished.out

    def test_a_text_without_events_says_so(self) -> None:
        finished = sayso("read", write("a.txt", "The weather was fine all week."))
        assert finished.code == 0
        assert "0 events" in finished.out

    def test_json_is_one_record_a_line_and_nothing_else(self) -> None:
        finished = sayso("read", write_jsonl("a.jsonl", *ARTICLES), "--json")
        assert [record["document"]["id"] for record in finished.records] == ["tanks", "accused", "drones"]
        assert (finished.code, finished.err) == (0, "")

    def test_every_record_fits_the_schema(self) -> None:
        quoting = {
            "text": 'Iran rejected the claim. “We have sent nothing,” its "acting" envoy said on 3 March.',
            "x": [1],
        }
        finished = sayso("read", write_jsonl("a.jsonl", *ARTICLES, quoting), write("p.html", PAGE), "--json")
        validator = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
        assert len(finished.records) == 5
        assert [error.message for record in finished.records for error in validator.iter_errors(record)] == []

    @pytest.mark.parametrize(
        ("name", "content", "options"),
        [
            ("a.txt", TANKS, []),
            ("a.jsonl", json.dumps({"text": TANKS}), []),
            ("a.csv", f"title,body\nTanks,{TANKS}\n", ["--column", "text=body"]),
            ("a.tsv", f"text\ttitle\n{TANKS}\tTanks\n", []),
            ("a.html", PAGE, []),
            ("folder/deep/a.txt", TANKS, []),
            ("a.data", PAGE, ["--format", "html"]),
            ("a.data", json.dumps({"text": TANKS}), ["--format", "jsonl"]),
        ],
    )
    def test_every_kind_of_input_gives_the_same_event(self, name: str, content: str, options: list[str]) -> None:
        path = write(name, content)
        given = Path("folder") if name.startswith("folder") else path
        finished = sayso("read", given, "--json", "--published", "2023-02-28", *options)
        assert (finished.code, finished.err) == (0, "")
        [record] = finished.records
        assert record["document"]["published"] == "2023-02-28"
        first = record["events"][0]
        assert (first["type"], first["trigger"]["text"], first["date"]["begin"]) == ("AID", "supplied", "2023-02-27")

    @pytest.mark.parametrize("content", [TANKS, json.dumps({"text": TANKS}), PAGE], ids=["text", "jsonl", "html"])
    def test_standard_input_is_told_apart_by_how_it_begins(self, content: str) -> None:
        finished = sayso("read", "-", "--json", stdin=content.encode())
        [record] = finished.records
        assert TANKS in record["document"]["text"]
        assert "<" not in record["document"]["text"] and "{" not in record["document"]["text"]
        assert (finished.code, finished.err) == (0, "")

    def test_several_paths_are_read_in_the_order_given(self) -> None:
        paths = [write(f"{name}.txt", f"{name.title()} met the envoy.") for name in ("zoe", "adam", "mira")]
        texts = [record["document"]["text"] for record in sayso("read", *paths, "--json").records]
        assert texts == ["Zoe met the envoy.", "Adam met the envoy.", "Mira met the envoy."]

    def test_what_the_input_says_of_itself_wins_over_the_options(self) -> None:
        path = write_jsonl("a.jsonl", ARTICLES[0], {"text": ACCUSED})
        finished = sayso("read", path, "--json", "--published", "2020-01-01", "--publisher", "Meridian Mail")
        documents = [record["document"] for record in finished.records]
        assert [document["published"] for document in documents] == ["2023-02-28", "2020-01-01"]
        assert [document["publisher"] for document in documents] == ["Delta Courier", "Meridian Mail"]

    def test_unknown_keys_are_kept_in_extra(self) -> None:
        [record] = sayso("read", write_jsonl("a.jsonl", {"text": TANKS, "desk": "world"}), "--json").records
        assert record["document"]["extra"] == {"desk": "world"}

    def test_without_a_date_nothing_is_dated_by_guess(self) -> None:
        [record] = sayso("read", write("a.txt", "Poland supplied Ukraine with tanks."), "--json").records
        assert record["document"]["published"] is None
        assert [event["date"] for event in record["events"]] == [None]

    def test_two_runs_print_the_same(self) -> None:
        path = write_jsonl("a.jsonl", *ARTICLES)
        assert sayso("read", path, "--json") == sayso("read", path, "--json")

    def test_settings_come_from_a_file(self) -> None:
        write("sayso.toml", "max_characters = 20\n")
        assert "over the limit of 20" in sayso("read", write("a.txt", TANKS)).err
        assert sayso("read", "a.txt", "--max-characters", "500").code == 0

    def test_words_that_look_like_markup_are_printed_as_they_are(self) -> None:
        finished = sayso("read", write("a.txt", "The envoy [bold]met[/bold] reporters [sic] in Oslo."))
        assert "[bold]met[/bold] reporters [sic]" in finished.out


@pytest.mark.model
class TestBadInput:
    """Each is a sentence that names the file, and exit code 2; never a traceback."""

    @pytest.mark.parametrize(
        ("name", "content", "options", "said"),
        [
            ("missing.txt", None, [], ["missing.txt: there is no such file"]),
            ("missing/folder", None, [], ["missing/folder: there is no such file"]),
            ("empty.txt", b"", [], ["empty.txt: the file is empty"]),
            ("blank.txt", b" \n\n ", [], ["blank.txt", "no text"]),
            ("empty.jsonl", b"", [], ["empty.jsonl: the file is empty"]),
            ("program.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, [], ["program.txt", "not text"]),
            ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, [], ["picture.txt", "not text"]),
            (
                "links.html",
                b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
                [],
                ["links.html", "no article"],
            ),
            ("a.jsonl", b"not json\n", [], ["a.jsonl, line 1: not JSON"]),
            ("a.jsonl", b"[1, 2]\n", [], ["a.jsonl, line 1"]),
            ("a.jsonl", b'{"title": "T"}\n', [], ["a.jsonl, line 1", "no `text`", "title"]),
            ("a.jsonl", b'{"text": 5}\n', [], ["a.jsonl, line 1", "`text`", "a number"]),
            ("a.jsonl", b'{"text": "Hello.", "published": "2023-02-31"}\n', [], ["a.jsonl, line 1", "2023-02-31"]),
            ("a.csv", b"title,body\nT,Hello.\n", [], ["a.csv, line 1", "no column `text`", "title, body"]),
            ("a.txt", b"A longer text.", ["--max-characters", "5"], ["a.txt", "14 characters", "limit of 5"]),
            ("a.txt", b"Hello.", ["--published", "2023-02-31"], ["2023-02-31", "not a date"]),
            ("a.csv", b"title,body\nT,Hello.\n", ["--column", "text"], ["--column text", "FIELD=COLUMN"]),
            ("a.csv", b"title,body\nT,Hello.\n", ["--column", "txet=body"], ["txet"]),
            ("a.txt", b"Hello.", ["--config", "nowhere.toml"], ["nowhere.toml: no such settings file"]),
            ("a.txt", b"Hello.", ["--model", "no_such_model"], ["'no_such_model'", "pip install no-such-model"]),
            ("a.txt", b"Hello.", ["--codebook", "nowhere"], ["nowhere: no codebook here"]),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_it_is_said_in_a_sentence(
        self, name: str, content: bytes | None, options: list[str], said: list[str]
    ) -> None:
        if content is not None:
            write(name, content)
        finished = sayso("read", name, "--json", *options)
        assert finished.code == 2
        assert finished.out == ""
        assert [part for part in said if part not in finished.err] == []
        assert finished.err.startswith("sayso: ") and finished.err.rstrip().endswith(".")
        assert finished.err.count("\n") == 1

    @pytest.mark.parametrize("model", ["no.such_model", "."])
    def test_so_is_a_model_that_is_none(self, model: str) -> None:
        finished = sayso("read", write("a.txt", "Hello."), "--model", model)
        assert (finished.code, finished.err.startswith("sayso: ")) == (2, True)

    def test_so_is_a_table_of_cues_that_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAYSO_CUES", "nowhere.csv")
        finished = sayso("read", write("a.txt", "Hello."))
        assert (finished.code, finished.err.startswith("sayso: nowhere.csv")) == (2, True)

    def test_bytes_that_are_no_utf_8_are_read_all_the_same_with_a_note(self) -> None:
        path = write("a.txt", "The café owner met the envoy.".encode("latin-1"))
        finished = sayso("read", path, "--json")
        assert finished.code == 0
        assert finished.records[0]["document"]["text"] == "The café owner met the envoy."
        assert "a.txt, line 1" in finished.err and "Windows-1252" in finished.err

    def test_in_a_batch_the_rest_is_read_and_the_failures_are_counted(self) -> None:
        batch = write_jsonl(
            "a.jsonl",
            ARTICLES[0],
            "not json",
            {"title": "no text"},
            {"text": "Hello.", "published": "2023-02-31"},
            ARTICLES[1],
        )
        finished = sayso("read", batch, "missing.txt", "--json")
        assert finished.code == 1
        assert [record["document"]["id"] for record in finished.records] == ["tanks", "accused"]
        lines = finished.err.splitlines()
        assert [line.partition(": ")[2].partition(":")[0] for line in lines[:-1]] == [
            "a.jsonl, line 2",
            "a.jsonl, line 3",
            "a.jsonl, line 4",
            "missing.txt",
        ]
        assert counted(finished) == (2, 4)

    def test_a_note_alone_is_no_failure_of_the_batch(self) -> None:
        finished = sayso("read", write("a.txt", "Café.".encode("latin-1")), write("b.txt", TANKS), "--json")
        assert (finished.code, len(finished.records)) == (0, 2)

    def test_a_document_over_the_limit_does_not_stop_the_others(self) -> None:
        batch = write_jsonl("a.jsonl", {"text": "A text that is far too long. " * 10}, {"text": TANKS})
        finished = sayso("read", batch, "--json", "--max-characters", "100")
        assert (finished.code, len(finished.records)) == (1, 1)
        assert "a.jsonl, line 1" in finished.err and counted(finished) == (1, 1)


@pytest.mark.model
class TestAdd:
    def test_adding_twice_keeps_each_article_once(self) -> None:
        path = write_jsonl("a.jsonl", *ARTICLES)
        assert sayso("add", "news.db", path) == Finished(0, "3 added, 0 already there: news.db\n", "")
        before = sayso("events", "news.db", "--json")
        assert sayso("add", "news.db", path) == Finished(0, "0 added, 3 already there: news.db\n", "")
        assert sayso("events", "news.db", "--json") == before
        assert before.records

    def test_an_article_that_comes_twice_in_one_run_is_kept_once(self) -> None:
        finished = sayso("add", "news.db", write("a.txt", TANKS), write("b/a.txt", TANKS))
        assert finished.out == "1 added, 1 already there: news.db\n"

    def test_another_text_under_a_known_id_is_refused_and_said(self) -> None:
        sayso("add", "news.db", write_jsonl("a.jsonl", ARTICLES[0]))
        finished = sayso("add", "news.db", write_jsonl("b.jsonl", {**ARTICLES[0], "text": ACCUSED}, ARTICLES[1]))
        assert finished.code == 1
        assert "tanks" in finished.err and "another text under this id" in finished.err
        assert "1 could not be" in finished.err
        rows = sayso("events", "news.db", "--json").records
        assert list(dict.fromkeys(row["sentence"] for row in rows)) == [TANKS, ACCUSED]

    def test_what_is_refused_is_not_counted_as_added(self) -> None:
        sayso("add", "news.db", write_jsonl("a.jsonl", ARTICLES[0]))
        finished = sayso("add", "news.db", write_jsonl("b.jsonl", {**ARTICLES[0], "text": ACCUSED}, ARTICLES[1]))
        assert finished.out == "1 added, 0 already there: news.db\n"
        assert counted(finished) == (1, 1)

    def test_what_is_refused_is_said_with_one_full_stop(self) -> None:
        sayso("add", "news.db", write_jsonl("a.jsonl", ARTICLES[0]))
        finished = sayso("add", "news.db", write_jsonl("b.jsonl", {**ARTICLES[0], "text": ACCUSED}))
        assert ".." not in finished.err

    def test_what_could_not_be_read_is_said_and_the_rest_is_kept(self) -> None:
        finished = sayso("add", "news.db", write_jsonl("a.jsonl", ARTICLES[0], "not json"), "missing.txt")
        assert finished.out == "1 added, 0 already there: news.db\n"
        assert counted(finished) == (1, 2)
        assert finished.code == 1

    def test_with_nothing_to_add_it_fails(self) -> None:
        assert sayso("add", "news.db", "missing.txt").code == 2

    @pytest.mark.parametrize(
        ("store", "said"),
        [
            ("nowhere/news.db", "nowhere/news.db: the folder nowhere does not exist"),
            (".", "is a folder"),
            ("a.txt", "a.txt is not a store"),
        ],
    )
    def test_a_place_that_cannot_hold_a_store_is_named(self, store: str, said: str) -> None:
        finished = sayso("add", store, write("a.txt", TANKS))
        assert finished.code == 2
        assert said in finished.err
        assert Path("a.txt").read_text() == TANKS


Row = dict[str, Any]

FILTERS: list[tuple[list[str], Callable[[Row], bool]]] = [
    (["--actor", "POL"], lambda row: "POL" in row["actor_countries"]),
    (["--actor", "poland"], lambda row: "Poland" in row["actors"]),
    (["--recipient", "UKR"], lambda row: "UKR" in row["recipient_countries"]),
    (["--type", "AID"], lambda row: row["type"] == "AID"),
    (["--type", "aid"], lambda row: row["type"] == "AID"),
    (["--type", "AID", "--type", "ACCUSE"], lambda row: row["type"] in ("AID", "ACCUSE")),
    (["--since", "2023-03-01"], lambda row: row["date_end"] >= "2023-03-01"),
    (["--until", "2023-03-01"], lambda row: row["date_begin"] <= "2023-03-01"),
    (["--since", "2023-03-01", "--until", "2023-03-03"], lambda row: "2023-03-01" <= row["date_begin"] <= "2023-03-03"),
    (["--status", "future"], lambda row: row["status"] == "future"),
    (["--status", "future", "--status", "actual"], lambda row: row["status"] in ("future", "actual")),
    (["--source", "Zelensky"], lambda row: "Zelensky" in row["sources"]),
    (["--source", "RUS"], lambda row: "Russia" in row["sources"]),
    (["--actor", "TUR", "--type", "AID", "--status", "future"], lambda row: "TUR" in row["actor_countries"]),
]


@pytest.mark.model
class TestEvents:
    @pytest.fixture(scope="class")
    @classmethod
    def store(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("events")
        path = folder / "a.jsonl"
        path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES))
        assert sayso("add", folder / "news.db", path).code == 0
        return folder / "news.db"

    def test_json_has_a_row_an_event_with_its_sentence(self, store: Path) -> None:
        rows = sayso("events", store, "--json").records
        [tanks] = [row for row in rows if row["document_id"] == "tanks"]
        assert (tanks["actors"], tanks["type"], tanks["recipients"]) == ("Poland", "AID", "Ukraine")
        assert (tanks["date_begin"], tanks["publisher"], tanks["sentence"]) == ("2023-02-27", "Delta Courier", TANKS)

    @pytest.mark.parametrize(("options", "passes"), FILTERS, ids=[" ".join(options) for options, _ in FILTERS])
    def test_a_filter_gives_all_events_that_pass_and_no_other(
        self, store: Path, options: list[str], passes: Callable[[Row], bool]
    ) -> None:
        every = sayso("events", store, "--json").records
        expected = [row for row in every if passes(row)]
        assert sayso("events", store, "--json", *options).records == expected
        assert 0 < len(expected) < len(every)

    def test_csv_holds_what_json_holds(self, store: Path) -> None:
        as_csv = list(csv.DictReader(io.StringIO(sayso("events", store, "--csv").out)))
        as_json = sayso("events", store, "--json").records
        assert as_csv == [{key: "" if value is None else str(value) for key, value in row.items()} for row in as_json]

    def test_csv_without_events_is_the_header(self, store: Path) -> None:
        finished = sayso("events", store, "--csv", "--actor", "FJI")
        assert finished.code == 0
        assert finished.out.startswith("document_id,event_id,publisher,") and finished.out.count("\n") == 1

    def test_for_a_person_it_is_a_table_with_a_count(self, store: Path) -> None:
        finished = sayso("events", store, "--type", "AID", "--status", "actual")
        assert "who says so" in finished.out.splitlines()[0]
        assert "Zelensky" in finished.out
        assert finished.out.splitlines()[-1] == "2 events"  # Poland's, and Iran's as Zelensky says
        assert sayso("events", store, "--actor", "FJI").out.splitlines()[-1] == "0 events"

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--type", "NONSENSE"], ["--type NONSENSE: no such event type", "ACCUSE", "THREATEN"]),
            (["--since", "2023-13-01"], ["`since`", "2023-13-01"]),
            (["--until", "yesterday"], ["`until`", "yesterday"]),
            (["--status", "maybe"], ["maybe", "actual", "negated"]),
        ],
    )
    def test_a_filter_that_cannot_be_is_refused_with_what_can(
        self, store: Path, options: list[str], said: list[str]
    ) -> None:
        finished = sayso("events", store, *options)
        assert (finished.code, finished.out) == (2, "")
        assert [part for part in said if part not in finished.err] == []

    def test_a_store_that_is_missing_is_not_made(self) -> None:
        finished = sayso("events", "missing.db")
        assert (finished.code, finished.err) == (2, "sayso: missing.db: there is no such store.\n")
        assert not Path("missing.db").exists()

    def test_a_file_that_is_no_store_is_left_alone(self) -> None:
        finished = sayso("events", write("notes.txt", "My notes."))
        assert finished.code == 2
        assert "notes.txt is not a store" in finished.err
        assert Path("notes.txt").read_text() == "My notes."


SAID = {
    "id": "said",
    "publisher": "Delta Courier",
    "published": "2023-03-05",
    "text": "Iran delivered drones to Russia, Volodymyr Zelensky said. “We sent nothing,” Iran’s foreign ministry told "
    "Reuters. According to The Jerusalem Post, Poland was silent.",
}


@pytest.mark.model
class TestQuotes:
    def test_each_quotation_is_a_row_with_who_said_it_to_whom(self) -> None:
        rows = sayso("quotes", write_jsonl("a.jsonl", SAID), "--json").records
        shown = [(row["source"], row["cue"], row["addressee"], row["kind"], row["content"]) for row in rows]
        assert shown[:2] == [
            ("Volodymyr Zelensky", "said", None, "indirect", "Iran delivered drones to Russia"),
            ("Iran’s foreign ministry", "told", "Reuters", "direct", "We sent nothing"),
        ]
        assert [SAID["text"][row["start"] : row["end"]] for row in rows[:2]] == [row["content"] for row in rows[:2]]

    @pytest.mark.parametrize(
        ("by", "sources"),
        [
            ("UKR", ["Volodymyr Zelensky"]),
            ("IRN.GOV", ["Iran’s foreign ministry"]),
            ("zelensky", ["Volodymyr Zelensky"]),
            ("FJI", []),
            ("USA", []),  # “Jerusalem” holds the letters “usa”
        ],
    )
    def test_by_keeps_those_of_one_source(self, by: str, sources: list[str]) -> None:
        finished = sayso("quotes", write_jsonl("a.jsonl", SAID), "--json", "--by", by)
        assert finished.code == 0
        assert [row["source"] for row in finished.records] == sources

    def test_a_store_gives_the_same_rows_as_the_articles_in_it(self) -> None:
        path = write_jsonl("a.jsonl", SAID)
        sayso("add", "news.db", path)
        assert sayso("quotes", "news.db", "--json") == sayso("quotes", path, "--json")

    def test_csv_holds_what_json_holds(self) -> None:
        path = write_jsonl("a.jsonl", SAID)
        as_csv = list(csv.DictReader(io.StringIO(sayso("quotes", path, "--csv").out)))
        as_json = sayso("quotes", path, "--json").records
        assert as_csv == [{key: "" if value is None else str(value) for key, value in row.items()} for row in as_json]

    def test_for_a_person_it_is_a_table_with_a_count(self) -> None:
        lines = sayso("quotes", write_jsonl("a.jsonl", SAID), "--by", "IRN").out.splitlines()
        assert "“We sent nothing”" in lines[1]
        assert lines[-1] == "1 attribution"

    @pytest.mark.parametrize("missing", ["missing.txt", "missing.db"])
    def test_what_is_missing_is_said(self, missing: str) -> None:
        finished = sayso("quotes", missing, "--json")
        assert (finished.code, finished.out) == (2, "")
        assert finished.err.startswith(f"sayso: {missing}: there is no such file")


@pytest.mark.model
@pytest.mark.slow
def test_the_demo_codes_its_corpus_once_and_shows_it_again() -> None:
    first = sayso("demo", "--store", "demo.db")
    again = sayso("demo", "--store", "demo.db")
    assert (first.code, first.err, again.code, again.err) == (0, "", 0, "")
    assert "(0 coded just now)" not in first.out
    assert "(0 coded just now)" in again.out
    assert "sayso events demo.db --actor" in first.out
    tables = [finished.out.partition("Reports of acts")[2] for finished in (first, again)]
    assert tables[0] == tables[1] and "RUS" in tables[0]


class TestInstalledCommand:
    """The script itself, in a process of its own."""

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run([SAYSO, *arguments], input=stdin, capture_output=True, text=True, check=False)

    def test_an_expected_error_is_a_sentence_and_exit_code_2(self) -> None:
        finished = self.run("events", "missing.db")
        assert (finished.returncode, finished.stdout) == (2, "")
        assert finished.stderr == "sayso: missing.db: there is no such store.\n"

    def test_bad_settings_are_a_sentence_and_exit_code_2(self) -> None:
        write("sayso.toml", "max_charcters = 5")
        finished = self.run("read", "-", stdin=TANKS)
        assert finished.returncode == 2
        assert finished.stderr.startswith("sayso: Unknown setting 'max_charcters'")
        assert "Traceback" not in finished.stderr

    @pytest.mark.model
    def test_records_come_through_a_pipe_in_utf_8_whatever_the_locale(self) -> None:
        text = "“Nous partons,” said Zoë in Kraków."
        finished = subprocess.run(
            [SAYSO, "read", "-", "--json"],
            input=text.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        )
        assert json.loads(finished.stdout.decode("utf-8"))["document"]["text"] == text

    @pytest.mark.model
    def test_a_reader_that_goes_away_ends_it_without_complaint(self) -> None:
        write_jsonl("a.jsonl", *({"text": f"{TANKS} It was delivery number {n}."} for n in range(40)))
        with subprocess.Popen(
            [SAYSO, "read", "a.jsonl", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None and process.stderr is not None
            assert process.stdout.readline().startswith('{"schema"')
            process.stdout.close()
            assert process.stderr.read() == ""
            assert process.wait() in (0, 1)
