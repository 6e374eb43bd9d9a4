"""`sayso explain` and `sayso codebook check`: why an event was coded, and whether a codebook is sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sayso.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "how-to" / "add-a-codebook.md"
TEXT = "Kenya threatened to expel the Sudanese ambassador, Uganda said. The two ministers smiled."

pytestmark = [pytest.mark.usefixtures("empty_folder"), pytest.mark.model]


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Run a command in this process: exit code, what it printed, what it complained of."""
    monkeypatch.setattr("sys.argv", ["sayso", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    printed = capsys.readouterr()
    code = stopped.value.code
    return code if isinstance(code, int) else 0, printed.out, printed.err


class TestExplain:
    """For each event the sentence, the frame, the status, and whose claim it is."""

    @pytest.fixture
    def article(self, tmp_path: Path) -> Path:
        path = tmp_path / "article.txt"
        path.write_text(TEXT)
        return path

    def test_it_answers_every_question(
        self, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code, printed, _ = run(capsys, monkeypatch, "explain", str(article), "--published", "2023-05-01")
        assert code == 0
        for answer in (
            "[Kenya actor]",
            "[threatened act]",
            "frame        threaten: ACTOR",
            "status       hypothetical by what “threatened” speaks of",
            "within       e1",
            "who says so  Uganda [UGA]",
            "the day of publication",
        ):
            assert answer in printed
        assert max(map(len, printed.splitlines())) <= 100

    def test_one_event_as_json(
        self, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _, printed, _ = run(capsys, monkeypatch, "explain", str(article), "e1", "--json")
        [explained] = map(json.loads, printed.splitlines())
        assert [event["id"] for event in explained["events"]] == ["e1"]
        assert {row["outcome"] for row in explained["considered"]} >= {"coded"}

    def test_an_event_that_is_not_there_is_named(
        self, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code, _, complaint = run(capsys, monkeypatch, "explain", str(article), "e77")
        assert code == 2
        assert "there is no event e77" in complaint

    def test_of_a_store_it_codes_the_document_anew(
        self, article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run(capsys, monkeypatch, "add", "news.db", str(article), "--published", "2023-05-01")
        code, printed, _ = run(capsys, monkeypatch, "explain", "news.db", "e2")
        assert code == 0
        assert "e2  " in printed
        assert "\ne1  " not in printed


class TestCodebookCheck:
    """Every mistake with its line; then every frame codes its own example."""

    def written(self, folder: Path, text: str) -> str:
        (folder / "help.yaml").write_text(text)
        return str(folder)

    def test_all_mistakes_are_named_at_once(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = self.written(
            tmp_path,
            "event: HELP\ndefinition: Help.\nquad: 9\nscore: 1\nframes:\n"
            "  - frame: ACTOR help [friends]\n    example: Chad helped Mali.\n"
            "  - frame: ACTOR aid RECIPIENT\n    mode: much\n",
        )
        code, _, complaint = run(capsys, monkeypatch, "codebook", "check", folder)
        assert code == 2
        for words in (
            "`quad` is 9",
            "line 6: frame 'ACTOR help [friends]'",
            "line 8: frame 'ACTOR aid RECIPIENT'",
            "much",
        ):
            assert words in complaint

    def test_a_frame_that_does_not_code_its_example_is_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = self.written(
            tmp_path,
            "event: HELP\ndefinition: Help.\nquad: 2\nscore: 1\nframes:\n"
            "  - {frame: ACTOR help RECIPIENT, example: Chad helped Mali.}\n"
            "  - {frame: ACTOR aid RECIPIENT, example: Chad sleeps.}\n",
        )
        code, printed, complaint = run(capsys, monkeypatch, "codebook", "check", folder)
        assert code == 1
        assert "ACTOR aid RECIPIENT: the example is not coded" in complaint
        assert "1 type, 2 frames, 1 not coding" in printed


def pages_files() -> dict[str, str]:
    """The YAML files that the how-to shows, by name."""
    text = PAGE.read_text("utf-8")
    return dict(re.findall(r"`gas/(\w+\.yaml)`[^`]*```yaml\n(.*?)```", text, re.DOTALL))


def test_the_how_to_on_codebooks_works_as_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gas"
    folder.mkdir()
    for name, content in pages_files().items():
        (folder / name).write_text(content)
    assert sorted(path.name for path in folder.iterdir()) == ["cutoff.yaml", "sets.yaml", "supply.yaml", "warning.yaml"]
    assert run(capsys, monkeypatch, "codebook", "check", str(folder))[0] == 0
    article = tmp_path / "article.txt"
    article.write_text("Qatar halted gas deliveries to Jordan. Egypt threatened to cut gas supplies to Lebanon.")
    _, printed, _ = run(capsys, monkeypatch, "read", str(article), "--codebook", str(folder), "--json")
    events = json.loads(printed)["events"]
    assert [(event["type"], event["status"]) for event in events] == [
        ("CUTOFF", "actual"),
        ("WARNING", "actual"),
        ("CUTOFF", "hypothetical"),
    ]
