"""The pages of find and replace: what they show, what they ask, and what they do."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from tests.actions.replacing.test_replacing import NOTE, enter, whole
from tests.admin.conftest import log_in
from tests.admin.forms import messages, url
from tests.builders import make_author, make_editor
from transcripts import actions
from transcripts.admin.replacing import views
from transcripts.models import Conference, Replacement
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db
FORM = url("conference", "replace")
ASKED = {"find": "Kiev", "replace_by": "Kyiv", "is_whole": "on", "matches_case": "on"}
WHY = {"note": NOTE, "is_major": "0"}


@pytest.fixture
def editor() -> Client:
    return log_in(make_editor("editor"))


def look(client: Client, **changes: Any) -> str:
    """The address of the preview."""
    response = client.post(FORM, ASKED | changes)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def ticks(client: Client, address: str) -> dict[str, list[str]]:
    """What a browser would send of the page's ticks."""
    shown = client.get(address).context["places"]
    places = [place for each in shown for place in each.places]
    return {
        "shown": [str(each.row.pk) for each in shown if each.places],
        "place": [place.value for place in places if place.is_chosen],
    }


def test_each_place_is_shown_with_its_words(editor: Client) -> None:
    enter()
    page = editor.get(look(editor)).content.decode()
    text = " ".join(page.split())
    assert "6 places · 1 conference · whole words · case as written" in text
    assert "6 places are selected." in text
    assert text.count('name="place"') == 6
    assert "envoy to <del>" in text
    assert 'Exchange 1 · <span lang="en"' in text
    assert '</del><ins><span class="visually-hidden">[now: </span>Kyiv' in text


def test_the_whole_way_without_a_script(editor: Client) -> None:
    enter(1)
    other = enter(2, publish=False)
    address = look(editor)
    data = ticks(editor, address)
    data["place"].remove(next(value for value in data["place"] if value.endswith("-2")))
    refused = editor.post(address, data | {"_apply": "1"})
    assert "enter a note" in refused.content.decode()
    assert "choose whether the change is minor or major" in refused.content.decode()
    assert "11 places are selected" in " ".join(refused.content.decode().split())
    said = messages(editor, editor.post(address, ticks(editor, address) | {"_apply": "1"} | WHY))
    assert said == "2 conferences were changed."
    headings = {exchange.heading for row in Conference.objects.all() for exchange in read(row).exchanges}
    assert headings in ({"Kiev 2", "Kyiv 1"}, {"Kiev 1", "Kyiv 2"})
    page = " ".join(editor.get(address).content.decode().split())
    assert "Carried out by editor" in page
    assert "5 places replaced" in page
    assert "6 places replaced" in page
    assert LogEntry.objects.filter(change_message__icontains="find and replace").count() == 2
    undone = messages(editor, editor.post(address, {"_undo": "1"} | WHY))
    assert undone == "2 conferences were changed."
    assert read(Conference.objects.get(pk=other.pk)).title == "On Kiev 2"
    assert "Undone by editor" in " ".join(editor.get(address).content.decode().split())
    assert "undone" in editor.get(FORM).content.decode()


def test_ticks_of_other_pages_are_kept(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        enter(number, publish=False)
    monkeypatch.setattr(views, "PER_PAGE", 2)
    address = look(editor)
    first = ticks(editor, address)
    assert len(first["place"]) == 12
    response = editor.post(address, {"shown": first["shown"], "place": first["place"][:1], "_page": "2"})
    assert response["Location"] == f"{address}?p=2"
    second = ticks(editor, f"{address}?p=2")
    assert len(second["place"]) == 6
    editor.post(f"{address}?p=2", second | {"_apply": "1"})
    assert [row.chosen for row in Replacement.objects.get().conferences.all()] == [1, 0, 6]
    assert [row.outcome for row in Replacement.objects.get().conferences.all()] == ["done", "none", "done"]


def test_all_and_none(editor: Client) -> None:
    enter(publish=False)
    address = look(editor)
    editor.post(address, {"_none": "1"})
    assert ticks(editor, address)["place"] == []
    said = messages(editor, editor.post(address, ticks(editor, address) | {"_apply": "1"}))
    assert said == "Choose at least one place."
    editor.post(address, {"_all": "1"})
    assert len(ticks(editor, address)["place"]) == 6
    editor.post(address, {"_drop": "1"})
    assert not Replacement.objects.exists()
    assert editor.get(address).status_code == 404


def test_what_could_not_be_done_is_said(editor: Client) -> None:
    conference = enter()
    address = look(editor)
    data = ticks(editor, address)
    actions.reconcile(conference, read(conference).__class__(title="Other"), actions.Change(None, "Why.", True))
    before = whole(conference)
    assert "it will be left as it is" in editor.get(address).content.decode()
    said = messages(editor, editor.post(address, data | {"_apply": "1"} | WHY))
    assert said == "1 conference was left as it was; the reason is given beside it."
    assert "Somebody changed it meanwhile." in editor.get(address).content.decode()
    assert whole(conference) == before


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"find": "  "}, "This field is required."),
        ({"find": "Kyiv"}, "Both texts are the same."),
        ({"find": "Lviv"}, "Not found."),
        ({"first": "2024-05-01", "last": "2024-04-01"}, "This day is before the other."),
        ({"find": "x" * 201}, "at most 200 characters"),
        ({"series": "no"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_or_wrong_is_said(editor: Client, said: dict[str, str], sentence: str) -> None:
    enter()
    response = editor.post(FORM, ASKED | said)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Replacement.objects.exists()


def test_made_up_values_change_nothing(editor: Client) -> None:
    enter(publish=False)
    address = look(editor)
    for data in ({"shown": "x", "place": ["x", "1-", "-1", "9" * 40, "1-9" * 9]}, {"_page": "x"}, {"_undo": "1"}):
        assert editor.post(address, data).status_code == 302
    assert Replacement.objects.get().conferences.get().left == []
    assert editor.get(f"{address}?p=x").status_code == 200
    assert editor.get(f"{FORM}?again=x").status_code == 200
    assert 'value="Kiev"' in editor.get(f"{FORM}?again={Replacement.objects.get().pk}").content.decode()


def test_authors_are_not_let_in() -> None:
    enter()
    author = log_in(make_author("author"))
    assert author.get(FORM).status_code == 403
    assert author.post(FORM, ASKED).status_code == 403
    assert "Find and replace" not in author.get(url("conference", "changelist")).content.decode()


def test_the_pages_cost_the_same_for_any_number_of_conferences(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 9):
        enter(number, publish=False)
    address = look(editor)
    for page, most in ((address, 18), (FORM, 10)):
        editor.get(page)
        with django_assert_max_num_queries(most):
            editor.get(page)
