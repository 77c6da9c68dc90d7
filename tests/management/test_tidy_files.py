"""Files that another machine keeps: after something was taken back, tidying deletes them there too."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.builders import make_conference
from transcripts import actions
from transcripts.file_cache import FileCache
from transcripts.models import Event

pytestmark = pytest.mark.django_db


def test_words_that_were_taken_back_stay_on_no_machine_s_disk(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = FileCache("pdf", most=10)
    settings.FILE_CACHE_ROOT = tmp_path / "other machine"
    files.put("digest", b"words")
    call_command("tidy")
    assert files.get("digest") == b"words"  # nothing was taken back
    settings.FILE_CACHE_ROOT = tmp_path / "this machine"
    actions.withdraw(make_conference(exchanges=1), reason="Another meeting.")
    settings.FILE_CACHE_ROOT = tmp_path / "other machine"
    call_command("tidy")
    assert files.get("digest") is None
    assert "taken back through another machine" in capsys.readouterr().out
    Event.objects.update(made_at=timezone.now() - timedelta(hours=1))
    files.put("digest", b"other words")
    call_command("tidy")
    assert files.get("digest") == b"other words"
