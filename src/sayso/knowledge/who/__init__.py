"""Answers "who is NAME on this day?" from the tables, with the line that each fact comes from."""

from sayso.knowledge.who.answer import Answer, Codes, Entry, Line, Tenure
from sayso.knowledge.who.ask import who_is

__all__ = ["Answer", "Codes", "Entry", "Line", "Tenure", "who_is"]
