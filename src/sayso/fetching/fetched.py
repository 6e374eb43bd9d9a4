"""A page as it came, with all that is needed to read it again when it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sayso.fetching.charsets import decode_page


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer of a host. `address` was asked for, `final_address` is where redirects led; `time` is ISO 8601 in UTC.

    Names of `headers` are in small letters. `body` is unpacked; it is empty where `not_modified`: the page is still the
    one that was fetched before.
    """

    address: str
    final_address: str
    status: int
    time: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def not_modified(self) -> bool:
        """Whether the host says that nothing has changed since the last time."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        """The type of the body without its parameters, such as "text/html"; empty where the host gives none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def digest(self) -> str:
        """SHA-256 of the body."""
        return sha256(self.body).hexdigest()

    def text(self) -> tuple[str, str]:
        """The body as text, and the charset it was read in."""
        return decode_page(self.body, self.headers.get("content-type"))
