"""What mails about accounts hold: the account, the office and what happened, and no word of a transcript."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from tests.admin.accounts.test_second_factor import log_in, set_up
from tests.builders import make_editor
from tests.test_public_doors import ANNOUNCED, OPEN, leaked, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_mails_about_a_new_browser_and_a_second_factor_hold_no_word_of_a_transcript(
    language: str, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.HAS_MAIL = True
    make_world()
    editor = make_editor()
    editor.email = "editor@example.org"
    editor.save()
    with translation.override(language), django_capture_on_commit_callbacks(execute=True):
        client = Client()
        log_in(client)
        secret = set_up(client)
        log_in(Client())
        client.post("/admin/account/second-factor/recovery-codes/generate/")
        client.post("/admin/account/second-factor/totp/deactivate/")
    assert len(mail.outbox) >= 2
    for each in mail.outbox:
        told = each.message().as_string() + each.subject + str(each.body)
        assert leaked(told, "", 200, is_own=False) == []
        assert not any(word in told for word in (OPEN, ANNOUNCED, secret, "correct horse"))
