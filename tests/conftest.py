"""What every test starts from."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, engines
from django.test import override_settings
from django.test.signals import setting_changed, template_rendered
from django.utils import translation

from pressroom.templates import CompiledTemplate
from tests.examples import examples
from transcripts import search
from transcripts.models import Conference, Turn

# No example of a property may fail because the machine was busy.
hypothesis.settings.register_profile("press room", deadline=None, max_examples=examples(100))
hypothesis.settings.load_profile("press room")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-golden", action="store_true", help="write the files in tests/golden/ again")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that empties the tables and does not give back what the migrations made."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and marker.kwargs.get("transaction") and not marker.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid} needs serialized_rollback=True beside transaction=True.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(django_db_modify_db_settings_xdist_suffix: None) -> None:
    """Keep SQLite’s test database in memory, as pytest-django does for Django’s own engine; no cursors in a server."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = ":memory:"
    # All tests share a connection. What an error leaves open of a server's cursor is closed when Python collects it:
    # in the transaction of whatever test runs then, which fails by it.
    connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = True


@pytest.fixture(autouse=True, scope="session")
def _compiled_templates() -> Iterator[None]:
    """Let tests see what a compiled page was made from, as Django's own, and compile for more languages."""
    show = CompiledTemplate._show

    def tell(template: CompiledTemplate, page: Any, values: dict[str, Any]) -> Any:
        template_rendered.send(template.template, template=template.template, context=Context(values))
        return show(template, page, values)

    def forget(*, setting: str, **kwargs: Any) -> None:
        if setting == "LANGUAGES":
            engines["django"].forget()

    setting_changed.connect(forget)
    CompiledTemplate._show = tell  # type: ignore[method-assign]
    yield
    CompiledTemplate._show = show  # type: ignore[method-assign]
    setting_changed.disconnect(forget)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static files by their own names: the hashed ones exist only after collectstatic."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]  # it exists; WhiteNoise warns where nothing was collected
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no test leaves a file behind
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True, scope="session")
def _kept_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files that are made for readers, such as cards, where they are away after the tests."""
    with override_settings(FILE_CACHE_ROOT=tmp_path_factory.mktemp("kept")):
        yield


@pytest.fixture(autouse=True)
def _no_kept_pages(settings: Any) -> None:
    """Keep no page: tests write records without an edition. Those of kept pages set this otherwise."""
    settings.CACHE_URL = "dummy://"


@pytest.fixture(autouse=True)
def _own_cache(settings: Any) -> None:
    """Count tries to log in, and what else is shared, in this test alone."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hash passwords cheaply: the slowness that guards real ones only costs time here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Leave no test in the language of the last page that it asked for."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _emptied_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the index after a test with real transactions: it is no table of a model, nobody else does."""
    marked = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server", "database_for_threads"} & set(request.fixturenames)
    if not commits and not (marked and marked.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that it is emptied before the tables are
    yield
    turns, conferences = (list(model.objects.values_list("pk", flat=True)) for model in (Turn, Conference))
    search.forget(turns, conference_ids=conferences)


@pytest.fixture
def database_for_threads(transactional_db: None, django_db_serialized_rollback: None, tmp_path: Path) -> Iterator[None]:
    """Let every thread have a connection of its own: with SQLite, that takes a file."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(tmp_path / "database") as file:
        memory.backup(file)
    file.close()
    connection.connection = None
    connection.settings_dict["NAME"] = tmp_path / "database"
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name
