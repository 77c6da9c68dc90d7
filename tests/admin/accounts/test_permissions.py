"""Who may do what at the desk: one table, asked of every address for everybody."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.builders import (
    make_author,
    make_conference,
    make_draft,
    make_editor,
    make_outlet,
    make_report,
    make_series,
    make_speaker,
    make_topic,
)
from transcripts.admin.deeds import DEEDS, Role

pytestmark = pytest.mark.django_db


def desk_addresses() -> dict[str, URLPattern]:
    """Every address of the desk, by its name."""
    patterns = get_resolver().url_patterns[-1].url_patterns
    admin = next(each for each in patterns if getattr(each, "namespace", "") == "admin")
    found: dict[str, URLPattern] = {}
    waiting = [*admin.url_patterns]
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLPattern):
            if each.name:
                found[each.name] = each
        else:
            waiting += each.url_patterns
    return found


def test_every_address_of_the_desk_stands_in_the_table() -> None:
    assert set(desk_addresses()) == set(DEEDS)


def people() -> dict[Role, Client]:
    office = User.objects.create_user("office", password="x", is_staff=True)
    office.groups.add(Group.objects.get(name="Office administrators"))
    users = {
        Role.AUTHOR: make_author(),
        Role.EDITOR: make_editor(),
        Role.OFFICE: office,
        Role.ADMINISTRATOR: User.objects.create_superuser("administrator"),
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


def test_each_address_lets_in_whom_the_table_names() -> None:
    clients, known = people(), objects()
    wrong = {}
    for name, pattern in desk_addresses().items():
        if name in {"logout", "login"}:
            continue
        address = address_of(name, pattern, known)
        for role, client in clients.items():
            if may_enter(client, address) != (role in DEEDS.get(name, ())):
                wrong[name, role.value] = address
    assert wrong == {}
