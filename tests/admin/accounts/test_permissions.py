"""Who may do what at the desk: one table, asked of every address for everybody."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern

from tests.builders import (
    make_announced,
    make_author,
    make_conference,
    make_draft,
    make_editor,
    make_outlet,
    make_report,
    make_running,
    make_scheduled,
    make_series,
    make_speaker,
    make_topic,
    make_withdrawn,
)
from transcripts.admin.access import ACTIONS, ADDRESSES, Role

pytestmark = pytest.mark.django_db


# Of one's own account; those of a forgotten password are there where mail is sent.
RESETTING = {"admin_password_reset", "password_reset_confirm", "password_reset_done", "password_reset_complete"}
# These send everybody to the login, whoever they are, or end the session that asks.
NOT_ASKED = {"login", "logout", "account_login", "account_logout", "mfa_authenticate"}
OF_ONE_S_OWN = ("account_", "mfa_", "password_reset_", "admin_password_reset")
OF_A_KEY = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
NAMELESS = {"catch_all_view", "view"}  # Django's own: what leads to the login, or from an old address to the form


def desk_patterns() -> list[URLPattern]:
    """Every address of the desk, with those of one's own account: all that stands under ADMIN_PATH."""
    found: list[URLPattern] = []
    patterns = get_resolver().url_patterns
    in_languages = next(each for each in patterns if isinstance(each.pattern, LocalePrefixPattern))
    waiting = [each for each in in_languages.url_patterns if str(each.pattern)]
    assert {str(each.pattern) for each in waiting} == {settings.ADMIN_PATH}
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLPattern):
            found.append(each)
        else:
            waiting += each.url_patterns
    return found


def desk_addresses() -> dict[str, URLPattern]:
    """Every address of the desk, by its name."""
    return {each.name: each for each in desk_patterns() if each.name}


def test_every_address_of_the_desk_stands_in_the_table() -> None:
    there = set(ADDRESSES) if settings.HAS_MAIL else set(ADDRESSES) - RESETTING
    assert set(desk_addresses()) == there
    nameless = [each.callback for each in desk_patterns() if not each.name]
    assert {each.__name__ for each in nameless} == NAMELESS
    assert all(each.__module__.startswith("django.") for each in nameless)


def test_every_action_of_a_list_stands_in_the_table() -> None:
    """The actions of a list have no address of their own."""
    clients = people()
    for model, shown in admin.site._registry.items():
        for role, client in clients.items():
            if role is Role.STRANGER:
                continue
            request = RequestFactory().get("/")
            request.user = User.objects.get(pk=client.session["_auth_user_id"])
            named = {name for name, roles in ACTIONS.get(model._meta.model_name or "", {}).items() if role in roles}
            assert set(shown.get_actions(request)) == named, (model, role)


def people() -> dict[Role, Client]:
    office = User.objects.create_user("office", password="x", is_staff=True)
    office.groups.add(Group.objects.get(name="Office administrators"))
    users = {
        Role.AUTHOR: make_author(),
        Role.EDITOR: make_editor(),
        Role.OFFICE: office,
        Role.ADMINISTRATOR: User.objects.create_superuser("administrator", password="x"),
    }
    clients = {Role.STRANGER: Client(raise_request_exception=False)}
    for role, user in users.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(user)
    return clients


def objects() -> dict[str, Any]:
    conference = make_conference(exchanges=1, series=make_series())
    exchange = conference.exchanges.get()
    return {
        "conference": conference.pk,
        "announcement": make_draft().pk,
        "exchange": exchange.pk,
        "mistakereport": make_report(exchange.turns.first()).pk,
        "turn": exchange.turns.first().pk,
        "speaker": make_speaker().pk,
        "outlet": make_outlet().pk,
        "topic": make_topic().pk,
        "series": conference.series.pk,
        "siteidentity": 1,
        "user": make_author("somebody").pk,
        "group": Group.objects.get(name="Authors").pk,
    }


def address_of(name: str, pattern: URLPattern, known: dict[str, Any]) -> str:
    kind = next((kind for kind in known if f"_{kind}_" in f"_{name}_"), "")
    if name == "app_list":
        return reverse("admin:app_list", args=["transcripts"])
    if name == "autocomplete":
        asked = "app_label=transcripts&model_name=turn&field_name=speaker&term=x"
        return f"{reverse('admin:autocomplete')}?{asked}"
    kind = "announcement" if "announce" in name else kind  # of what is not public yet
    if name.startswith(OF_ONE_S_OWN):
        keys = ["pk"] if name in OF_A_KEY else pattern.pattern.converters
        return reverse(name, kwargs=dict.fromkeys(keys, 1))
    values = {key: known.get(kind, 1) for key in pattern.pattern.converters}
    for key, converter in pattern.pattern.converters.items():
        if type(converter).__name__ in {"StringConverter", "PathConverter"} and not isinstance(values[key], str):
            values[key] = str(values[key])
        if key == "exchange_id":
            values[key] = known["exchange"]
        if key == "kind":
            values[key] = "csv"
        if key == "public_id":
            values[key] = "2222222222222"
        if key == "name" and type(converter).__name__ == "FileName":
            values[key] = "a.webp"
    return reverse(f"admin:{name}", kwargs=values)


def may_enter(client: Client, address: str) -> bool:
    """Whether the desk lets somebody in: it neither asks to log in nor refuses, to open or to send."""
    for send in (client.get, client.post):
        response = send(address)
        b"".join(response)
        assert response.status_code < 500, address
        is_sent_away = response.status_code == 302 and "/login/" in response["Location"]
        if not is_sent_away and response.status_code not in {403, 405}:
            return True
    return False


def in_other_states(name: str, pattern: URLPattern, known: dict[str, Any], states: list[int]) -> list[str]:
    """The addresses of the same page of conferences that are not public."""
    if not name.startswith("transcripts_conference_") or "object_id" not in pattern.pattern.converters:
        return []
    return [address_of(name, pattern, known | {"conference": key, "announcement": key}) for key in states]


def test_each_address_lets_in_whom_the_table_names() -> None:
    """An Author, who may do most with a draft, is tried with a conference in each state."""
    clients, known = people(), objects()
    makers = (make_draft, make_scheduled, make_withdrawn, make_announced, make_running)
    states = [maker(f"In state {number}").pk for number, maker in enumerate(makers)]
    wrong = {}
    # What ends all sessions comes last.
    for name, pattern in sorted(desk_addresses().items(), key=lambda row: row[0] == "account_end_sessions"):
        if name in NOT_ASKED:
            continue
        address = address_of(name, pattern, known)
        for role, client in clients.items():
            tried = [address]
            if role is Role.AUTHOR:
                tried += in_other_states(name, pattern, known, states)
            if any(may_enter(client, each) for each in tried) != (role in ADDRESSES.get(name, ())):
                wrong[name, role.value] = address
    assert wrong == {}
