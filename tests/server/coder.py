"""Somebody who reviews, for tests that need decisions in a store."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from sayso.server.security import COOKIE, csrf_of

ORIGIN = "http://localhost"


class Coder:
    """Somebody with the token who gave a name, as a browser without JavaScript sends forms."""

    def __init__(self, app: FastAPI, name: str) -> None:
        self.client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
        self.client.cookies.set(COOKIE, app.state.options.token)
        self.csrf = csrf_of(app.state.options)
        assert self.post("/review/name", name=name).status_code == 303

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(path, data={"csrf": self.csrf, **fields}, headers={"Origin": ORIGIN})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/review{path}").json()

    def queue(self, query: str = "") -> list[str]:
        return [f"{each['document_id']}/{each['event']}" for each in self.get(f"?limit=1000&{query}")["items"]]

    def decide(self, key: str, verdict: str = "accept", **fields: Any) -> Any:
        seen = self.get(f"/event/{key}")
        shown = {"type": seen["coded"]["type"], "status": seen["coded"]["status"]}
        shown |= {"attribution": seen["coded"]["attribution"] or ""}
        people = {name: seen["coded"][name] for name in ("actors", "recipients")}
        return self.post(f"/review/event/{key}", run=seen["run_id"], verdict=verdict, **(shown | people | fields))

    def decisions(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self.get("/decisions")["items"]
        return listed
