"""spaCy DocBin: documents as the model tokenized them, with entities and groups of spans.

`doc.ents` are the names, the longest where some overlap. `doc.spans` has the groups mentions, times, attributions (what
is said), cues, quotations (what is said in quotation marks), triggers (of events), and sentences. A span has its id in
`span.id_`, and a mention its entity in `span.kb_id_`. `doc.user_data["sayso"]` is the record, with exact positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.errors import ModelError
from sayso.formats.exporting.batches import coded_documents
from sayso.formats.exporting.written import Written
from sayso.formats.record import record_of
from sayso.models.spacy_pipeline import DEFAULT_MODEL, load_spacy
from sayso.schema import CodedDocument
from sayso.schema import Span as Stretch
from sayso.store import EventFilter, Store

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

# One part holds so many; spaCy reads a folder of parts as one corpus.
DOCUMENTS_IN_A_PART = 1_000
UNKNOWN_KIND = "unknown"


def write_docbin(store: Store, filters: EventFilter, path: Path) -> Written:
    """One file, or a folder of parts of a thousand documents each, so that memory is bounded."""
    from spacy.tokens import DocBin

    models = {run.id: run.model or DEFAULT_MODEL for run in store.runs()}
    files: dict[str, int] = {}
    missing: set[str] = set()
    with store.reading() as connection:
        made = (
            document_of(coded, _tokenizer(models[run_id], missing), run_id)
            for coded, run_id in coded_documents(connection, filters)
        )
        in_a_part = DOCUMENTS_IN_A_PART if path.is_dir() else None
        while not files or in_a_part:
            part = DocBin(docs=islice(made, in_a_part), store_user_data=True)
            if files and not len(part):
                break
            file = path / f"part-{len(files) + 1:04d}.spacy" if in_a_part else path
            part.to_disk(file)
            files[file.name] = len(part)
    notes = (f"tokenized by {DEFAULT_MODEL}: {name}, which coded it, is not installed" for name in sorted(missing))
    return Written(files, tuple(notes))


def document_of(coded: CodedDocument, nlp: Language, run_id: int) -> Doc:
    """One document with its spans. One that ends inside a token takes all of it; the record keeps the exact place."""
    from spacy.util import filter_spans

    doc = nlp.make_doc(coded.document.text) if len(coded.document.text) <= nlp.max_length else _long(nlp, coded)
    groups = {name: list(spans) for name, spans in _groups(doc, coded).items()}
    for name, spans in groups.items():
        doc.spans[name] = spans
    names = {mention.id for mention in coded.mentions if mention.form == "name"}
    doc.set_ents(filter_spans([span for span in groups["mentions"] if span.id_ in names]))
    doc.user_data["sayso"] = record_of(coded) | {"run": run_id}
    return doc


def _groups(doc: Doc, coded: CodedDocument) -> dict[str, Iterator[Span]]:
    kinds = {entity.id: entity.kind for entity in coded.entities}
    said = [(each, stretch) for each in coded.attributions for stretch in each.content]
    rows: dict[str, list[tuple[Stretch, str, str, str]]] = {
        "mentions": [
            (each.span, kinds.get(each.entity or "", UNKNOWN_KIND), each.id, each.entity or "")
            for each in coded.mentions
        ],
        "times": [(each.span, each.type, each.id, "") for each in coded.times],
        "attributions": [(stretch, each.kind, each.id, "") for each, stretch in said],
        "quotations": [(stretch, each.kind, each.id, "") for each, stretch in said if each.kind in ("direct", "mixed")],
        "cues": [(each.cue.span, each.kind, each.id, "") for each in coded.attributions if each.cue],
        "triggers": [(each.trigger.span, each.type, each.id, "") for each in coded.events],
        "sentences": [(each, "", "", "") for each in coded.sentences],
    }
    return {name: _spans(doc, of_group) for name, of_group in rows.items()}


def _spans(doc: Doc, rows: list[tuple[Stretch, str, str, str]]) -> Iterator[Span]:
    for stretch, label, id, entity in rows:
        span = doc.char_span(stretch.start, stretch.end, label=label, kb_id=entity, alignment_mode="expand", span_id=id)
        if span is not None:
            yield span


def _tokenizer(model: str, missing: set[str]) -> Language:
    """The model of the run; where it is not at hand, the usual one."""
    if model not in missing:
        try:
            return load_spacy(model)
        except ModelError:
            missing.add(model)
    return load_spacy(DEFAULT_MODEL)


def _long(nlp: Language, coded: CodedDocument) -> Doc:
    from spacy.tokens import Doc

    from sayso.stages.sentences import blocks_of

    parts = [nlp.make_doc(block) for block in blocks_of(coded.document.text)]
    return Doc.from_docs(parts, ensure_whitespace=False)
