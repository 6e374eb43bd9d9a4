"""Reads JSON objects that are not one a line: one object over many lines, or the items of an array, one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from sayso.errors import DocumentTooLarge, InputError
from sayso.readers.options import ReadOptions
from sayso.readers.records import KINDS

READ = 1 << 16
HALF_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
REMEDY = "Give one JSON object, an array of them, or one on each line"


class JsonItems:
    """Goes through a stream of which it holds one object at a time in memory."""

    def __init__(self, stream: TextIO, options: ReadOptions, *, name: str) -> None:
        self.stream, self.options, self.name = stream, options, name
        self.decoder = json.JSONDecoder(parse_constant=refuse_constant)
        self.buffer = ""
        self.line = 1

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each object and the line it begins on. What is not JSON ends the reading with an `InputError`."""
        in_array = self.next_character() == "["
        if in_array:
            self.drop(1)
        while (character := self.next_character()) and not (in_array and character == "]"):
            line = self.line
            value = self.next_value()
            if not isinstance(value, dict):
                raise self.error(f"there is {kind_of(value)} where an object should be", line)
            yield line, value
            if in_array and self.next_character() == ",":
                self.drop(1)
        if in_array and not character:
            raise self.error("the array is cut short", self.line)

    def next_character(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            self.drop(len(self.buffer) - len(self.buffer.lstrip()))
            if self.buffer or not self.read_on():
                return self.buffer[:1]

    def next_value(self) -> Any:
        """The value that begins here, read on as far as it goes."""
        while True:
            try:
                value, end = self.decoder.raw_decode(self.buffer)
            except json.JSONDecodeError as error:
                # A value that is not all read yet looks like a wrong one.
                if not self.read_on():
                    raise self.error(f"not JSON ({error.msg})", self.line + error.lineno - 1) from error
            except (ValueError, RecursionError) as error:
                raise self.error(f"not JSON that can be read ({error})", self.line) from error
            else:
                half = HALF_SURROGATE.search(self.buffer, 0, end)
                self.drop(end)
                return without_half_surrogates(value) if half else value

    def read_on(self) -> bool:
        """Read as much again as is held; False at the end."""
        if len(self.buffer) > self.options.max_bytes:
            raise DocumentTooLarge(
                self.name,
                f"an object has more than {self.options.max_bytes:,} characters, far over the limit of "
                f"{self.options.max_characters:,} for one document",
                "Leave it out, or raise `max_characters`",
                line=self.line,
            )
        read = self.stream.read(max(READ, len(self.buffer)))
        self.buffer += read
        return bool(read)

    def drop(self, length: int) -> None:
        """Let go of what was read of the buffer."""
        self.line += self.buffer.count("\n", 0, length)
        self.buffer = self.buffer[length:]

    def error(self, problem: str, line: int) -> InputError:
        """The error for what is no JSON."""
        return InputError(self.name, problem, REMEDY, line=line)


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    return "a string" if isinstance(value, str) else KINDS.get(type(value), "null")


def refuse_constant(name: str) -> float:
    """NaN and Infinity are not JSON, and no reader of our output could take them."""
    raise ValueError(f"{name} is not a JSON value")


def without_half_surrogates(value: Any) -> Any:
    """The same value with U+FFFD for what `\\ud800` leaves: it is no character and cannot be written."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
