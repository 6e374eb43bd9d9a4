"""Codebooks: the categories of an ontology as data, with the frames that code them (`frames.py` has their language)."""

from sayso.knowledge.codebook.contexts import Clue, Context, ContextIndex
from sayso.knowledge.codebook.model import Code, Codebook, EventType, Frame, Mode
from sayso.knowledge.codebook.reading import PLOVER, load_codebook, problems_of, types_in

__all__ = [
    "PLOVER",
    "Clue",
    "Code",
    "Codebook",
    "Context",
    "ContextIndex",
    "EventType",
    "Frame",
    "Mode",
    "load_codebook",
    "problems_of",
    "types_in",
]
