"""What every test starts from."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate-golden", action="store_true", help="write the files in tests/golden/ anew")


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static files by their own names: the hashed ones exist only after collectstatic."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]  # it exists; WhiteNoise warns where nothing was collected
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no test leaves a file behind
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _no_kept_pages(settings: Any) -> None:
    """Keep no page: tests write records without an edition. Those of kept pages set this otherwise."""
    settings.CACHE_URL = "dummy://"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Hash passwords cheaply: the slowness that guards real ones only costs time here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Leave no test in the language of the last page that it asked for."""
    with translation.override("en"):
        yield
