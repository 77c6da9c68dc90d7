"""What Authors change in a public conference waits for an Editor, and what an Editor wants to wait."""

import pytest
from django.test import Client

from tests.admin.forms import errors, messages, read_form, save, url
from tests.builders import make_conference, make_draft, make_exchange, make_turn
from tests.views.pages import markup
from transcripts import actions
from transcripts.document import Kind
from transcripts.models import Conference, Correction, Exchange, Redirect, Revision, Speaker


@pytest.fixture
def conference(db: None) -> Conference:
    conference = make_conference()
    for heading in ("Boats", "Fares"):
        make_turn(make_exchange(conference, heading=heading), Kind.STATEMENT, "In summer.")
    actions.sync_after_edit(conference)
    return conference


def proposal_of(conference: Conference) -> Revision:
    return conference.revisions.proposed().get()


def address_of(proposal: Revision) -> str:
    return url("conference", "proposal", proposal.conference_id, proposal.pk)


def test_an_author_s_change_of_what_is_public_is_kept_as_a_proposal(author: Client, conference: Conference) -> None:
    exchange = conference.exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    assert "kept as a proposal" in author.get(address).content.decode()
    added = {"turns__3__text": "No.", "turns__3__speaker_name": "Ada Holt"}
    response = save(author, address, turns__1__text="At two.", **added, note="Misheard", is_major="0")
    assert response.status_code == 302, errors(response)
    proposal = proposal_of(conference)
    assert response.url == address_of(proposal)
    assert "kept as a proposal" in messages(author, response)
    assert (proposal.base, proposal.note, proposal.made_by_name) == (1, "Misheard", "author")
    assert [turn.text for turn in proposal.transcript.exchanges[0].turns][1::2] == ["At two.", "No."]
    assert list(exchange.turns.values_list("text", flat=True))[1:] == ["At one o’clock.", "In summer."]
    assert not Speaker.objects.filter(name="Ada Holt").exists()
    conference.refresh_from_db()
    assert (conference.revision_number, conference.revisions.applied().count()) == (1, 1)


def test_the_author_is_asked_for_the_note_and_for_what_a_form_must_hold(author: Client, conference: Conference) -> None:
    address = url("conference", "change", conference.pk)
    assert "enter a note explaining" in errors(save(author, address, venue="Quay"))
    assert save(author, address, title="", note="x", is_major="0").status_code == 200
    assert save(author, address).status_code == 302
    assert not conference.revisions.proposed().exists()


def test_an_author_does_not_change_the_address_of_what_is_public(author: Client, conference: Conference) -> None:
    address = url("conference", "change", conference.pk)
    data = read_form(author, address)
    assert "slug" not in data
    save(author, address, slug="else", record_status="final", venue="Quay", note="Both", is_major="0")
    conference.refresh_from_db()
    assert (conference.record_status, conference.slug) == ("preliminary", "2024-03-12-night-ferries")


def test_adding_moving_and_deleting_are_proposed_as_well(author: Client, conference: Conference) -> None:
    first, second = conference.exchanges.all()
    save(
        author,
        f"{url('exchange', 'add')}?conference={conference.pk}",
        turns__0__text="And?",
        note="Left out",
        is_major="0",
    )
    author.post(
        url("conference", "move_exchange", conference.pk, second.pk),
        {"step": "-1", "note": "Came first", "is_major": "0"},
    )
    author.post(url("exchange", "delete", first.pk), {"post": "yes", "note": "Twice", "is_major": "0"})
    author.post(url("turn", "delete", first.turns.all()[2].pk), {"post": "yes", "note": "Not said", "is_major": "0"})
    data = {
        "action": "delete_selected",
        "post": "yes",
        "note": "Twice too",
        "_selected_action": [second.pk],
        "is_major": "0",
    }
    author.post("/admin/transcripts/exchange/", data)
    assert list(conference.exchanges.all()) == [first, second]
    assert first.turns.count() == 3
    assert not Redirect.objects.exists()
    notes = list(conference.revisions.proposed().order_by("pk").values_list("note", flat=True))
    assert notes == ["Left out", "Came first", "Twice", "Not said", "Twice too"]
    shapes = [
        [len(exchange.turns) for exchange in row.transcript.exchanges]
        for row in conference.revisions.proposed().order_by("pk")
    ]
    assert shapes == [[3, 3, 1], [3, 3], [3], [2, 3], [3]]


def test_an_author_deletes_from_several_conferences_only_what_is_not_public(
    author: Client, conference: Conference
) -> None:
    draft = make_draft(exchanges=2)
    keys = [conference.exchanges.all()[0].pk, draft.exchanges.all()[0].pk]
    data = {"action": "delete_selected", "post": "yes", "note": "x", "_selected_action": keys, "is_major": "0"}
    response = author.post("/admin/transcripts/exchange/", data)
    assert "one conference at a time" in messages(author, response)
    assert Exchange.objects.count() == 4


