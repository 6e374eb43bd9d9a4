"""Sorts the lines of an article's text: labels at its edges and lines that stand twice are none of it."""

from __future__ import annotations

import re

from sayso.readers.html.region import LEAST_PROSE
from sayso.schema import Removed

ENDS_SENTENCE = re.compile(r"[.!?…][\"”’')\]]{0,2}$")
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
LIST_MARK = re.compile(r"^[-•*] (?=\S)")
EDGE = 12  # lines from the top among which a headline that is no heading is looked for
LEAST_OPENING = 5  # words of a line without an end of sentence from which it may open an article
# What follows the name of an author in a note on who that is.
WHO = re.compile(
    r",? (?:(?:is|was|has been)(?: currently| also| previously)? (?:a|an|the|our|based|one of|\w+(?: \w+){0,4} "
    r"(?:correspondent|reporter|editor|journalist|writer|fellow|columnist|analyst|producer|professor|researcher))\b"
    r"|has (?:worked|covered|reported|written)|(?:covers|covered|reports|writes|joined|teaches|can be reached)\b)"
)
LEAST_REPEATED = 5  # words of a line that are found again in another before it counts as a pull quote


def without_edges(lines: list[str], headline: str) -> tuple[list[str], list[Removed]]:
    """The lines from the headline on, up to the last that can be the article's: after it come labels and links."""
    begin = next((place + 1 for place, line in enumerate(lines[:EDGE]) if headline and comparable(line) == headline), 0)
    if any(len(line) >= LEAST_PROSE and ENDS_SENTENCE.search(line) for line in lines[:begin]):
        begin = 0
    end = len(lines)
    while end > begin and ends_page(lines[end - 1]):
        end -= 1
    if end == begin:
        return lines, []
    edges = [line for line in (*lines[:begin], *lines[end:]) if comparable(line) != headline]
    return lines[begin:end], [Removed(line, "label") for line in edges]


def ends_page(line: str) -> bool:
    """Whether a line after the article is none of it: a label, what follows a label, a notice of copyright."""
    opens_label = len(line) < LEAST_PROSE and line.endswith(":")
    return is_label(line) or opens_label or COPYRIGHT.match(line) is not None


def without_authors(lines: list[str], authors: tuple[str, ...]) -> tuple[list[str], list[Removed]]:
    """The lines without those that are an author's name, and those at the end that say who the author is."""
    names = [words for author in authors if len((words := comparable(author)).split()) > 1]
    kept: list[str] = []
    signed: list[Removed] = []
    for place, line in enumerate(lines):
        words = comparable(line)
        about = place >= len(lines) - EDGE // 2 and any(WHO.match(words.removeprefix(name)) for name in names)
        if words.removeprefix("by ") in names:
            signed.append(Removed(line, "byline"))
        elif about:
            signed.append(Removed(line, "author"))
        else:
            kept.append(line)
    return (kept, signed) if kept else (lines, [])


def without_labels(lines: list[str]) -> tuple[list[str], list[Removed]]:
    """The lines without the labels that stand before the first sentence: "6 min", "Save"."""
    first = next(
        (place for place, line in enumerate(lines) if len(line) >= LEAST_PROSE and ENDS_SENTENCE.search(line)), 0
    )
    labels = [line for line in lines[:first] if is_label(line.rstrip(",")) and len(line.split()) < LEAST_OPENING]
    return [line for line in lines[:first] if line not in labels] + lines[first:], [
        Removed(line, "label") for line in labels
    ]


def is_label(line: str) -> bool:
    """Whether a line is neither a sentence nor an item of a list. Lines with a colon are left to the rules of
    cleaning.
    """
    return (
        len(line) < LEAST_PROSE
        and ":" not in line
        and not ENDS_SENTENCE.search(line)
        and not LIST_MARK.match(line)
        and line[-1] not in ';,)>”"'
    )


def without_repeats(lines: list[str]) -> tuple[list[str], list[Removed]]:
    """The lines without those whose words another line has again: pull quotes, and paragraphs that stand twice for
    wide and narrow screens.
    """
    kept: list[str] = []
    repeated: list[Removed] = []
    said = [comparable(line) for line in lines]
    for index, (line, words) in enumerate(zip(lines, said, strict=True)):
        again = len(words.split()) >= LEAST_REPEATED and any(
            words in other and (len(words) < len(other) or place < index)
            for place, other in enumerate(said)
            if place != index
        )
        if again:
            repeated.append(Removed(line, "repetition"))
        elif index and repeated and repeated[-1].text == lines[index - 1] and signs(line, lines):
            repeated.append(Removed(line, "pull quote"))
        else:
            kept.append(line)
    return kept, repeated


def signs(line: str, lines: list[str]) -> bool:
    """Whether a line is the name under a pull quote: no sentence, and a name that the article has elsewhere."""
    names = line.split(",")[0].split()
    if not is_label(line.rstrip(",")) or not names or not all(word[0].isupper() for word in names):
        return False
    return any(names[-1] in other and other != line for other in lines)


def comparable(line: str) -> str:
    """The words of a line in small letters, without marks."""
    return " ".join(re.findall(r"\w+", line.casefold()))


def holds_article(text: str) -> bool:
    """Whether there is at least one sentence: menus and lists of headlines have none."""
    return any(len(line.split()) >= 5 and ENDS_SENTENCE.search(line.rstrip()) for line in text.split("\n"))
