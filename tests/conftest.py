"""What every test starts from."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    """Serve static files by their own names: the hashed ones exist only after collectstatic."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]  # it exists; WhiteNoise warns where nothing was collected
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
