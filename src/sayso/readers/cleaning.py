"""Takes out of a text what is not the article: captions, credits, bylines, datelines, links, notices.

The cues are data, in `boilerplate.yaml`. Cleaning is conservative: a paragraph goes whole only when all of it is
such a cue, and a document is never cleaned away altogether. Everything taken out is listed with its reason.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sayso.readers.datelines import find_dateline
from sayso.readers.paragraphs import Paragraph, split_paragraphs
from sayso.schema import Removed

RULES = Path(__file__).with_name("boilerplate.yaml")

EDGE = 8  # paragraphs from either end that count as "start" and "end"
TAIL = 700  # characters at the end of a paragraph in which a tail is looked for
LONGEST_CAPTION = 350
MOST_SENTENCES_IN_CAPTION = 3
LONGEST_BARE_NAME = 120

NOTHING = re.compile(r"(?!)")
SENTENCE_END = re.compile(r"(?<=\w\w[.!?])[\"”’')]?\s+(?=[\"“‘'(]?[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of one paragraph to take out."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class LineRule:
    """A pattern for whole paragraphs, and where in the document it holds."""

    reason: str
    pattern: re.Pattern[str]
    longest: int
    near: Literal["anywhere", "start", "end", "edges", "later"]
    once: bool
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The cues of `boilerplate.yaml`, compiled."""

    lines: tuple[LineRule, ...]
    steps: tuple[int, ...]  # the lengths of paragraphs from which fewer of them hold
    once: tuple[LineRule, ...]
    tails: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]
    bracketed_credits: tuple[re.Pattern[str], ...]
    bracketed_hints: tuple[str, ...]
    closing_credits: tuple[re.Pattern[str], ...]
    closing_hints: tuple[str, ...]
    speech: re.Pattern[str]
    small_words: frozenset[str]

    @cache  # noqa: B019 - there is one set of rules
    def lines_at(self, at_start: bool, at_end: bool, later: bool, length: int) -> LineRules:
        """The line rules that hold for a paragraph in the first or last few, or not the first of all, of this length
        or less.
        """
        holds = {"anywhere": True, "start": at_start, "end": at_end, "edges": at_start or at_end, "later": later}
        rules = tuple(rule for rule in self.lines if holds[rule.near] and rule.longest >= length)
        usual = [inline_pattern(rule.pattern) for rule in rules if not rule.hints]
        return LineRules(
            {
                hints: tuple(rule for rule in rules if rule.hints == hints)
                for hints in dict.fromkeys(rule.hints for rule in rules if rule.hints)
            },
            tuple(rule for rule in rules if not rule.hints),
            re.compile("|".join(usual)) if usual else NOTHING,
        )


@dataclass(frozen=True, slots=True, eq=False)
class LineRules:
    """Some of the line rules: those with hints, the others, and one pattern for these, since most paragraphs meet
    none.
    """

    hinted: Mapping[tuple[str, ...], tuple[LineRule, ...]]
    usual: tuple[LineRule, ...]
    any_usual: re.Pattern[str]


def inline_pattern(pattern: re.Pattern[str]) -> str:
    """A pattern as part of another, with its own flags."""
    return f"(?{'i' if pattern.flags & re.IGNORECASE else ''}:{pattern.pattern})"


def clean(text: str, *, title: str | None = None) -> tuple[str, tuple[Removed, ...]]:
    """The article's own text, and what was taken out of it in order. A paragraph equal to `title` stays."""
    for keep_captions in (False, True):
        kept, removed = clean_paragraphs(split_paragraphs(text), title=title, keep_captions=keep_captions)
        if kept:
            return kept, removed
    return text.strip(), ()


def clean_paragraphs(
    paragraphs: Sequence[Paragraph], *, title: str | None, keep_captions: bool
) -> tuple[str, tuple[Removed, ...]]:
    """Clean paragraph by paragraph; line breaks between those that stay are as before."""
    rules = load_rules()
    count = len(paragraphs)
    barred = rules_met_twice(paragraphs, rules)
    kept: list[str] = []
    removed: list[Removed] = []
    in_opening = True
    for index, paragraph in enumerate(paragraphs):
        cuts: list[Cut] = []
        if paragraph.text != title:
            line = line_rule_for(paragraph.text, rules, barred, index=index, count=count)
            if line is not None:
                cuts = [Cut(0, len(paragraph.text), line.reason)]
            else:
                cuts = cuts_inside(
                    paragraph.text, rules, in_opening=in_opening and index < EDGE, keep_captions=keep_captions
                )
        rest, taken = apply_cuts(paragraph.text, cuts)
        removed.extend(taken)
        if rest:
            kept.append((paragraph.break_before if kept else "") + rest)
            in_opening = in_opening and not reads_as_body(rest)
    return "".join(kept), tuple(removed)


