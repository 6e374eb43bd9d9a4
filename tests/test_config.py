"""Settings: what is passed overrules the environment, the environment overrules the file; mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.api import build_pipeline, load_stage
from sayso.config import Settings, load_settings
from sayso.errors import SettingsError
from sayso.models.spacy_pipeline import DEFAULT_MODEL

pytestmark = pytest.mark.usefixtures("empty_folder")


def write_settings(text: str, *, name: str = "sayso.toml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


class TestPrecedence:
    def test_without_any_settings_the_defaults_hold(self) -> None:
        settings = load_settings()
        assert settings.model == DEFAULT_MODEL
        assert settings.max_characters == 1_000_000
        assert (settings.codebook, settings.cues, settings.extra_stages) == (None, None, ())

    @pytest.mark.parametrize(
        ("in_file", "in_environment", "passed", "result"),
        [
            (None, None, None, 1_000_000),
            (10, None, None, 10),
            (None, 20, None, 20),
            (None, None, 30, 30),
            (10, 20, None, 20),
            (10, None, 30, 30),
            (None, 20, 30, 30),
            (10, 20, 30, 30),
        ],
    )
    def test_the_later_overrules(
        self,
        in_file: int | None,
        in_environment: int | None,
        passed: int | None,
        result: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if in_file:
            write_settings(f"max_characters = {in_file}\n")
        if in_environment:
            monkeypatch.setenv("SAYSO_MAX_CHARACTERS", str(in_environment))
        assert load_settings(max_characters=passed).max_characters == result

    def test_each_setting_comes_from_where_it_stands(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write_settings('max_characters = 10\nmodel = "from_file"\n')
        monkeypatch.setenv("SAYSO_MODEL", "from_environment")
        settings = load_settings(codebook=Path("mine"))
        assert (settings.max_characters, settings.model, settings.codebook) == (10, "from_environment", Path("mine"))

    def test_a_list_is_written_as_in_toml_and_as_json_in_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write_settings('extra_stages = ["a:A", "b:B"]\n')
        assert load_settings().extra_stages == ("a:A", "b:B")
        monkeypatch.setenv("SAYSO_EXTRA_STAGES", '["c:C"]')
        assert load_settings().extra_stages == ("c:C",)


class TestWhichFile:
    def test_sayso_toml_of_the_working_folder_is_found(self) -> None:
        write_settings("max_characters = 7\n")
        assert load_settings().max_characters == 7

    def test_sayso_config_names_another_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        write_settings("max_characters = 7\n")
        monkeypatch.setenv("SAYSO_CONFIG", str(write_settings("max_characters = 8\n", name="other.toml")))
        assert load_settings().max_characters == 8

    def test_a_file_passed_wins_over_sayso_config(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAYSO_CONFIG", str(write_settings("max_characters = 8\n", name="other.toml")))
        passed = write_settings("max_characters = 9\n", name="passed.toml")
        assert load_settings(passed).max_characters == 9

    def test_files_are_not_merged(self) -> None:
        write_settings('model = "from_the_folder"\n')
        passed = write_settings("max_characters = 9\n", name="passed.toml")
        assert load_settings(passed).model == DEFAULT_MODEL

    @pytest.mark.parametrize("how", ["passed", "in the environment"])
    def test_a_file_that_is_named_but_missing_is_an_error(self, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
        missing = Path("nowhere.toml")
        if how == "in the environment":
            monkeypatch.setenv("SAYSO_CONFIG", str(missing))
        with pytest.raises(SettingsError) as refused:
            load_settings(missing if how == "passed" else None)
        assert str(refused.value).startswith("nowhere.toml: no such settings file.")


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("max_charcters = 10", ["'max_charcters'", "Unknown setting", "max_characters", "sayso.toml"]),
            ('max_characters = "many"', ["'max_characters'", "valid integer", "'many'", "sayso.toml"]),
            ("max_characters = 0", ["'max_characters'", "greater than 0", "sayso.toml"]),
            ("model = 3", ["'model'", "string", "got 3", "sayso.toml"]),
            ('extra_stages = "a:A"', ["'extra_stages'", "tuple", "sayso.toml"]),
            ("max_characters 10", ["sayso.toml: not valid TOML", "line 1"]),
            ('model = "spacy', ["sayso.toml: not valid TOML", "end of document"]),
        ],
    )
    def test_a_mistake_in_the_file_is_named_with_the_file(self, text: str, said: list[str]) -> None:
        write_settings(text)
        with pytest.raises(SettingsError) as refused:
            load_settings()
        assert [part for part in said if part not in str(refused.value)] == []

    def test_an_unknown_setting_is_answered_with_all_that_there_are(self) -> None:
        with pytest.raises(SettingsError) as refused:
            load_settings(modle="x")
        assert all(name in str(refused.value) for name in Settings.model_fields)

    def test_a_mistake_in_the_environment_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SAYSO_MAX_CHARACTERS", "many")
        with pytest.raises(SettingsError, match=r"'max_characters'.*got 'many'"):
            load_settings()

    def test_a_file_that_is_no_text_is_a_mistake_like_any_other(self) -> None:
        Path("sayso.toml").write_bytes(b"model = \xff\xfe")
        with pytest.raises(SettingsError, match=r"sayso\.toml"):
            load_settings()

    def test_a_list_in_the_environment_that_is_no_json_is_a_mistake_like_any_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SAYSO_EXTRA_STAGES", "package.module:Stage")
        with pytest.raises(SettingsError, match="extra_stages"):
            load_settings()


class TestSettings:
    def test_settings_cannot_be_changed_after_loading(self) -> None:
        with pytest.raises(ValueError, match="frozen"):
            load_settings().model = "other"  # type: ignore[misc]

    def test_the_same_settings_loaded_twice_are_equal(self) -> None:
        assert load_settings() == load_settings()

    @pytest.mark.model
    def test_the_same_settings_share_one_pipeline(self) -> None:
        assert build_pipeline(load_settings()) is build_pipeline(load_settings())


class TestOwnStages:
    @pytest.fixture(autouse=True)
    def own_module(self, empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (empty_folder / "own_stages.py").write_text(
            "class Marks:\n"
            "    needs = frozenset({'document'})\n"
            "    fills = frozenset()\n"
            "    def __call__(self, coded):\n"
            "        return coded\n"
            "class NoStage:\n"
            "    pass\n"
            "class WantsMore(Marks):\n"
            "    def __init__(self, model):\n"
            "        pass\n"
        )
        monkeypatch.syspath_prepend(str(empty_folder))

    def test_a_stage_is_named_by_its_import_path(self) -> None:
        assert type(load_stage("own_stages:Marks")).__name__ == "Marks"

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            ("own_stages:Missing", "cannot be loaded"),
            ("no_such_module:Marks", "cannot be loaded"),
            ("own_stages", "cannot be loaded"),
            ("own_stages.Marks", "cannot be loaded"),
            (":Marks", "cannot be loaded"),
            ("own_stages:WantsMore", "cannot be loaded"),
            ("own_stages:NoStage", "is no stage: it lacks needs, fills or __call__"),
        ],
    )
    def test_what_is_no_stage_is_refused_by_its_path(self, path: str, said: str) -> None:
        with pytest.raises(SettingsError) as refused:
            load_stage(path)
        assert repr(path) in str(refused.value) and said in str(refused.value)
