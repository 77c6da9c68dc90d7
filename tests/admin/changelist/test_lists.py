"""Lists and searches that look so far and no further."""

from datetime import date

import pytest
from django.test import Client

from tests.builders import make_conference, make_draft, make_exchange, make_participation, make_speaker
from transcripts.admin.changelist import lists
from transcripts.admin.conference.admin import ConferenceAdmin
from transcripts.models import SpeakerAlias

LIST = "/admin/transcripts/conference/"


def titles(client: Client, query: str = "", path: str = LIST) -> list[str]:
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    return [str(row) for row in response.context["cl"].result_list]


def test_every_word_is_found_somewhere_and_each_conference_once(editor: Client) -> None:
    ferries = make_conference("Night ferries", venue="Quay house")
    for name in ("Ines Calder", "Ines Toft"):
        make_participation(ferries, make_speaker(name))
    make_conference("Night trains")
    assert titles(editor, "?q=night") == ["Night trains", "Night ferries"]
    assert titles(editor, "?q=ines+night+quay") == ["Night ferries"]
    assert titles(editor, "?q=%22Night+trains%22") == ["Night trains"]
    assert titles(editor, "?q=ines+trains") == []


@pytest.mark.parametrize("term", ["%22", "%27%27", "%00", "%25", "_", "a" * 3000, "+".join("ab" * 40)])
def test_no_term_is_an_error(editor: Client, term: str) -> None:
    make_conference()
    for name in ("conference", "exchange", "turn", "speaker"):
        expected = {400} if term == "%00" else {200, 302}
        assert editor.get(f"/admin/transcripts/{name}/?q={term}").status_code in expected


def test_other_names_are_found(editor: Client) -> None:
    SpeakerAlias.objects.create(speaker=make_speaker("Ines Calder"), name="Minister Calder")
    make_speaker("Joram Kest")
    assert titles(editor, "?q=minister", "/admin/transcripts/speaker/") == ["Ines Calder"]


def test_a_search_looks_at_the_first_rows_of_what_is_listed(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ConferenceAdmin, "searched", 1)
    make_conference("Ferry of old", held_on=date(2001, 1, 1)), make_conference("Ferry of now")
    assert titles(editor, "?q=ferry") == ["Ferry of now"]
    assert titles(editor, "?q=ferry&date__year=2001") == ["Ferry of old"]


def test_a_permanent_id_is_found_at_any_distance(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.admin.exchange.admin.ExchangeAdmin.searched", 0)
    exchange = make_exchange(make_conference())
    make_exchange(make_conference("other"))
    found = editor.get(f"/admin/transcripts/exchange/?q={exchange.public_id}").context["cl"].result_list
    assert list(found) == [exchange]


def test_a_long_list_is_counted_so_far_and_says_so(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_COUNTED", 3)
    monkeypatch.setattr(ConferenceAdmin, "list_per_page", 2)
    for number in range(3):
        make_draft(f"Draft {number}")
    assert "3 conferences" in " ".join(editor.get(LIST).content.decode().split())
    make_draft("One more")
    assert "3+ conferences" in " ".join(editor.get(LIST).content.decode().split())
    assert len(titles(editor, "?p=2")) == 1
    assert editor.get(f"{LIST}?p=3").status_code == 302


def test_time_is_gone_down_by_the_calendar(editor: Client) -> None:
    make_conference("old", held_on=date(2022, 2, 3))
    assert "toplinks" not in editor.get(LIST).content.decode()  # there is one year only
    make_conference("new", held_on=date(2024, 3, 12), language="fr")

    def choices(query: str) -> list[tuple[str, str]]:
        return [(step.title, step.url) for step in editor.get(LIST + query).context["calendar"].choices]

    assert choices("?language__exact=fr&p=1") == [
        (f"{year}", f"?language__exact=fr&date__year={year}") for year in (2022, 2023, 2024)
    ]
    assert titles(editor, "?date__year=2022") == ["old"]
    months = choices("?date__year=2022")
    assert (len(months), months[1][1]) == (12, "?date__year=2022&date__month=2")
    days = choices("?date__year=2022&date__month=2")
    assert (len(days), days[2][1]) == (28, "?date__year=2022&date__month=2&date__day=3")
    assert [url for _title, url in choices("?date__year=2022&date__month=2&date__day=3")] == [""]
    for nonsense in ("?date__year=x", "?date__year=2022&date__month=13", "?date__year=0", "?date__year=99999"):
        assert editor.get(LIST + nonsense).status_code in {200, 302}
