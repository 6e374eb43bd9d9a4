"""Scores what is read of web pages against what a careful reader would keep: text by words, metadata by field.

    .venv/bin/python -m sayso.evaluation.pages tests/readers/pages

prints the figures page by page. A folder of pages holds NAME.html, NAME.txt (the expected paragraphs, one a line) and
metadata.jsonl (one line a page: `page`, and the expected title, publisher, published, url, language and author).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from sayso.errors import InputError
from sayso.readers import read_documents
from sayso.schema import Document

FIELDS = ("title", "publisher", "published", "url", "language", "author")
WORD = re.compile(r"[\w@#$%](?:[\w'’.,-]*\w)?")


@dataclass(frozen=True, slots=True)
class PageScore:
    """Words expected, found and shared (in any order, and in order), and which fields of the metadata are right."""

    page: str
    expected: int
    found: int
    shared: int
    in_order: int
    right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class PagesScore:
    """The scores of several pages together; each word and each field counts the same."""

    pages: tuple[PageScore, ...]

    @property
    def precision(self) -> float:
        """The share of the words found that are expected."""
        return share(sum(page.shared for page in self.pages), sum(page.found for page in self.pages))

    @property
    def recall(self) -> float:
        """The share of the words expected that are found."""
        return share(sum(page.shared for page in self.pages), sum(page.expected for page in self.pages))

    @property
    def ordered_precision(self) -> float:
        """Precision where words count only in the order in which they are expected."""
        return share(sum(page.in_order for page in self.pages), sum(page.found for page in self.pages))

    @property
    def ordered_recall(self) -> float:
        """Recall where words count only in the order in which they are expected."""
        return share(sum(page.in_order for page in self.pages), sum(page.expected for page in self.pages))

    def right(self, field: str) -> float:
        """The share of the pages whose field is right; none found where none is expected is right, too."""
        return share(sum(page.right[field] for page in self.pages), len(self.pages))


def score_pages(folder: Path) -> PagesScore:
    """Score the pages of a folder."""
    lines = (folder / "metadata.jsonl").read_text("utf-8").splitlines()
    return PagesScore(tuple(score_page(folder, json.loads(line)) for line in lines))


def score_page(folder: Path, expected: Mapping[str, Any]) -> PageScore:
    """Read one page and compare. A page that cannot be read has found nothing."""
    gold = words_of((folder / f"{expected['page']}.txt").read_text("utf-8"))
    try:
        [document] = read_documents([folder / f"{expected['page']}.html"])
    except InputError:
        return PageScore(expected["page"], len(gold), 0, 0, 0, dict.fromkeys(FIELDS, False))
    found = words_of(document.text)
    matcher = SequenceMatcher(None, gold, found, autojunk=False)
    return PageScore(
        page=expected["page"],
        expected=len(gold),
        found=len(found),
        shared=sum((Counter(gold) & Counter(found)).values()),
        in_order=sum(block.size for block in matcher.get_matching_blocks()),
        right={field: stated(document, field) == expected.get(field) for field in FIELDS},
    )


def stated(document: Document, field: str) -> str | None:
    """What was read of a field; several authors with "; " between."""
    if field == "author":
        return "; ".join(document.extra.get("author", ())) or None
    value: str | None = getattr(document, field)
    return value


def words_of(text: str) -> list[str]:
    """The words of a text, without the marks around them."""
    return WORD.findall(text.replace("'", "’"))


def share(part: int, whole: int) -> float:
    """`part` of `whole`; 0 of nothing."""
    return part / whole if whole else 0.0


def report(score: PagesScore) -> str:
    """A line a page, and the figures of all."""
    lines = [f"{'page':26} precision  recall  wrong"]
    for page in score.pages:
        wrong = ", ".join(field for field, right in page.right.items() if not right)
        precision, recall = share(page.shared, page.found), share(page.shared, page.expected)
        lines.append(f"{page.page:26} {precision:9.3f} {recall:7.3f}  {wrong}".rstrip())
    lines.append(f"{'all, in any order':26} {score.precision:9.3f} {score.recall:7.3f}")
    lines.append(f"{'all, in order':26} {score.ordered_precision:9.3f} {score.ordered_recall:7.3f}")
    lines.append("right: " + ", ".join(f"{field} {score.right(field):.3f}" for field in FIELDS))
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(score_pages(Path(sys.argv[1]))))
