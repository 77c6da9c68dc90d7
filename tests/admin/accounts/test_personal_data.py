"""The page of an account's personal data: downloaded, and erased after being asked twice."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from tests.actions.accounts.test_erasing import EMAIL, NAME, make_canary, where, world
from tests.admin.conftest import log_in
from tests.admin.forms import messages, url
from tests.builders import make_editor
from transcripts.models import AccountEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    user = User.objects.create_user("office", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="Office administrators"))
    return log_in(user)


def address(user: User) -> str:
    return reverse("admin:auth_user_personal_data", args=[user.pk])


def test_it_is_downloaded_and_erased_after_being_asked_twice(office: Client) -> None:
    user = make_canary()
    conference = world(user)
    page = office.get(address(user)).content.decode()
    assert "Revisions" in page
    assert (
        reverse("admin:auth_user_personal_data", args=[user.pk])
        in office.get(reverse("admin:auth_user_change", args=[user.pk])).content.decode()
    )
    sent = office.post(address(user), {"_export": "1"})
    assert sent["Content-Disposition"] == f'attachment; filename="account-{user.pk}.json"'
    assert json.loads(sent.content)["account"]["email"] == EMAIL
    assert AccountEvent.objects.filter(what="export").exists()
    assert "User name, once more" in office.post(address(user), {"_erase": "1"}).content.decode()
    refused = office.post(address(user), {"_confirm": "1", "name": "somebody"})
    assert "This is not the user name of the account." in refused.content.decode()
    assert where()
    said = messages(office, office.post(address(user), {"_confirm": "1", "name": NAME}))
    assert said == "The personal data were erased; what was written stays."
    assert where() == []
    assert "were erased" in office.get(address(user)).content.decode()
    editor = log_in(make_editor("other"))
    history = editor.get(url("conference", "history", conference.pk)).content.decode()
    assert "an editor (erased)" in history
    chinese = editor.get("/zh-hans" + url("conference", "history", conference.pk)).content.decode()
    assert "一位编辑（已删除）" in chinese
    assert "(erased)" not in chinese


def test_nobody_erases_themselves_or_who_stands_above_them(office: Client) -> None:
    own = User.objects.get(username="office")
    assert "ask somebody else to" in office.get(address(own)).content.decode()
    office.post(address(own), {"_confirm": "1", "name": "office"})
    assert User.objects.filter(username="office").exists()
    chief = User.objects.create_superuser("chief")
    assert office.get(address(chief)).status_code == 403
    assert office.post(address(chief), {"_export": "1"}).status_code == 403
    assert log_in(make_editor("other")).get(address(own)).status_code == 403
