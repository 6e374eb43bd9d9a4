"""What stands in quotation marks."""

from __future__ import annotations

import pytest

from sayso.evaluation.quotations import quoted_spans


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("No marks.", []),
        ("", []),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('"We waited.\n"We left," he said.', ['"We waited.', '"We left,"']),
        ('"We waited.\n\nIt was late." He left.', ['"We waited.\n\nIt was late."']),
        ('"We waited.\n\nHe said "no".', ['"We waited.', '"no"']),
        ("A stray” mark and “this”.", ["“this”"]),
        ("“He said “no” to us", ["“He said “no”"]),
    ],
)
def test_quotations(text: str, quotations: list[str]) -> None:
    assert [text[span.start : span.end] for span in quoted_spans(text)] == quotations
