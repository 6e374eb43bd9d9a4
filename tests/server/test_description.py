"""The OpenAPI description against the server: whatever fits it, and much that does not, is answered without a 500."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error

from sayso.server import ServerOptions, create_app

pytestmark = [pytest.mark.model, pytest.mark.slow]

EXAMPLES = 20


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
def test_nothing_that_is_asked_ends_in_an_error_of_the_server(demo_store: Path, mode: GenerationMode) -> None:
    app = create_app(demo_store, ServerOptions(hosts=("testserver",)))
    description = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    answered = 0
    for found in description.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: schemathesis.Case[Any]) -> None:
            nonlocal answered
            answered += 1
            case.call_and_validate(checks=[not_a_server_error])

        # Of an address without parameters there is nothing to get wrong.
        with suppress(Unsatisfiable):
            ask()
    assert answered > EXAMPLES
