"""What an Editor has decided upon, an Author does not change."""

import pytest

from tests.admin.forms import read_form, url
from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_speaker, make_withdrawn
from transcripts.models import Exchange, Speaker

pytestmark = pytest.mark.django_db
UNSEEN = [make_scheduled, make_withdrawn]


@pytest.mark.parametrize("make", UNSEEN)
def test_an_author_reads_but_does_not_change_what_is_scheduled_or_withdrawn(author, editor, make):
    conference = make(exchanges=2)
    address = url("conference", "change", conference.pk)
    assert author.get(address).status_code == 200
    sent = read_form(editor, address) | {"title": "Another title"}
    assert author.post(address, sent).status_code == 403
    exchange = conference.exchanges.first()
    address = url("exchange", "change", exchange.pk)
    sent = read_form(editor, address) | {"heading": "Another heading"}
    assert author.post(address, sent).status_code == 403
    assert author.post(url("exchange", "delete", exchange.pk), {"post": "yes"}).status_code == 403
    conference.refresh_from_db()
    exchange.refresh_from_db()
    assert (conference.title, exchange.heading) == (conference.title, "Heading 1")
    assert conference.title != "Another title"


@pytest.mark.parametrize("make", UNSEEN)
def test_an_author_adds_nothing_to_it(author, make):
    conference = make(exchanges=1)
    sent = read_form(author, f"{url('exchange', 'add')}?conference={conference.pk}")
    sent |= {"conference": conference.pk, "heading": "Mine", "turns-0-text": "Words.", "turns-0-outlet_name": "Post"}
    page = author.post(url("exchange", "add"), sent)
    assert page.status_code in (200, 403)
    assert not Exchange.objects.filter(heading="Mine").exists()


@pytest.mark.parametrize("make", UNSEEN)
def test_an_author_deletes_none_of_it_from_the_list(author, make):
    conference = make(exchanges=2)
    keys = list(conference.exchanges.values_list("pk", flat=True))
    author.post(
        url("exchange", "changelist"),
        {"action": "delete_selected", "_selected_action": keys[:1], "post": "yes"},
    )
    assert conference.exchanges.count() == 2


def test_an_editor_goes_on_changing_it(editor):
    conference = make_scheduled(exchanges=1)
    address = url("conference", "change", conference.pk)
    editor.post(address, read_form(editor, address) | {"title": "Another title", "held_on": "2024-03-12"})
    conference.refresh_from_db()
    assert conference.title == "Another title"


def test_an_author_renames_only_whom_readers_do_not_know(author, editor):
    known, new = make_speaker("Ines Calder"), make_speaker("Tomas Reyl")
    make_exchange(make_conference(), speaker=known)
    make_exchange(make_draft(), speaker=new)
    for speaker, status in ((known, 403), (new, 302)):
        address = url("speaker", "change", speaker.pk)
        assert author.get(address).status_code == 200
        assert author.post(address, read_form(editor, address) | {"name": "Another"}).status_code == status
    assert Speaker.objects.get(pk=known.pk).name == "Ines Calder"
    assert Speaker.objects.get(pk=new.pk).name == "Another"