def test_drafts_are_changed_by_authors_at_once(author: Client) -> None:
    draft = make_draft(exchanges=1)
    save(author, url("conference", "change", draft.pk), venue="Quay")
    draft.refresh_from_db()
    assert draft.venue == "Quay"


@pytest.fixture
def proposal(author: Client, conference: Conference) -> Revision:
    address = url("exchange", "change", conference.exchanges.all()[0].pk)
    save(author, address, turns__1__text="At two.", note="Misheard", is_major="0")
    return proposal_of(conference)


def test_editors_see_that_a_proposal_waits_and_what_it_changes(editor: Client, proposal: Revision) -> None:
    pages = {"/admin/": "Pending proposals", url("conference", "change", proposal.conference_id): "1 pending proposal"}
    for address, words in pages.items():
        html = editor.get(address).content.decode()
        assert words in html
        assert address_of(proposal) in html
    page = editor.get(address_of(proposal)).content.decode()
    assert "<ins>" in page
    assert "Misheard" in page
    assert 'name="apply"' in page


def test_an_editor_applies_a_proposal(editor: Client, conference: Conference, proposal: Revision) -> None:
    response = editor.post(address_of(proposal), {"apply": "1", "note": "Misheard, indeed", "is_major": "1"})
    assert messages(editor, response) == "Applied the proposal of author."
    turn = conference.exchanges.all()[0].turns.all()[1]
    assert turn.text == "At two."
    proposal.refresh_from_db()
    assert (proposal.state, proposal.number, proposal.is_major) == ("applied", 2, True)
    assert (proposal.note, proposal.made_by_name, proposal.decided_by_name) == ("Misheard, indeed", "author", "editor")
    assert "applied by editor" in editor.get(address_of(proposal)).content.decode()
    assert not list(actions.find_damage(Conference.objects.get()))
    assert "Pending proposals" not in editor.get("/admin/").content.decode()


def test_a_proposal_keeps_what_was_changed_since(editor: Client, conference: Conference, proposal: Revision) -> None:
    exchange = conference.exchanges.all()[0]
    save(editor, url("exchange", "change", exchange.pk), turns__0__text="When?", note="Shorter", is_major="0")
    assert "is now at revision 2" in editor.get(address_of(proposal)).content.decode()
    editor.post(address_of(proposal), {"apply": "1", "is_major": "0"})
    assert list(exchange.turns.values_list("text", flat=True)) == ["When?", "At two.", "In summer."]


def test_a_proposal_that_conflicts_is_shown_with_both_texts(
    editor: Client, conference: Conference, proposal: Revision
) -> None:
    exchange = conference.exchanges.all()[0]
    save(editor, url("exchange", "change", exchange.pk), turns__1__text="At three.", note="Misheard", is_major="0")
    response = editor.post(address_of(proposal), {"apply": "1", "note": "Yes", "is_major": "0"})
    html = markup(response)
    assert "somebody else has changed the same text" in html
    assert "Exchange 1, turn 2" in html
    assert html.count(">[now: </span>") >= 2
    assert exchange.turns.all()[1].text == "At three."
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    choice = f"choice-{exchange.turns.all()[1].public_id}"
    assert f'name="{choice}" value="theirs"' in html
    editor.post(address_of(proposal), {"apply": "1", "note": "Yes", choice: "mine", "chosen_at": "2", "is_major": "0"})
    assert exchange.turns.all()[1].text == "At two."


def test_an_editor_declines_and_the_author_sees_it(editor: Client, author: Client, proposal: Revision) -> None:
    assert "Your proposals" in author.get("/admin/").content.decode()
    editor.post(address_of(proposal), {"decline": "1"})
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    assert "Declined" in author.get(address_of(proposal)).content.decode()
    assert "declined" in author.get("/admin/").content.decode()
    assert "declined" in author.get(url("conference", "history", proposal.conference_id)).content.decode()
    response = editor.post(address_of(proposal), {"apply": "1", "is_major": "0"})
    assert "already been applied or declined" in messages(editor, response)


def test_an_author_decides_nothing(author: Client, proposal: Revision) -> None:
    assert 'name="apply"' not in author.get(address_of(proposal)).content.decode()
    for button in ("apply", "decline"):
        assert author.post(address_of(proposal), {button: "1"}).status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_an_author_who_restores_what_is_public_proposes_it(
    author: Client, editor: Client, conference: Conference
) -> None:
    address = url("exchange", "change", conference.exchanges.all()[0].pk)
    save(editor, address, turns__1__text="At two.", note="Misheard", is_major="0")
    restore = url("conference", "restore_revision", conference.pk, 1)
    response = author.post(restore, {"note": "It was right", "is_major": "0"})
    assert response.url == address_of(proposal_of(conference))
    assert proposal_of(conference).transcript == conference.revisions.get(number=1).transcript


