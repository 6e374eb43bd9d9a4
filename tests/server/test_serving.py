"""`sayso serve`: the address that it prints works, and what cannot be served is said in a sentence."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sayso import open_store

SAYSO = Path(sys.executable).parent / "sayso"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "empty.db"
    open_store(path).close()
    return path


def refused(*arguments: str) -> str:
    finished = subprocess.run([SAYSO, "serve", *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert (finished.returncode, finished.stdout) == (2, "")
    return finished.stderr


def test_the_printed_address_opens_the_pages_of_an_empty_store(store: Path) -> None:
    with subprocess.Popen(
        [SAYSO, "serve", store, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = said.split()[-1]
        transport = httpx.HTTPTransport(retries=20)
        with httpx.Client(follow_redirects=True, transport=transport) as client:
            page = client.get(address, headers={"Accept": "text/html"})
            assert page.status_code == 200
            assert "There is nothing in" in page.text and "sayso add empty.db" in page.text
            assert "token" not in str(page.url), "the token does not stay in the address"
            assert client.get(page.url.join("/api/overview")).json()["documents"] == 0
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130, -signal.SIGINT)


def test_what_cannot_be_served_is_said_in_a_sentence(store: Path, tmp_path: Path) -> None:
    assert "there is no such store" in refused(str(tmp_path / "nothing.db"))
    assert "16 or more" in refused(str(store), "--token", "short")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "Give another --port" in refused(str(store), "--port", str(taken.getsockname()[1]))
