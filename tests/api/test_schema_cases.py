"""The API against its own OpenAPI document: schemathesis makes requests, good and bad, and looks at each answer.

A few for each operation here; `make drill` makes ten thousand.
"""

import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.builders import (
    make_conference,
    make_correction,
    make_exchange,
    make_participation,
    make_series,
    make_speaker,
    make_topic,
    make_version,
)
from transcripts import search
from transcripts.api.schema import openapi

pytestmark = pytest.mark.django_db
CASES = int(os.environ.get("CASES", "40"))
SCHEMA = schemathesis.openapi.from_dict(openapi())


@cache
def application() -> Any:
    """The site, made when the first test runs, whose settings it takes."""
    return get_wsgi_application()


def answer(environ: Any, start: Any) -> Any:
    """Answer a request as the site does."""
    return application()(environ, start)


SCHEMA.app = answer
PATHS = len(openapi()["paths"])
# Names and cursors that are no texts of ours are refused by 400 as they should be, though the document says “text”.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's connection open behind a request, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def keys() -> dict[str, str]:
    """A small archive, and an id or slug for each path."""
    speaker = make_speaker("Ines Calder")
    first = make_conference("Night ferries", series=make_series("Ports"), held_on=date(2024, 3, 12))
    make_participation(first, speaker)
    exchange = make_exchange(first, speaker=speaker, topics=(make_topic("Fares"),))
    make_correction(first, exchange.turns.get(position=2))
    make_version(first)
    search.index(first.pk)
    return {
        "/conferences/": first.slug,
        "/exchanges/": exchange.public_id,
        "/turns/": exchange.turns.get(position=1).public_id,
        "/speakers/": "ines-calder",
        "/outlets/": "evening-courier",
        "/topics/": "fares",
        "/series/": "ports",
    }


@SCHEMA.parametrize()
@settings(
    max_examples=max(1, CASES // PATHS),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
def test_every_answer_is_one_that_the_schema_knows(case: Any, keys: dict[str, str], caplog: Any) -> None:
    caplog.set_level("ERROR")
    if case.path_parameters and len(str(case.query or "")) % 2 and case.method == "GET":
        name = next(iter(case.path_parameters))
        case.path_parameters[name] = next(key for start, key in keys.items() if start in case.path)
    answer = case.call(headers={"Accept-Encoding": "identity"})
    case.validate_response(answer, checks=CHECKS)