def line_rule_for(
    paragraph: str, rules: Rules, barred: frozenset[LineRule], *, index: int, count: int
) -> LineRule | None:
    """The first rule that takes the whole paragraph, number `index` of `count`."""
    length = len(paragraph)
    if length > rules.steps[-1]:
        return None
    step = rules.steps[bisect_left(rules.steps, length)]
    chosen = rules.lines_at(index < EDGE, index >= count - EDGE, index > 0, step)
    asked = list(chosen.usual) if chosen.any_usual.fullmatch(paragraph) is not None else []
    for hints, rules_of_hints in chosen.hinted.items():
        if has_any(paragraph, hints):
            asked += rules_of_hints
    return next((rule for rule in asked if rule.pattern.fullmatch(paragraph) is not None and rule not in barred), None)


def is_notice(paragraph: str) -> bool:
    """Whether all of a paragraph that stands near the end is taken out by its words."""
    return line_rule_for(paragraph, load_rules(), frozenset(), index=EDGE, count=EDGE + 1) is not None


def has_any(text: str, hints: tuple[str, ...]) -> bool:
    """Whether one of the words or signs stands in the text."""
    for hint in hints:  # noqa: SIM110 - asked of every paragraph many times, and `any` is slower
        if hint in text:
            return True
    return False


def rules_met_twice(paragraphs: Sequence[Paragraph], rules: Rules) -> frozenset[LineRule]:
    """The `once` rules that several paragraphs meet: a row of bare dates is a chronology, not a dateline."""
    return frozenset(
        rule
        for rule in rules.once
        if sum(1 for p in paragraphs if len(p.text) <= rule.longest and rule.pattern.fullmatch(p.text)) > 1
    )


def cuts_inside(paragraph: str, rules: Rules, *, in_opening: bool, keep_captions: bool) -> list[Cut]:
    """What goes of a paragraph that is not boilerplate as a whole."""
    cuts: list[Cut] = []
    dateline = find_dateline(paragraph, bare=in_opening)
    start = 0
    if dateline is not None:
        cuts.extend(Cut(*piece) for piece in dateline)
        start = cuts[-1].end
    end = len(paragraph)
    while (tail := find_tail(paragraph, start, end, rules)) is not None:
        cuts.append(tail)
        end = tail.start
    cuts.extend(credit_cuts(paragraph, start, end, rules, is_body=dateline is not None, keep_captions=keep_captions))
    return cuts


def find_tail(paragraph: str, start: int, end: int, rules: Rules) -> Cut | None:
    """A closing "(Reporting by …)", "Read more: …" and the like."""
    end = start + len(paragraph[start:end].rstrip())
    begin = max(start, end - TAIL)
    for reason, pattern, hints in rules.tails:
        if has_any(paragraph, hints):
            found = pattern.search(paragraph, begin, end)
            if found is not None and found.start() > start:
                return Cut(found.start(), end, reason)
    return None


def credit_cuts(
    paragraph: str, start: int, end: int, rules: Rules, *, is_body: bool, keep_captions: bool
) -> Iterator[Cut]:
    """The credits between `start` and `end`, with the caption before them where there is one."""
    end = start + len(paragraph[start:end].rstrip())
    for credit in find_credits(paragraph, start, end, rules):
        before = paragraph[start : credit.start].strip(" \t|–—-")
        at_end = not paragraph[credit.end : end].strip(" .")
        if not before and at_end:
            yield Cut(start, end, "credit")
            return
        caption = is_bare_name(before, rules) or (at_end and not is_body and may_be_caption(before, rules))
        if caption and not keep_captions:
            yield Cut(start, credit.end, "caption")
        else:
            yield credit
        start = credit.end


