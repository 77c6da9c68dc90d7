"""The page that erases removed words: for administrators, pressed twice, and told in the history."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml.html import fromstring

from tests.admin.conftest import log_in
from tests.admin.forms import messages, url
from tests.builders import make_conference, make_handout
from transcripts import actions
from transcripts.models import Conference, Removal, Turn

pytestmark = pytest.mark.django_db
WORDS = "5 High Street"


@pytest.fixture
def administrator(db: None) -> Client:
    return log_in(User.objects.create_superuser("root"))


@pytest.fixture
def conference() -> Conference:
    """One with words removed by its second revision."""
    conference = make_conference(exchanges=1)
    turn = Turn.objects.get(position=2)
    Turn.objects.filter(pk=turn.pk).update(text=f"He lives at {WORDS}.\n\nThat is all.")
    actions.sync_after_edit(conference)
    conference.refresh_from_db()
    actions.remove_words(
        conference,
        [actions.Cut(turn.public_id, 0, WORDS)],
        reason="A home address.",
        is_repeated=False,
        base=conference.revision_number,
        change=actions.Change(),
    )
    make_handout(conference)
    return Conference.objects.get()


def words_of(page: bytes) -> str:
    return " ".join(fromstring(page).text_content().split())


def test_an_administrator_is_told_what_goes_and_presses_twice(administrator: Client, conference: Conference) -> None:
    number = conference.revision_number
    page = url("conference", "erase_words", conference.pk, number)
    history = url("conference", "history", conference.pk)
    assert page in administrator.get(history).content.decode()
    shown = words_of(administrator.get(page).content)
    for said in (
        "A home address.",
        WORDS,
        "cannot be undone",
        "1 revision, which keeps",
        "1 photo or handout",
        "backups",
    ):
        assert said in shown
    assert 'name="_confirm"' not in administrator.get(page).content.decode()
    looked = administrator.post(page, {"because": "A court ordered it.", "_look": "1"})
    assert "Erase permanently" in looked.content.decode()
    assert Removal.objects.get().words == [WORDS]
    done = administrator.post(page, {"because": "A court ordered it.", "_confirm": "1"})
    assert f"Erased the words that revision {number} removed." in messages(administrator, done)
    assert Removal.objects.get().words == []
    told = words_of(administrator.get(history).content)
    assert "Removed words erasedA court ordered it." in told
    assert "Words were erased from it on" in told
    assert page not in administrator.get(history).content.decode()
    assert administrator.get(page).status_code == 404


@pytest.mark.parametrize("because", ["", f"Because of {WORDS}."])
def test_it_asks_for_a_reason_that_does_not_repeat_them(
    administrator: Client, conference: Conference, because: str
) -> None:
    page = url("conference", "erase_words", conference.pk, conference.revision_number)
    for button in ("_look", "_confirm"):
        answer = administrator.post(page, {"because": because, button: "1"})
        assert "errorlist" in answer.content.decode()
        assert 'name="_confirm"' not in answer.content.decode()
    assert Removal.objects.get().words == [WORDS]


def test_editors_neither_see_it_nor_do_it(editor: Client, conference: Conference) -> None:
    page = url("conference", "erase_words", conference.pk, conference.revision_number)
    assert editor.get(page).status_code == 403
    assert editor.post(page, {"because": "Why not.", "_confirm": "1"}).status_code == 403
    assert page not in editor.get(url("conference", "history", conference.pk)).content.decode()
