"""Reading ninjs: items of versions 1 to 3, alone, in an array or one a line, told from JSONL of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.errors import InputError
from sayso.readers import ReadOptions, read_documents
from sayso.schema import Document, Issue, Removed

FIRST = "Envoys from two neighbours met in Zinder on Tuesday."
SECOND = "They had not spoken for a year, the ministry said."
MARKUP = f"<p>{FIRST}</p>\n<p>They had not   spoken for\na year, the <i>ministry</i> said.</p>"

VERSION_1: dict[str, Any] = {
    "uri": "urn:agency.example:item:17",
    "type": "text",
    "versioncreated": "2022-12-30T08:15:00+01:00",
    "firstcreated": "2022-12-29T23:50:00+01:00",
    "language": "en-GB",
    "byline": "Amina Adamu",
    "headline": "Envoys meet in Zinder",
    "body_text": f"{FIRST} {SECOND}",
    "body_xhtml": MARKUP,
    "infosource": [{"name": "Sahel Press Agency"}],
    "associations": {"featuremedia": {"uri": "urn:x", "type": "picture", "body_text": "The hall in Zinder."}},
}
VERSION_3: dict[str, Any] = {
    "uri": "https://agency.example/items/17",
    "standard": {"name": "ninjs", "version": "3.1"},
    "type": "text",
    "pubStatus": "usable",
    "versionCreated": "2022-12-30T08:15:00+01:00",
    "language": "en",
    "by": "Amina Adamu",
    "headlines": [{"role": "short", "value": "Zinder"}, {"role": "main", "value": "Envoys <b>meet</b> in Zinder"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": f"{FIRST} {SECOND}"},
        {"role": "rich", "contentType": "application/xhtml+xml", "value": MARKUP, "wordCount": 18},
    ],
    "infoSources": [
        {"name": "Ministry of the Interior", "role": "http://cv.iptc.org/newscodes/x/informant"},
        {"name": "Sahel Press Agency", "role": "http://cv.iptc.org/newscodes/x/publisher"},
    ],
}


def read(path: Path, **options: Any) -> tuple[list[Document], list[Issue]]:
    issues: list[Issue] = []
    return list(read_documents([path], ReadOptions(**options), on_issue=issues.append)), issues


def write(folder: Path, *items: Any, name: str = "a.json", indent: int | None = None) -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(item, indent=indent) + "\n" for item in items), "utf-8")
    return path


@pytest.mark.parametrize("item", [VERSION_1, VERSION_3], ids=["1", "3"])
def test_an_item_becomes_a_document(tmp_path: Path, item: dict[str, Any]) -> None:
    [document], issues = read(write(tmp_path, item, indent=2))
    assert issues == []
    assert document.text == f"{FIRST}\n{SECOND}"
    assert (document.title, document.published, document.language) == ("Envoys meet in Zinder", "2022-12-30", "en")
    assert document.publisher == "Sahel Press Agency"
    assert document.extra["published_from"] == "versioncreated"
    assert document.extra.get("byline", document.extra.get("by")) == "Amina Adamu"
    assert not {"bodies", "body_text", "headline", "headlines"}.intersection(document.extra)


def test_an_identifier_is_an_address_only_where_it_can_be_opened(tmp_path: Path) -> None:
    [first, third], _ = read(write(tmp_path, [VERSION_1, VERSION_3]))
    assert (first.url, first.extra["uri"]) == (None, "urn:agency.example:item:17")
    assert third.url == "https://agency.example/items/17"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a", "a.dat"])
@pytest.mark.parametrize("form", ["one", "one, indented", "array", "array, indented", "lines"])
def test_every_form_is_told_by_its_content(tmp_path: Path, name: str, form: str) -> None:
    many = [{**VERSION_3, "uri": f"urn:{number}", "slugline": "x" * 300} for number in range(700)]
    items: list[Any] = many if form == "lines" else [many] if form.startswith("array") else [VERSION_1]
    documents, issues = read(write(tmp_path, *items, name=name, indent=1 if form.endswith("indented") else None))
    assert issues == []
    assert len(documents) == (1 if form.startswith("one") else 700)
    assert {document.text for document in documents} == {f"{FIRST}\n{SECOND}"}


def test_lines_of_our_own_are_no_items(tmp_path: Path) -> None:
    record = {"uri": "urn:1", "versioncreated": "2022-12-30", "standard": 1, "text": FIRST}
    [document], _ = read(write(tmp_path, record, name="a.jsonl"))
    assert (document.text, document.extra["versioncreated"]) == (FIRST, "2022-12-30")
    [document], _ = read(write(tmp_path, VERSION_1, name="b.jsonl"), columns={"text": "body_text"})
    assert document.text == f"{FIRST} {SECOND}"


class TestDates:
    @pytest.mark.parametrize(
        ("dates", "published", "stated_by"),
        [
            (
                {"versioncreated": "2022-12-30T08:15:00Z", "contentcreated": "2022-12-29"},
                "2022-12-30",
                "versioncreated",
            ),
            (
                {"versioncreated": "2022-12-30T08:15:00Z", "contentcreated": "1999-05-01"},
                "1999-05-01",
                "contentcreated",
            ),
            ({"versioncreated": "2022-12-30T08:15:00Z", "firstcreated": "2022-10-01"}, "2022-10-01", "firstcreated"),
            ({"firstcreated": "2022-12-30T23:59:00-05:00"}, "2022-12-30", "firstcreated"),
            ({"versioncreated": "no date", "contentcreated": "2022-12-30"}, "2022-12-30", "contentcreated"),
            ({"versioncreated": 5, "pubstatus": "usable"}, None, None),
        ],
    )
    def test_the_day_of_the_version_unless_the_content_is_old(
        self, tmp_path: Path, dates: dict[str, Any], published: str | None, stated_by: str | None
    ) -> None:
        [document], _ = read(write(tmp_path, {"uri": "urn:1", "body_text": FIRST, **dates}))
        assert (document.published, document.extra.get("published_from")) == (published, stated_by)

    def test_an_embargo_is_noted(self, tmp_path: Path) -> None:
        [document], [note] = read(write(tmp_path, {**VERSION_3, "embargoedUntil": "2022-12-31T06:00:00Z"}))
        assert document.extra["embargoedUntil"] == "2022-12-31T06:00:00Z"
        assert "1 articles were sent under embargo" in note.problem
        assert note.severity == "note"


class TestBodies:
    def test_captions_headline_and_tables_are_taken_out(self, tmp_path: Path) -> None:
        body = (
            "<?xml version='1.0' encoding='utf-8'?><html><head><title>x</title></head><body><article><!-- note -->"
            f"<h1>Envoys meet in Zinder</h1><p>{FIRST}<br/>“So it is.”</p><figure><img src='a'/><figcaption>The hall."
            "</figcaption></figure><table><tr><td>1</td></tr></table> <q>No</q>, he said.<ul><li>One.</li><li>Two.</li>"
            "</ul></article></body></html>"
        )
        item = {**VERSION_1, "body_xhtml": body, "body_text": ""}
        [document], _ = read(write(tmp_path, item))
        assert document.text == f"{FIRST}\n“So it is.”\n“No”, he said.\nOne.\nTwo."
        assert Removed("The hall.", "caption") in document.removed
        assert Removed("Envoys meet in Zinder", "headline") in document.removed

    def test_plain_text_where_there_is_nothing_else_or_the_markup_is_a_teaser(self, tmp_path: Path) -> None:
        plain = {"uri": "urn:1", "versioncreated": "2022-12-30T08:15:00Z", "body_text": f"{FIRST}\n{SECOND}"}
        teaser = {**plain, "body_xhtml": "<p>Envoys met.</p>"}
        documents, _ = read(write(tmp_path, [plain, teaser]))
        assert [document.text for document in documents] == [f"{FIRST}\n{SECOND}"] * 2

    def test_the_texts_of_a_package_are_read_where_it_has_none_of_its_own(self, tmp_path: Path) -> None:
        parts = [VERSION_1, {"type": "picture", "uri": "urn:p"}, {**VERSION_3, "name": "second"}]
        package = {"uri": "urn:1", "type": "composite", "versioncreated": "2022-12-30T08:15:00Z"}
        in_list, _ = read(write(tmp_path, {**package, "associations": parts}))
        by_name, _ = read(write(tmp_path, {**package, "associations": dict(zip("abc", parts, strict=True))}))
        assert len(in_list) == len(by_name) == 2

    def test_pictures_and_withdrawn_items_are_counted(self, tmp_path: Path) -> None:
        items = [VERSION_1, {**VERSION_3, "pubStatus": "canceled"}, {**VERSION_3, "type": "picture"}, {"uri": "urn:1"}]
        documents, [note] = read(write(tmp_path, items))
        assert len(documents) == 1
        for count in ("1 items canceled", "1 items of type picture", "1 items without a text"):
            assert count in note.problem


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (json.dumps([VERSION_1])[:-1], "cut short"),
            (json.dumps([VERSION_1])[:300], "not JSON"),
            (json.dumps(VERSION_1, indent=1)[:400], "not JSON"),
            (json.dumps([VERSION_1, 5]), "a number where an object should be"),
            (json.dumps([VERSION_1])[:-1] + ', {"uri": NaN}]', "NaN is not a JSON value"),
            ("[" * 100_000, "not JSON"),
            (json.dumps({**VERSION_1, "type": "picture"}), "holds no article"),
            (json.dumps({**VERSION_1, "body_xhtml": "<!-- -->", "body_text": " "}), "body is empty"),
        ],
    )
    def test_a_sentence_names_the_file_and_the_problem(self, tmp_path: Path, content: str, problem: str) -> None:
        path = tmp_path / "a.json"
        path.write_text(content, "utf-8")
        with pytest.raises(InputError) as caught:
            list(read_documents([path], ReadOptions(format="ninjs")))
        assert problem in caught.value.problem
        assert str(caught.value).startswith(str(path))

    def test_a_bad_line_is_named_and_the_next_is_read(self, tmp_path: Path) -> None:
        line = json.dumps(VERSION_1)
        (tmp_path / "a.jsonl").write_text(f"{line}\n{{\n\n{line}\n", "utf-8")
        documents, [issue] = read(tmp_path / "a.jsonl")
        assert len(documents) == 2
        assert (issue.line, issue.severity) == (2, "error")

    def test_an_item_over_the_limit(self, tmp_path: Path) -> None:
        long = {**VERSION_1, "body_xhtml": "", "body_text": "It is so. " * 50}
        documents, [issue] = read(write(tmp_path, [VERSION_1, long, VERSION_3]), max_characters=400)
        assert len(documents) == 2
        assert "over the limit" in issue.problem

    def test_an_endless_object_is_not_held_in_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text('[{"uri": "urn:1", "versioncreated": "x", "body_text": "' + "x" * 5_000_000, "utf-8")
        documents, [issue] = read(path, max_characters=1_000)
        assert documents == []
        assert "over the limit" in issue.problem


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "value", "role", "x"]), inner),
    max_leaves=8,
)
KEYS = ("uri", "type", "pubStatus", "versionCreated", "headlines", "headline", "bodies", "body_xhtml", "infoSources")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=st.lists(
        st.dictionaries(st.sampled_from([*KEYS, "language", "associations", "provider"]), VALUES), max_size=3
    ),
    markup=st.text(alphabet="<>/&;pqb! -x\n\0\ud800", max_size=40),
    indent=st.sampled_from([None, 1]),
)
def test_items_of_any_kind_give_documents_or_issues_and_nothing_else(
    tmp_path: Path, items: list[dict[str, Any]], markup: str, indent: int | None
) -> None:
    written = [*items, {**VERSION_3, "bodies": [{"contentType": "text/html", "value": markup + FIRST}]}]
    documents, issues = read(write(tmp_path, written, indent=indent), format="ninjs")
    assert documents or issues
    for document in documents:
        document.text.encode()
        json.dumps(document.extra)