def find_credits(paragraph: str, start: int, end: int, rules: Rules) -> list[Cut]:
    """The credits in order, none overlapping another."""
    found = [
        (match.start(), match.end())
        for pattern in (rules.bracketed_credits if has_any(paragraph, rules.bracketed_hints) else ())
        for match in pattern.finditer(paragraph, start, end)
    ]
    begin = max(start, end - TAIL)
    for pattern in rules.closing_credits if has_any(paragraph, rules.closing_hints) else ():
        match = pattern.search(paragraph, begin, end)
        if match is not None:
            found.append(match.span("credit" if "credit" in pattern.groupindex else 0))
    cuts: list[Cut] = []
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if not cuts or first >= cuts[-1].end:
            cuts.append(Cut(first, last, "credit"))
    return cuts


def may_be_caption(text: str, rules: Rules) -> bool:
    """Whether words that a credit follows are a caption: short, and nobody is quoted in them."""
    return (
        len(text) <= LONGEST_CAPTION
        and len(SENTENCE_END.split(text)) <= MOST_SENTENCES_IN_CAPTION
        and rules.speech.search(text) is None
    )


def is_bare_name(text: str, rules: Rules) -> bool:
    """Whether the words are a name with its title and no sentence: "Kenyan President William Ruto."."""
    if not text or len(text) > LONGEST_BARE_NAME:
        return False
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    return bool(words) and all(word[0].isupper() or word.strip(".") in rules.small_words for word in words)


def reads_as_body(paragraph: str) -> bool:
    """Whether the paragraph opens the article itself; a dateline comes no later."""
    return len(paragraph) >= 80 and paragraph.rstrip()[-1] in ".!?”\"’')…"


def apply_cuts(paragraph: str, cuts: Sequence[Cut]) -> tuple[str, list[Removed]]:
    """What stays of the paragraph, and the pieces taken out in order."""
    kept: list[str] = []
    removed: list[Removed] = []
    position = 0
    for cut in sorted(cuts, key=lambda cut: cut.start):
        kept.append(paragraph[position : cut.start].strip(" \t"))
        removed.append(Removed(paragraph[cut.start : cut.end].strip(), cut.reason))
        position = cut.end
    kept.append(paragraph[position:].strip(" \t") if cuts else paragraph)
    return " ".join(piece for piece in kept if piece), removed


@cache
def load_rules() -> Rules:
    """Read and compile `boilerplate.yaml`, once."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(RULES.read_text(encoding="utf-8"), Loader=loader)
    fill = Pieces(data["pieces"])
    lines = tuple(rule for group in data["lines"] for rule in line_rules(group, fill))
    return Rules(
        lines=lines,
        steps=tuple(sorted({rule.longest for rule in lines})),
        once=tuple(rule for rule in lines if rule.once),
        tails=tuple(
            (group["reason"], re.compile(rf"(?:{fill(pattern)})\s*\Z"), tuple(group["hints"]))
            for group in data["tails"]
            for pattern in group["patterns"]
        ),
        bracketed_credits=tuple(re.compile(fill(pattern)) for pattern in data["credits"]["bracketed"]),
        bracketed_hints=tuple(data["credits"]["bracketed_hints"]),
        closing_hints=tuple(data["credits"]["closing_hints"]),
        closing_credits=tuple(re.compile(rf"(?:{fill(pattern)})\s*\Z") for pattern in data["credits"]["closing"]),
        speech=re.compile(data["speech"]),
        small_words=frozenset(data["small_words"]),
    )


def line_rules(group: Mapping[str, Any], fill: Pieces) -> Iterator[LineRule]:
    """The rules of one group of `lines`."""
    flags = re.IGNORECASE if group.get("any_case") else re.NOFLAG
    for pattern in group["patterns"]:
        yield LineRule(
            reason=group["reason"],
            pattern=re.compile(fill(pattern), flags),
            longest=group["longest"],
            near=group.get("near", "anywhere"),
            once=group.get("once", False),
            hints=tuple(group.get("hints", ())),
        )


class Pieces:
    """Puts the named pieces into a pattern; a piece may use those above it."""

    def __init__(self, pieces: Mapping[str, str]) -> None:
        self.pieces: dict[str, str] = {}
        for name, pattern in pieces.items():
            self.pieces[name] = self(pattern)

    def __call__(self, pattern: str) -> str:
        """The pattern with each `%name%` replaced."""
        return re.sub(r"%(\w+)%", lambda match: self.pieces[match[1]], pattern)
