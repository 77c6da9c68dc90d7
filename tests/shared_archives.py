"""An archive that is made once for many tests: each of them sees it as it was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

IN_MEMORY = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@contextmanager
def shared_archive(django_db_blocker: Any) -> Iterator[None]:
    """Let a fixture of a module or a package write rows, which go with the block; its tests use savepoints in it.

    The fixture takes `django_db_setup`, too.
    """
    from django.db import connection, transaction  # noqa: PLC0415  (only inside the unblocked database)

    with django_db_blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
