"""The demonstration, loaded once for the tests of archives, and an archive of it."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.test import override_settings

from tests.shared_archives import shared_archive
from transcripts import actions

ON_DISK = configured.STORAGES | {"default": {"BACKEND": "pressroom.storage.DurableStorage"}}


@pytest.fixture(scope="package")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, Path]]:
    """Load the demonstration for all of them; its folder of uploaded files, and an archive of it."""
    folder = tmp_path_factory.mktemp("demo")
    with shared_archive(django_db_blocker):
        with override_settings(STORAGES=ON_DISK, MEDIA_ROOT=folder / "media"):
            call_command("load_demo", with_editor=True, stdout=StringIO(), stderr=StringIO())
            actions.write_archive(folder / "demo.archive", options=["passwords"])
        yield folder / "media", folder / "demo.archive"


@pytest.fixture
def media(demo: tuple[Path, Path], settings: Any) -> Path:
    """The folder of uploaded files, in use."""
    settings.STORAGES = settings.STORAGES | {"default": ON_DISK["default"]}
    settings.MEDIA_ROOT = demo[0]
    return demo[0]


@pytest.fixture
def kept(demo: tuple[Path, Path], media: Path) -> Path:
    """The archive of the demonstration, which no test may change."""
    return demo[1]
