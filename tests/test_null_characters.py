"""What no database can hold, a null character or too large a number, is ignored or refused, and breaks nothing."""

import pytest
from django.test import Client

from tests.admin.conftest import administrator, log_in  # noqa: F401  (a fixture)
from tests.admin.forms import read_form, url
from tests.builders import make_conference
from transcripts.models import Comment

pytestmark = pytest.mark.django_db


def test_the_desk_refuses_it_in_an_address(administrator: Client) -> None:  # noqa: F811
    conference = make_conference(exchanges=1)
    key, exchange = conference.pk, conference.exchanges.get().pk
    for path in (
        "conference/?q=%00",
        "conference/?series__id__exact=%00",
        "conference/?p=%00&o=%00",
        f"conference/{key}/history/?p=%00",
        f"conference/{key}/change/?_changelist_filters=%00",
        "exchange/add/?conference=%00",
        "speaker/duplicates/?p=%00",
        "speaker/?q=%00",
        f"exchange/{exchange}/change/?form_token=%00",
        f"conference/{key}/preview-link/?days=%00",
        "conference/%00/change/",
    ):
        response = administrator.get(f"/admin/transcripts/{path}")
        assert response.status_code in {400, 404}, path


def test_the_desk_refuses_it_in_a_form(administrator: Client) -> None:  # noqa: F811
    conference = make_conference(exchanges=1)
    address = url("conference", "change", conference.pk)
    data = {name: value for name, value in read_form(administrator, address).items() if value is not None}
    for name in data:
        assert administrator.post(address, data | {name: "a\0b"}).status_code == 400, name
    comments = f"/admin/transcripts/conference/{conference.pk}/comment/"
    assert administrator.post(comments, {"text": "a\0b"}).status_code == 400
    assert not Comment.objects.exists()


def test_no_cookie_brings_it_in(client: Client) -> None:
    for path in ("/admin/", "/", "/admin/login/", "/preview/x/"):
        response = client.get(path, HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaa"; csrftoken="\\000"')
        assert response.status_code < 500, path


def test_the_desk_refuses_a_number_that_no_column_holds(administrator: Client) -> None:  # noqa: F811
    many = "9" * 19
    for path, sent in (
        ("auth/group/add/", {"name": "Readers", "permissions": many}),
        ("auth/user/add/", {"username": "x", "groups": many, "user_permissions": many}),
        ("transcripts/exchange/", {"action": "delete_selected", "_selected_action": many}),
    ):
        assert administrator.post(f"/admin/{path}", sent).status_code in {200, 302, 400}, path
