"""The Python API in one line each: `sayso.read(text)` codes an article, `sayso.open_store(path)` opens a record."""

from __future__ import annotations

import importlib
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.config import Settings, load_settings
from sayso.errors import SettingsError
from sayso.pipeline import Pipeline, Stage

if TYPE_CHECKING:
    from sayso.asking import OpenStore
    from sayso.schema import CodedDocument
    from sayso.stages.events.explain import Considered
    from sayso.store import Run, Store


def read(
    text: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
    settings: Settings | None = None,
) -> CodedDocument:
    """Code one article. `published` is an ISO day ("2022-12-30"): without it relative dates stay open."""
    from sayso.readers import read_text

    document = read_text(text, published=published, publisher=publisher, title=title, url=url)
    return build_pipeline(settings or load_settings()).code(document)


def open_store(path: str | Path, *, create: bool = True) -> OpenStore:
    """Open the store at a path or URL, made anew where there is none (unless `create` is False), to ask it anything."""
    from sayso.asking import OpenStore

    return OpenStore.open(path, create=create)


def begin_run(store: Store, settings: Settings) -> Run:
    """Note in the store with what this run codes."""
    from sayso.knowledge.codebook import PLOVER, load_codebook
    from sayso.knowledge.facts import load_knowledge
    from sayso.models.spacy_pipeline import model_facts

    model = model_facts(settings.model)
    noted = settings.model_dump(mode="json")
    if settings.facts:
        load_knowledge(own=settings.facts)  # so that a file with an error in it begins no run
        noted["facts_sha256"] = {str(path): sha256(path.read_bytes()).hexdigest() for path in settings.facts}
    return store.begin_run(
        codebook=load_codebook(settings.codebook or PLOVER).digest,
        model=model.name,
        model_version=model.version,
        settings=noted,
    )


def explain(coded: CodedDocument, settings: Settings | None = None) -> list[Considered]:
    """Which frames were considered at each predicate of a document, and what became of them.

    `coded` comes from the pipeline: the record of a store lacks the parse.
    """
    from sayso.knowledge.codebook import PLOVER, load_codebook
    from sayso.knowledge.operators import load_operators
    from sayso.stages.events.explain import considered

    chosen = settings or load_settings()
    return list(considered(coded, load_codebook(chosen.codebook or PLOVER), load_operators()))


@lru_cache(maxsize=4)
def build_pipeline(settings: Settings) -> Pipeline:
    """The stages in running order. This is the whole flow of coding, on one screen."""
    from sayso.knowledge.codebook import PLOVER, load_codebook
    from sayso.knowledge.cues import load_cues
    from sayso.knowledge.dated_events import load_dated_events
    from sayso.knowledge.facts import load_knowledge
    from sayso.knowledge.operators import load_operators
    from sayso.knowledge.relation_words import load_relation_words
    from sayso.models.spacy_pipeline import load_spacy
    from sayso.stages.assessments import Assessments
    from sayso.stages.attributions import Attributions
    from sayso.stages.claims import Claims
    from sayso.stages.entities import Entities
    from sayso.stages.events import Events
    from sayso.stages.locations import Locations
    from sayso.stages.mentions import Mentions
    from sayso.stages.sentences import Sentences
    from sayso.stages.times import Times

    knowledge = load_knowledge(own=settings.facts)
    cues = load_cues(settings.cues)
    stages: list[Stage] = [
        Sentences(load_spacy(settings.model)),
        Mentions(knowledge, cues),
        Entities(knowledge),
        Times(load_dated_events()),
        Locations(),
        Attributions(cues),
        Events(load_codebook(settings.codebook or PLOVER), load_operators()),
        Claims(cues),
        Assessments(load_relation_words(), load_operators()),
        *(load_stage(path) for path in settings.extra_stages),
    ]
    return Pipeline(stages, max_characters=settings.max_characters)


def load_stage(path: str) -> Stage:
    """A stage by import path, "package.module:Class", made without arguments."""
    module, _, name = path.partition(":")
    try:
        stage: Any = getattr(importlib.import_module(module), name)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise SettingsError(
            f"Stage {path!r} cannot be loaded: {error}. Write it as package.module:Class, a class without arguments."
        ) from error
    if not all(hasattr(stage, attribute) for attribute in ("needs", "fills", "__call__")):
        raise SettingsError(f"{path!r} is no stage: it lacks needs, fills or __call__.")
    checked: Stage = stage
    return checked
