"""A store whose words try to be more than words: markup, handlers, templates, marks of direction, endless tokens."""

from __future__ import annotations

from pathlib import Path

from sayso import open_store
from sayso.schema import (
    Assessment,
    Attribution,
    Claim,
    CodedDocument,
    Document,
    Entity,
    Event,
    EventDate,
    Issue,
    Mention,
    QuotedSpan,
    Removed,
    Span,
)

MARKUP = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'></p></main>\"'><svg onload=hacked=3>"
TEMPLATE = "{{ 7 * 7 }} {% raw %} ${7 * 7} <%= 7 * 7 %>"
TURNED = "\u202egnp.exe\u202c \u2066isolated \u200fשלום\u200e مرحبا"
CONTROLS = "bell\x07 escape\x1b[31m next\x85 delete\x7f \ufffe \ue000private\ue001 \u2028line\u2029"
BEYOND = "😀👩‍👩‍👧‍👦 e\u0301\u0302\u0303 𝔘𝔫𝔦𝔠𝔬𝔡𝔢"
HUGE = "W" * 6000
EVERYTHING = " ".join((MARKUP, TEMPLATE, TURNED, CONTROLS, BEYOND))
# All that means something in an address.
DOCUMENT_ID = "a/..b?c#<d>&e=5%;é"


def hostile_store(path: Path) -> Path:
    """Write the store: one document, in which every field that may hold words holds hostile ones."""
    coded = hostile_document()
    with open_store(path) as store:
        run = store.begin_run()
        assert store.add(coded, run) == "added"
        store.finish_run(run)
    return path


def hostile_document() -> CodedDocument:
    """One sentence of hostile words: a quotation in two pieces with one nested in it, that overlaps a mention."""
    who, before, act, whom = f"{EVERYTHING} {HUGE}", " 😀\u202e said ", "attacked", "Israel</a>"
    text = f"{who}{before}{act} {whom} and {EVERYTHING}.\n{EVERYTHING}\n\n\x0b\n{whom} again."
    at = text.index(f"{act} {whom}")
    end = text.index("\n")
    source = Mention("m1", 0, len(who), who, "name", "RUS")
    target = Mention("m2", at + len(act) + 1, at + len(act) + 1 + len(whom), whom, "name", "x/<b>?#")
    outer = Attribution(
        "a1",
        "indirect",
        "m1",
        QuotedSpan(at - 5, at - 1, text[at - 5 : at - 1]),
        (Span(at, at + 14), Span(at + 20, end + 30)),
        addressee="m2",
    )
    inner = Attribution(
        "a2", "direct", None, None, (Span(at + 4, at + 12),), parent="a1", polarity="negative", certainty="possible"
    )
    event = Event(
        "e1", QuotedSpan(at, at + len(act), act), Span(0, end), "ASSAULT", None, (), "190", 4, -9.0, -9.0,
        ("m1",), ("m2",), (), None, EventDate("2023-01-01", "2023-01-01", "day"), None, "actual", None, "a2", 0.9,
        EVERYTHING,
    )  # fmt: skip
    document = Document(
        DOCUMENT_ID,
        text,
        title=EVERYTHING,
        url="javascript:alert(1)//https://example.org",
        publisher=MARKUP,
        published="2023-01-01",
        language='en"><script>window.hacked=4</script>',
        removed=(Removed(EVERYTHING, MARKUP),),
    )
    return CodedDocument(
        document,
        sentences=(Span(0, end), Span(end + 1, len(text))),
        entities=(
            Entity("RUS", EVERYTHING, "state", "RUS", reason=MARKUP),
            Entity("x/<b>?#", whom, "organisation", "ISR", "GOV", role=MARKUP),
        ),
        mentions=(source, target),
        attributions=(outer, inner),
        events=(event,),
        claims=(
            Claim("e1", None, None, "unknown", "positive"),
            Claim("e1", "m1", "a1", "certain", "negative"),
            Claim("e1", None, "a2", "possible", "positive"),
        ),
        assessments=(Assessment("s1", at, at + 8, ("RUS", "x/<b>?#"), "worsening", None, "actual", "a1", MARKUP),),
        issues=(Issue(MARKUP, EVERYTHING, TEMPLATE),),
    )