def test_a_proposal_is_found_only_in_its_own_conference(editor: Client, proposal: Revision) -> None:
    other = make_conference("Other")
    assert editor.get(url("conference", "proposal", other.pk, proposal.pk)).status_code == 404


def test_an_editor_proposes_instead_of_changing_at_once(editor: Client, client: Client, conference: Conference) -> None:
    exchange = conference.exchanges.all()[0]
    address = url("exchange", "change", exchange.pk)
    assert 'name="_propose"' in editor.get(address).content.decode()
    response = save(editor, address, button="_propose", turns__1__text="At two.", note="Misheard", is_major="1")
    assert "Readers will not see it" in messages(editor, response)
    proposal = proposal_of(conference)
    assert (proposal.made_by_name, proposal.note, proposal.is_major) == ("editor", "Misheard", True)
    assert exchange.turns.all()[1].text == "At one o’clock."
    assert "At two" not in client.get(f"{conference.get_absolute_url()}full/").content.decode()
    page = editor.get(address_of(proposal)).content.decode()
    assert "<ins>" in page
    address = editor.get(url("conference", "see_proposal", conference.pk, proposal.pk)).url
    assert "At two." not in client.get(address).content.decode()  # it opens for who asked alone
    seen = editor.get(address)
    assert "At two." in seen.content.decode()
    editor.post(address_of(proposal), {"apply": "1", "note": "Misheard, as the recording says", "is_major": "0"})
    applied = conference.revisions.get(number=2)
    assert (applied.note, applied.is_major) == ("Misheard, as the recording says", False)
    assert "At two." in client.get(f"{conference.get_absolute_url()}full/").content.decode()
    assert not Correction.objects.exists()


def test_an_editor_proposes_the_head_the_sheet_and_a_restoration(editor: Client, conference: Conference) -> None:
    head = url("conference", "change", conference.pk)
    assert save(editor, head, button="_propose", venue="Quay", note="It was missing", is_major="0").status_code == 302
    sheet = url("conference", "sheet", conference.pk)
    page = editor.get(sheet).context["form"].initial
    sent = {
        "sheet": page["sheet"].replace("At one", "At six"),
        "revision_number": "1",
        "note": "Misheard",
        "is_major": "0",
    }
    looked = editor.post(sheet, sent | {"_look": "1"})
    assert 'name="_propose"' in looked.content.decode()
    assert editor.post(sheet, sent | {"_propose": "1", "seen": looked.context["seen"]}).status_code == 302
    save(editor, head, venue="Hall", note="It was missing", is_major="0")
    editor.post(
        url("conference", "restore_revision", conference.pk, 1),
        {"_propose": "1", "note": "It was right", "is_major": "0"},
    )
    assert conference.revisions.proposed().count() == 3
    conference.refresh_from_db()
    assert (conference.revision_number, conference.venue) == (2, "Hall")
    assert "3 pending proposals" in editor.get(head).content.decode()


def test_what_cannot_wait_is_refused_with_a_sentence_and_nothing_is_saved(
    editor: Client, conference: Conference
) -> None:
    address = url("conference", "change", conference.pk)
    for changes in (
        {"record_status": "final", "venue": "Quay"},
        {"slug": "else"},
        {"attachments__0__kind": "video", "attachments__0__url": "https://video.example.org/a"},
    ):
        response = save(editor, address, button="_propose", note="Both", is_major="0", **changes)
        assert "cannot be proposed" in errors(response)
    assert "no changes to propose" in errors(save(editor, address, button="_propose", note="Nothing", is_major="0"))
    now = Conference.objects.get()
    assert (now.record_status, now.venue, now.slug) == (conference.record_status, "", conference.slug)
    assert not conference.revisions.proposed().exists()
    assert not now.attachments.exists()


def test_a_draft_is_changed_at_once_whatever_is_asked(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    actions.sync_after_edit(exchange.conference)
    address = url("exchange", "change", exchange.pk)
    assert 'name="_propose"' not in editor.get(address).content.decode()
    save(editor, address, button="_propose", heading="Boats")
    exchange.refresh_from_db()
    assert exchange.heading == "Boats"


def test_whoever_applies_says_again_what_it_weighs(editor: Client, conference: Conference, proposal: Revision) -> None:
    Revision.objects.filter(pk=proposal.pk).update(is_major=True)
    page = editor.get(address_of(proposal)).content.decode()
    assert " checked" not in page[page.index('name="is_major"') :].split("</fieldset>")[0]
    refused = editor.post(address_of(proposal), {"apply": "1", "note": "Yes"})
    assert "choose whether the change is minor or major" in refused.content.decode()
    assert conference.exchanges.all()[0].turns.all()[1].text == "At one o’clock."
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
