"""Reading files, folders and standard input: what becomes of good input and what is said of bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import DocumentTooLarge, InputError, SettingsError
from sayso.ids import document_id
from sayso.readers import ReadOptions, read_documents, read_text
from sayso.schema import Document, Issue

BODY = "Envoys from two neighbours met in Zinder on Tuesday.\nThey had not spoken for a year."


def read(*paths: Path | str, **options: Any) -> list[Document]:
    return list(read_documents(map(str, paths), ReadOptions(**options)))


def read_with_issues(*paths: Path | str, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents(map(str, paths), ReadOptions(**options), on_issue=issues.append)), issues


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def write_jsonl(folder: Path, *records: Any, name: str = "articles.jsonl") -> Path:
    return write(folder, name, "".join(json.dumps(record) + "\n" for record in records))


class TestText:
    def test_a_file_is_one_document_with_the_values_of_the_options(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", BODY + "\n")
        [document] = read(path, published="2022-12-30", publisher="Delta Courier", language="en")
        assert document.text == BODY
        assert (document.published, document.publisher, document.language) == ("2022-12-30", "Delta Courier", "en")
        assert document.title is None
        assert document.extra == {"path": str(path)}

    def test_without_options_nothing_is_invented(self, tmp_path: Path) -> None:
        [document] = read(write(tmp_path, "a.txt", BODY))
        assert (document.published, document.publisher, document.url) == (None,) * 3
        assert document.language == "en"  # recognised, not invented

    def test_the_id_comes_from_text_and_origin(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", BODY)
        [document] = read(path, published="2022-12-30")
        assert document.id == document_id(text=BODY, url=None, publisher=None, published="2022-12-30")
        assert read(path)[0].id != document.id

    def test_gzip_is_unpacked(self, tmp_path: Path) -> None:
        assert read(write(tmp_path, "a.txt.gz", gzip.compress(BODY.encode())))[0].text == BODY

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_settles_the_encoding(self, tmp_path: Path, encoding: str) -> None:
        assert read(write(tmp_path, "a.txt", BODY.encode(encoding)))[0].text == BODY

    def test_the_encoding_may_be_given(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", "Łódź is quiet today.".encode("iso8859-2"))
        assert read(path, encoding="iso8859-2")[0].text == "Łódź is quiet today."
        with pytest.raises(InputError, match="not valid ascii"):
            read(path, encoding="ascii")

    def test_broken_utf_8_is_read_as_windows_1252_and_said(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", "Déjà vu — here.\n".encode() + "“Café” is closed.".encode("cp1252"))
        documents, [issue] = read_with_issues(path)
        assert documents[0].text == "Déjà vu — here.\n“Café” is closed."
        assert "Windows-1252" in issue.problem
        assert (issue.path, issue.line, issue.stage) == (str(path), 2, "reader")
        assert read(path) == documents


class TestBadFiles:
    @pytest.mark.parametrize(
        ("name", "content", "problem"),
        [
            ("a.txt", b"", "empty"),
            ("a.txt", b" \n\t\n", "no text"),
            ("a.txt", b"\xef\xbb\xbf", "no text"),
            ("a.txt", b"A\x00B" * 50, "binary"),
            ("a.txt", bytes(range(1, 32)) * 20 + b"\xff\xfa", "binary"),
            ("a.txt", b"%PDF-1.7\n...", "PDF"),
            ("a.txt", b"\x89PNG\r\n\x1a\n\x00", "PNG"),
            ("a", b"\xff\xd8\xff\xe0\x00", "JPEG"),
            ("a.html", b"PK\x03\x04...", "office document"),
            ("a.txt.gz", b"no gzip at all", "gzip file is damaged"),
            ("a.txt.gz", gzip.compress(BODY.encode() * 50)[:-30], "gzip file is damaged"),
            (
                "a.html",
                b"<html><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav></body></html>",
                "no article",
            ),
            ("a.html", b"<!-- -->", "no article"),
            ("a.jsonl", b"\n\n", "no line with an article"),
            ("a.csv", b"\n", "no column `text`"),
        ],
    )
    def test_a_sentence_names_the_file_the_problem_and_the_remedy(
        self, tmp_path: Path, name: str, content: bytes, problem: str
    ) -> None:
        path = write(tmp_path, name, content)
        with pytest.raises(InputError) as caught:
            read(path)
        assert problem in caught.value.problem
        assert str(caught.value).startswith(str(path))
        assert caught.value.remedy

    def test_a_missing_path(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            read(tmp_path / "none.txt")

    def test_a_path_with_a_nul(self) -> None:
        with pytest.raises(InputError, match="cannot be read"):
            read("a\x00b.txt")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_a_file_without_permission(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", BODY)
        path.chmod(0)
        with pytest.raises(InputError, match="may not be read"):
            read(path)

    def test_a_permission_error_is_a_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "Permission denied")

        path = write(tmp_path, "a.txt", BODY)
        monkeypatch.setattr(Path, "open", refuse)
        with pytest.raises(InputError, match="may not be read"):
            read(path)

    def test_with_on_issue_reading_goes_on(self, tmp_path: Path) -> None:
        paths = [tmp_path / "none.txt", write(tmp_path, "b.txt", b"%PDF"), write(tmp_path, "c.txt", BODY)]
        documents, issues = read_with_issues(*paths)
        assert [document.text for document in documents] == [BODY]
        assert [issue.path for issue in issues] == [str(path) for path in paths[:2]]
        assert all(issue.remedy for issue in issues)


class TestSizeLimit:
    def test_a_text_over_the_limit(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", "One word. " * 30)
        with pytest.raises(DocumentTooLarge, match=r"300 characters, over the limit of 100"):
            read(path, max_characters=100)
        assert len(read(path, max_characters=300)) == 1

    @pytest.mark.parametrize("name", ["a.txt", "a.html"])
    def test_a_huge_file_is_not_read_into_memory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        path = write(tmp_path, name, "x" * 70_000)
        os.truncate(path, 3_000_000_000)
        monkeypatch.setattr("sayso.readers.source.refuse_binary", lambda *_: None)
        with pytest.raises(DocumentTooLarge, match="3,000,000,000 bytes"):
            read(path, max_characters=1_000)

    def test_a_gzip_bomb_is_not_unpacked_whole(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt.gz", gzip.compress(b"word " * 1_000_000))
        with pytest.raises(DocumentTooLarge, match="more than 1,004,000 bytes"):
            read(path, max_characters=1_000)

    def test_a_line_over_the_limit_is_passed_over(self, tmp_path: Path) -> None:
        good = {"text": BODY}
        path = write_jsonl(tmp_path, good, {"text": "word " * 300}, {"text": "x" * 3_000_000}, good)
        documents, issues = read_with_issues(path, max_characters=1_000)
        assert len(documents) == 2
        assert [issue.line for issue in issues] == [2, 3]
        assert all("over the limit" in issue.problem for issue in issues)


class TestJsonl:
    def test_known_keys_and_extra(self, tmp_path: Path) -> None:
        record = {
            "id": "x1",
            "title": "Road to reopen",
            "text": BODY,
            "url": "https://courier.example/1",
            "publisher": "Delta Courier",
            "published": "2022-12-30T08:15:00+01:00",
            "language": "en",
            "section": "Sahel",
            "nested": {"a": [1, None]},
        }
        [document] = read(write_jsonl(tmp_path, record), published="1999-01-01", publisher="Other", language="fr")
        assert document == Document(
            id="x1",
            title="Road to reopen",
            text=BODY,
            url="https://courier.example/1",
            publisher="Delta Courier",
            published="2022-12-30",
            language="en",
            extra={"section": "Sahel", "nested": {"a": [1, None]}},
        )

    def test_nulls_are_filled_from_the_options(self, tmp_path: Path) -> None:
        record = {"id": None, "title": None, "text": BODY, "html": None, "url": None, "published": None}
        [document] = read(write_jsonl(tmp_path, record), published="1999-01-01", publisher="Other", language="en")
        assert (document.published, document.publisher, document.language) == ("1999-01-01", "Other", "en")
        assert (document.title, document.url, document.extra) == (None, None, {})
        assert len(document.id) == 16

    def test_a_number_may_be_an_id(self, tmp_path: Path) -> None:
        assert read(write_jsonl(tmp_path, {"id": 17, "text": BODY}))[0].id == "17"

    def test_html_in_a_line(self, tmp_path: Path) -> None:
        page = "<html><head><title>From the page</title></head><body><article>" + "".join(
            f"<p>{line}</p>" for line in BODY.split("\n")
        )
        [document] = read(write_jsonl(tmp_path, {"html": page, "title": "Given"}))
        assert document.text == BODY
        assert document.title == "Given"
        assert document.raw == page

    def test_columns_map_keys(self, tmp_path: Path) -> None:
        [document] = read(write_jsonl(tmp_path, {"body": BODY, "text": "no"}), columns={"text": "body"})
        assert document.text == BODY
        assert document.extra == {"text": "no"}

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("{", "not JSON"),
            ("text", "not JSON"),
            ("[" * 100_000, "not JSON"),
            ('{"text": NaN}', "NaN is not a JSON value"),
            ("[1]", "a list, not an object"),
            ("null", "null, not an object"),
            ('"text"', "a string, not an object"),
            ('{"body": "x", "date": "y"}', "no `text` and no `html` (the keys are: body, date)"),
            ("{}", "the keys are: none"),
            ('{"text": " "}', "`text` is empty"),
            ('{"text": 5}', "`text` is a number, not text"),
            ('{"text": ["a"]}', "`text` is a list, not text"),
            ('{"text": "A b c.", "title": {"en": "x"}}', "`title` is an object, not text"),
            ('{"text": "A b c.", "id": true}', "`id` is true or false, not text"),
            ('{"text": "A b c.", "published": "2023-02-30"}', "'2023-02-30' is not a date"),
            ('{"text": "A b c.", "published": "soon"}', "'soon' is not a date"),
            ('{"text": "A b c.", "published": "2023-02"}', "'2023-02' is not a date"),
            ('{"text": "A b c.", "published": "2023-02-03T29:00"}', "is not a date"),
            ('{"text": "A b c.", "published": 20230203}', "`published` is a number, not text"),
            ('{"html": "<p>Menu</p>"}', "no article"),
        ],
    )
    def test_a_bad_line_is_named_and_the_next_is_read(self, tmp_path: Path, line: str, problem: str) -> None:
        good = json.dumps({"text": BODY})
        path = write(tmp_path, "a.jsonl", f"{good}\n\n{line}\n{good}\n")
        documents, [issue] = read_with_issues(path)
        assert len(documents) == 2
        assert problem in issue.problem
        assert issue.remedy
        assert (issue.path, issue.line) == (str(path), 3)
        with pytest.raises(InputError, match="line 3: "):
            read(path)

    def test_a_half_surrogate_can_be_written_again(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.jsonl", '{"text": "Half \\ud83d here.", "note": ["\\udc00", "\\ud83d\\ude00"]}\n')
        [document] = read(path)
        assert document.text == "Half \ufffd here."
        assert document.extra == {"note": ["\ufffd", "😀"]}

    def test_broken_utf_8_is_said_once(self, tmp_path: Path) -> None:
        line = '{"text": "The café is closed."}\n'.encode("cp1252")
        documents, [issue] = read_with_issues(write(tmp_path, "a.jsonl", line * 3))
        assert [document.text for document in documents] == ["The café is closed."] * 3
        assert "Windows-1252" in issue.problem

    def test_lines_are_read_one_by_one(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.jsonl.gz", gzip.compress(b'{"text": "It is so."}\n' * 5 + b"{\n"))
        documents = read_documents([str(path)])
        assert [next(documents).text for _ in range(5)] == ["It is so."] * 5
        with pytest.raises(InputError, match="line 6: not JSON"):
            next(documents)

    def test_a_line_separator_inside_a_string_does_not_end_the_line(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.jsonl", '{"text": "One line.\u2028Another\u0085 line."}\n')
        assert read(path)[0].text == "One line.\nAnother  line."


class TestCsv:
    def test_rows_become_documents(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            "a.csv",
            'id,title,text,published,desk\nx1,Road,"One, two.\nThree “four”.",2022-12-30,Sahel\n\nx2,,It is so.,,\n',
        )
        first, second = read(path, publisher="Delta Courier")
        assert first.text == "One, two.\nThree “four”."
        assert (first.id, first.published, first.extra) == ("x1", "2022-12-30", {"desk": "Sahel"})
        assert (second.title, second.published, second.publisher) == (None, None, "Delta Courier")

    def test_columns_are_mapped(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.csv", "Headline,Body Text,Date\nRoad,It is so.,2022-12-30\n")
        [document] = read(path, columns={"title": "Headline", "text": "Body Text", "published": "Date"})
        assert (document.title, document.text, document.published) == ("Road", "It is so.", "2022-12-30")
        assert document.extra == {}

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_other_delimiters(self, tmp_path: Path, delimiter: str) -> None:
        path = write(tmp_path, "a.csv", f"id{delimiter}Text\nx1{delimiter}It is so, they say.\n")
        assert read(path)[0].text == "It is so, they say."

    def test_an_article_longer_than_the_csv_module_allows_by_default(self, tmp_path: Path) -> None:
        text = "It is so. " * 20_000
        [document] = read(write(tmp_path, "a.csv", f"text\n{text}\n"))
        assert len(document.text) == len(text) - 1

    def test_bad_rows_are_named_and_the_next_is_read(self, tmp_path: Path) -> None:
        path = write(
            tmp_path,
            "a.csv",
            'id,text,published\n1,"It\nis so.",2022-12-30\n2,It is so,he said,\n3,It is.,soon\n4,Yes.,\n',
        )
        documents, issues = read_with_issues(path)
        assert [document.id for document in documents] == ["1", "4"]
        assert [(issue.line, issue.problem) for issue in issues] == [
            (4, "the row has 4 cells, the header 3"),
            (5, "the publication date 'soon' is not a date"),
        ]

    @pytest.mark.parametrize(
        ("content", "columns", "problem"),
        [
            ("id,body\n1,x\n", {}, "no column `text` (the columns are: id, body)"),
            ("id,body\n1,x\n", {"text": "Body"}, "no column 'Body' for text (the columns are: id, body)"),
            ("text,text\nx,y\n", {}, "two columns are called 'text'"),
        ],
    )
    def test_a_bad_header(self, tmp_path: Path, content: str, columns: Mapping[str, str], problem: str) -> None:
        with pytest.raises(InputError) as caught:
            read(write(tmp_path, "a.csv", content), columns=columns)
        assert problem in caught.value.problem

    def test_a_row_with_wrong_quotation_marks_is_named_and_the_next_is_read(self, tmp_path: Path) -> None:
        documents, [issue] = read_with_issues(write(tmp_path, "a.csv", 'text,id\n"It" is so.,1\nIt is so.,2\n'))
        assert [document.id for document in documents] == ["2"]
        assert "not readable as CSV" in issue.problem
        assert issue.line == 2

    def test_a_quotation_mark_that_is_not_closed_makes_no_document(self, tmp_path: Path) -> None:
        documents, [issue] = read_with_issues(write(tmp_path, "a.csv", 'text\nIt is so.\n"It is.\nOr not.\n'))
        assert "not readable as CSV" in issue.problem
        assert issue.line == 3
        assert [document.text for document in documents] == ["It is so."]

    def test_a_quotation_mark_that_is_not_closed_fills_no_memory(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.csv", 'text\n"It is so.\n' + "More words.\n" * 100_000)
        documents, [issue] = read_with_issues(path, max_characters=10_000)
        assert documents == []
        assert "not readable as CSV" in issue.problem
        assert issue.line == 2


class TestFormats:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ('{"text": "It is so."}\n{"text": "It is not."}\n', 2),
            (
                "  <!DOCTYPE html><html><body><article><p>It is so, two ministers said.</p></article></body></html>",
                1,
            ),
            ("<html><body><article><p>It is so, the two ministers said.</p></article></body></html>", 1),
            ("{It} is so.", 1),
            ("[1, 2]\nIt is so.", 1),
        ],
    )
    def test_without_an_ending_the_content_tells(self, tmp_path: Path, content: str, expected: int) -> None:
        documents = read(write(tmp_path, "article", content))
        assert len(documents) == expected
        assert not any("<" in document.text for document in documents)

    def test_a_given_format_wins_over_the_ending(self, tmp_path: Path) -> None:
        assert len(read(write(tmp_path, "a.txt", '{"text": "It is so."}\n' * 2), format="jsonl")) == 2

    def test_a_long_first_line_is_still_told_for_json(self, tmp_path: Path) -> None:
        assert len(read(write_jsonl(tmp_path, {"text": "It is so. " * 10_000}, name="dump"))) == 1


class TestFolders:
    def test_files_below_are_read_in_order(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.txt", "c/1.txt", "a/b/c.html", ".hidden.txt", "c/photo.jpg"):
            html = "<html><body><article><p>In file {}, it is so.</p></article></body></html>"
            write(tmp_path, name, (html if name.endswith("html") else "In file {}, it is so.").format(name))
        documents, [issue] = read_with_issues(tmp_path)
        assert [document.text.split()[2] for document in documents] == ["a/b/c.html,", "a/z.txt,", "b.txt,", "c/1.txt,"]
        assert "c/photo.jpg" in issue.problem
        assert read(tmp_path) == documents

    def test_a_folder_with_nothing_to_read(self, tmp_path: Path) -> None:
        write(tmp_path, "photo.jpg", b"\xff\xd8\xff")
        with pytest.raises(InputError, match="holds no file that can be read"):
            read(tmp_path)

    def test_a_given_format_reads_files_of_any_ending(self, tmp_path: Path) -> None:
        write(tmp_path, "story.article", BODY)
        assert read(tmp_path, format="text")[0].text == BODY

    def test_links_to_folders_do_not_turn_in_a_circle(self, tmp_path: Path) -> None:
        write(tmp_path, "a.txt", BODY)
        (tmp_path / "loop").symlink_to(tmp_path)
        assert len(read(tmp_path)) == 1


class StandardInput:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


class TestStandardInput:
    @pytest.mark.parametrize(
        ("content", "options", "count"),
        [
            (BODY, {}, 1),
            ('{"text": "It is so."}\n{"text": "It is not."}', {}, 2),
            ("<html><body><article><p>It is so, the two ministers said.</p></article></body></html>", {}, 1),
            ("text\nIt is so.\nIt is not.\n", {"format": "csv"}, 2),
        ],
    )
    def test_it_is_read_and_stays_open(
        self, monkeypatch: pytest.MonkeyPatch, content: str, options: dict[str, Any], count: int
    ) -> None:
        stdin = StandardInput(content.encode())
        monkeypatch.setattr("sys.stdin", stdin)
        assert len(read("-", **options)) == count

    def test_when_it_is_empty_the_message_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", StandardInput(b""))
        with pytest.raises(InputError, match="standard input: the file is empty"):
            read("-")

    def test_a_pipe_is_read_line_by_line(self) -> None:
        program = (
            "import sys; from sayso.readers import read_documents\n"
            "for document in read_documents(['-']): print(document.text, flush=True)\n"
            "assert not sys.stdin.buffer.closed"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(b'{"text": "It is so."}\n')
            process.stdin.flush()
            assert process.stdout.readline() == b"It is so.\n"
            process.stdin.close()
            assert process.wait(10) == 0


class TestOptions:
    @pytest.mark.parametrize(
        ("options", "problem"),
        [
            ({"format": "pdf"}, "unknown format 'pdf'"),
            ({"published": "2023-02-30"}, "'2023-02-30' is not a date"),
            ({"columns": {"body": "x"}}, "no such field: body"),
            ({"encoding": "utf-99"}, "unknown encoding"),
            ({"encoding": "base64"}, "unknown encoding"),
            ({"max_characters": 0}, "at least 1"),
        ],
    )
    def test_impossible_values_are_refused(self, options: dict[str, Any], problem: str) -> None:
        with pytest.raises(SettingsError, match=problem):
            ReadOptions(**options)

    def test_a_datetime_stands_for_its_day(self) -> None:
        assert ReadOptions(published="2022-12-30T10:00:00Z").published == "2022-12-30"

    def test_a_single_path_may_be_given_without_a_list(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a.txt", BODY)
        assert len(list(read_documents(str(path)))) == len(list(read_documents([path]))) == 1


class TestReadText:
    def test_values_are_taken_over(self) -> None:
        document = read_text(
            BODY, title=" Road ", published="2022-12-30T10:00", publisher="P", url="u", language="en", id="x"
        )
        assert document == Document("x", BODY, "Road", "u", "P", "2022-12-30", "en")

    def test_an_impossible_date_is_refused(self) -> None:
        with pytest.raises(InputError, match="'2023-02-30' is not a date"):
            read_text(BODY, published="2023-02-30")

    def test_the_id_does_not_depend_on_the_cleaning(self) -> None:
        text = BODY + "\nRead more: The road to Agadez"
        assert read_text(text).id == document_id(text=text, url=None, publisher=None, published=None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(str.encode),
        st.lists(st.dictionaries(st.sampled_from(["text", "html", "id", "published", "x"]), st.text(max_size=30))).map(
            lambda records: "\n".join(map(json.dumps, records)).encode()
        ),
    ),
    format=st.sampled_from(["auto", "text", "jsonl", "csv"]),
    name=st.sampled_from(["a", "a.txt", "a.txt.gz", "a.csv", "a.jsonl"]),
)
def test_arbitrary_bytes_give_documents_or_issues_and_nothing_else(
    tmp_path: Path, content: bytes, format: str, name: str
) -> None:
    path = write(tmp_path, name, content)
    documents, issues = read_with_issues(path, format=format)
    assert all(isinstance(document, Document) and document.text.strip() for document in documents)
    assert all(issue.problem and issue.remedy for issue in issues)
    assert documents or issues
    for document in documents:
        document.text.encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=300), st.text(alphabet="<>/!ap=\"'& divhtml.", max_size=200).map(str.encode))
)
def test_arbitrary_pages_give_documents_or_issues_and_nothing_else(tmp_path: Path, content: bytes) -> None:
    documents, issues = read_with_issues(write(tmp_path, "a.html", content))
    assert documents or issues


def test_importing_the_readers_loads_no_heavy_library() -> None:
    program = (
        "import sys, sayso.readers; print([m for m in ('trafilatura', 'lxml', 'yaml', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
