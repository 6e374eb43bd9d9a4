"""The language model is the known one: its files are checked, and what is wrong is said with a remedy."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
from pathlib import Path

import pytest

from sayso.errors import ModelError
from sayso.models.spacy_pipeline import (
    DEFAULT_MODEL,
    MANIFESTS,
    ModelFacts,
    check_files,
    data_folder,
    load_spacy,
    model_facts,
    package_folder,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small model folder: two files, one of them in a folder below."""
    (tmp_path / "model" / "tagger").mkdir(parents=True)
    (tmp_path / "model" / "config.cfg").write_text("[nlp]\n")
    (tmp_path / "model" / "tagger" / "weights").write_bytes(bytes(range(256)))
    return tmp_path / "model"


@pytest.fixture
def manifest(folder: Path) -> Path:
    """Its manifest, as `sha256sum` writes it, with a comment on top."""
    files = ["config.cfg", "tagger/weights"]
    lines = [f"{hashlib.sha256((folder / file).read_bytes()).hexdigest()}  {file}" for file in files]
    path = folder.parent / "manifest.sha256"
    path.write_text("# where the hashes are from\n" + "\n".join(lines) + "\n")
    return path


class TestFiles:
    def test_files_as_in_the_manifest_pass(self, folder: Path, manifest: Path) -> None:
        check_files("small", folder, manifest)

    def test_a_file_that_differs_is_named_with_both_hashes(self, folder: Path, manifest: Path) -> None:
        (folder / "tagger" / "weights").write_bytes(b"other weights")
        found = hashlib.sha256(b"other weights").hexdigest()[:12]
        with pytest.raises(ModelError) as refused:
            check_files("small", folder, manifest)
        assert "'small' is not the known one: tagger/weights" in str(refused.value)
        assert found in str(refused.value) and "Install it again" in str(refused.value)

    def test_a_file_that_is_missing_is_named(self, folder: Path, manifest: Path) -> None:
        (folder / "tagger" / "weights").unlink()
        with pytest.raises(ModelError, match="'small' is incomplete: tagger/weights is missing"):
            check_files("small", folder, manifest)

    def test_a_file_that_the_manifest_does_not_know_does_no_harm(self, folder: Path, manifest: Path) -> None:
        (folder / "notes.txt").write_text("mine")
        check_files("small", folder, manifest)

    @pytest.mark.parametrize("path", sorted(MANIFESTS.glob("*.sha256")), ids=lambda path: path.stem)
    def test_our_manifests_list_the_weights_by_hash(self, path: Path) -> None:
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        assert all(len(line.split(" ", 1)[0]) == 64 and line[64] == " " and line[65] in " *" for line in lines)
        files = {line[66:] for line in lines}
        assert {"config.cfg", "parser/model", "tagger/model", "ner/model"} <= files


@pytest.mark.model
class TestInstalledModel:
    def test_the_default_model_is_one_sayso_knows(self) -> None:
        facts = model_facts()
        assert facts == ModelFacts(DEFAULT_MODEL, facts.version, verified=True)
        assert (MANIFESTS / f"{DEFAULT_MODEL}-{facts.version}.sha256").exists()

    def test_it_loads_once_and_parses(self) -> None:
        nlp = load_spacy()
        assert load_spacy() is nlp
        [verb] = [token for token in nlp("Poland thanked Estonia.") if token.pos_ == "VERB"]
        assert (verb.lemma_, [child.dep_ for child in verb.children]) == ("thank", ["nsubj", "dobj", "punct"])

    def test_one_changed_file_of_the_real_model_is_noticed(self, tmp_path: Path) -> None:
        package = package_folder(DEFAULT_MODEL)
        assert package is not None
        installed = data_folder(package)
        copy = tmp_path / "model"
        # Links to all files but one, so that no weights are copied.
        for file in (path for path in installed.rglob("*") if path.is_file()):
            link = copy / file.relative_to(installed)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(file)
        manifest = MANIFESTS / f"{DEFAULT_MODEL}-{model_facts().version}.sha256"
        check_files(DEFAULT_MODEL, copy, manifest)
        changed = copy / "tagger" / "model"
        weights = bytearray(changed.read_bytes())
        weights[len(weights) // 2] ^= 1
        changed.unlink()
        changed.write_bytes(weights)
        with pytest.raises(ModelError, match="tagger/model has SHA-256"):
            check_files(DEFAULT_MODEL, copy, manifest)


class TestOtherModels:
    def test_one_that_is_not_installed_is_named_with_what_to_install(self) -> None:
        with pytest.raises(ModelError) as refused:
            load_spacy("no_such_model")
        assert "'no_such_model' is not installed" in str(refused.value)
        assert "pip install no-such-model" in str(refused.value)

    def test_the_facts_of_one_that_is_not_installed_say_so(self) -> None:
        assert model_facts("no_such_model") == ModelFacts("no_such_model", "not installed", verified=False)

    def test_a_package_and_its_distribution_are_the_same_model(self) -> None:
        assert package_folder(DEFAULT_MODEL.replace("_", "-")) == package_folder(DEFAULT_MODEL)

    def test_a_pipeline_on_disk_is_loaded_unchecked_with_a_warning_and_refused_where_pipes_are_missing(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        import spacy

        spacy.blank("en").to_disk(tmp_path / "blank")
        with (
            caplog.at_level(logging.WARNING, logger="sayso"),
            pytest.raises(ModelError, match=r"lacks \['tagger', 'parser', 'lemmatizer', 'ner'\]"),
        ):
            load_spacy(str(tmp_path / "blank"))
        assert "its files were not checked" in caplog.text

    def test_the_facts_of_a_pipeline_on_disk_are_its_own(self, tmp_path: Path) -> None:
        (tmp_path / "meta.json").write_text(json.dumps({"name": "mine", "version": "0.4"}))
        assert model_facts(str(tmp_path)) == ModelFacts(str(tmp_path), "0.4", verified=False)

    @pytest.mark.parametrize("name", ["an empty folder", "no.such.model"])
    def test_what_is_no_model_is_refused_as_one(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(ModelError):
            load_spacy(str(tmp_path) if name == "an empty folder" else name)

    def test_a_model_of_another_version_than_the_known_one_is_not_taken_for_it(self, tmp_path: Path) -> None:
        package = package_folder(DEFAULT_MODEL)
        assert package is not None
        meta = json.loads((package / "meta.json").read_text())
        copy = tmp_path / DEFAULT_MODEL
        copy.mkdir()
        (copy / "meta.json").write_text(json.dumps({**meta, "version": "9.9.9"}))
        assert not model_facts(str(copy)).verified
        shutil.rmtree(copy)
