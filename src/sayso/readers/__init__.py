"""Brings documents in: plain text, HTML, JSONL, CSV, folders of them and standard input."""

from sayso.readers.open import read_documents
from sayso.readers.options import ReadOptions
from sayso.readers.text import read_text

__all__ = ["ReadOptions", "read_documents", "read_text"]
