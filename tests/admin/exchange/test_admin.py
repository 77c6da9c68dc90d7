"""An exchange and its turns, written by hand."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.admin.forms import errors, messages, read_form, save, url
from tests.builders import (
    make_conference,
    make_draft,
    make_exchange,
    make_outlet,
    make_scheduled,
    make_speaker,
    make_topic,
    make_turn,
)
from tests.views.pages import markup
from transcripts import actions, search
from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Outlet, Redirect, Speaker, Topic, Turn

ADD = "/admin/transcripts/exchange/add/"


def turns(exchange: Exchange) -> list[tuple[int, str, str]]:
    return list(exchange.turns.order_by("position").values_list("position", "kind", "text"))


def fill(number: int, **fields: Any) -> dict[str, Any]:
    return {f"turns__{number}__{name}": value for name, value in fields.items()}


def test_an_empty_form_offers_a_question_and_two_answers(editor: Client) -> None:
    data = read_form(editor, f"{ADD}?conference={make_draft().pk}")
    assert [data[f"turns-{number}-kind"] for number in range(3)] == ["question", "answer", "answer"]


def test_an_exchange_of_three_turns_is_entered_by_names_alone(editor: Client) -> None:
    conference = make_draft()
    make_exchange(conference)
    response = save(
        editor,
        f"{ADD}?conference={conference.pk}",
        heading="The last boat",
        topic_names="River crossings, Night",
        **fill(0, outlet_name="Evening Courier", journalist="Mia Toft", text="When does it leave?"),
        **fill(1, speaker_name="Ines Calder", text="At one.\r\n\r\nEvery night."),
        **fill(2, speaker_name="Joram Kest", text="But not on Mondays."),
    )
    assert response.url == f"{url('conference', 'change', conference.pk)}#exchanges"
    exchange = conference.exchanges.get(position=2)
    assert turns(exchange)[0] == (1, "question", "When does it leave?")
    assert [turn.label_as_printed for turn in exchange.turns.all()] == ["Evening Courier", "Ines Calder", "Joram Kest"]
    assert exchange.turns.all()[1].paragraphs == ["At one.", "Every night."]
    assert {topic.name for topic in exchange.topics.all()} == {"River crossings", "Night"}
    assert list(conference.participations.values_list("name_as_printed", flat=True)) == ["Ines Calder", "Joram Kest"]
    assert Outlet.objects.count() == 1
    assert Speaker.objects.count() == 2


def test_what_was_entered_is_found_by_the_search(editor: Client) -> None:
    conference = make_conference()
    save(editor, f"{ADD}?conference={conference.pk}", **fill(0, outlet_name="Courier", text="What of the dredger?"))
    assert search.find("dredger").total == 1


def test_it_is_chosen_from_the_list_as_well(editor: Client) -> None:
    conference, speaker, topic = make_draft(), make_speaker(), make_topic()
    save(
        editor,
        f"{ADD}?conference={conference.pk}",
        topics=[topic.pk],
        topic_names="river crossings",
        **fill(1, speaker=speaker.pk, text="At one."),
    )
    exchange = conference.exchanges.get()
    assert exchange.turns.get().speaker == speaker
    assert list(exchange.topics.all()) == [topic]
    assert Topic.objects.count() == 1


def test_an_empty_form_makes_no_turn_even_with_another_kind(editor: Client) -> None:
    conference = make_draft()
    save(editor, f"{ADD}?conference={conference.pk}", **fill(0, kind="statement"))
    assert conference.exchanges.get().turns.count() == 0


def test_the_conference_is_given_once(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    other = make_draft("Other")
    address = url("exchange", "change", exchange.pk)
    save(editor, address, conference=other.pk)
    exchange.refresh_from_db()
    assert exchange.conference.title == "Unsaid as yet"


def test_a_senseless_conference_in_the_address_is_ignored(editor: Client) -> None:
    for senseless in ("x", "-1", "99", "1" * 40, "²"):
        assert editor.get(f"{ADD}?conference={senseless}&topics=x&position=y").status_code == 200


def test_a_changed_turn_keeps_its_id_and_a_new_one_comes_last(editor: Client) -> None:
    exchange = make_exchange(make_conference())
    ids = list(exchange.turns.values_list("public_id", flat=True))
    save(
        editor,
        url("exchange", "change", exchange.pk),
        **fill(1, text="At two o’clock."),
        **fill(2, speaker_name="Ines Calder", text="In summer."),
    )
    texts = ["When does the last boat leave?", "At two o’clock.", "In summer."]
    assert [text for _, _, text in turns(exchange)] == texts
    assert list(exchange.turns.values_list("public_id", flat=True))[:2] == ids
    conference = Conference.objects.get()
    assert conference.revision_number == 1


def test_a_turn_moves_when_the_form_is_saved_with_its_button_and_nothing_typed_is_lost(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    second = exchange.turns.get(position=2)
    address = url("exchange", "change", exchange.pk)
    response = save(editor, address, button="_move", value=f"{second.pk}:-1", **fill(0, text="When, then?"))
    assert response.url == f"{address}#turns-group"
    assert turns(exchange) == [(1, "answer", "At one o’clock."), (2, "question", "When, then?")]
    save(editor, address, button="_move", value=f"{second.pk}:+1")
    assert [kind for _, kind, _ in turns(exchange)] == ["question", "answer"]


def test_a_turn_of_another_exchange_is_not_moved(editor: Client) -> None:
    conference = make_draft()
    here, there = make_exchange(conference), make_exchange(conference)
    before = turns(there)
    move = f"{there.turns.get(position=2).pk}:-1"
    assert save(editor, url("exchange", "change", here.pk), button="_move", value=move).status_code == 302
    assert turns(there) == before


def test_a_deleted_turn_leaves_its_id_behind_and_closes_the_gap(editor: Client) -> None:
    exchange = make_exchange(make_conference())
    search.index(exchange.conference_id)
    first, second = exchange.turns.all()
    assert search.find("last boat").total == 2  # the question, and the answer to it
    save(editor, url("exchange", "change", exchange.pk), **fill(0, DELETE="on"))
    assert turns(exchange) == [(1, "answer", "At one o’clock.")]
    assert Redirect.objects.get(kind=Redirect.Kind.TURN, old=first.public_id).new == ""
    assert search.find("last boat").total == 0
    assert search.check().is_good
    second.refresh_from_db()


def test_a_turn_that_somebody_else_has_removed_meanwhile_is_an_error_in_the_form(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    save(editor, address, **fill(0, DELETE="on"))
    response = editor.post(address, opened | {"turns-1-text": "Typed meanwhile.", "_save": "1"})
    assert "Somebody else has deleted a row" in errors(response)
    assert "Typed meanwhile." in response.content.decode()
    assert turns(exchange) == [(1, "answer", "At one o’clock.")]


def test_saving_a_form_that_was_opened_before_a_move_keeps_the_new_order(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    make_exchange(exchange.conference)
    actions.sync_after_edit(exchange.conference)
    address = url("exchange", "change", exchange.pk)
    opened = read_form(editor, address)
    editor.post(url("conference", "move_exchange", exchange.conference_id, exchange.pk), {"step": "+1"})
    save(editor, address, button="_move", value=f"{exchange.turns.all()[0].pk}:+1")
    editor.post(address, opened | {"heading": "Boats", "_save": "1"})
    exchange.refresh_from_db()
    assert (exchange.position, exchange.heading) == (2, "Boats")
    assert [kind for _, kind, _ in turns(exchange)] == ["answer", "question"]


def test_all_turns_can_be_replaced_at_once(editor: Client) -> None:
    exchange = make_exchange(make_conference())
    save(
        editor,
        url("exchange", "change", exchange.pk),
        **fill(0, DELETE="on"),
        **fill(1, DELETE="on"),
        **fill(2, speaker_name="Ines Calder", text="No comment."),
    )
    assert turns(exchange) == [(1, "answer", "No comment.")]


def test_a_turn_is_not_by_a_speaker_and_an_outlet(editor: Client) -> None:
    conference = make_draft()
    address = f"{ADD}?conference={conference.pk}"
    sentence = "to a speaker or to an outlet, not to both"
    assert sentence in errors(save(editor, address, **fill(0, speaker=make_speaker().pk, outlet=make_outlet().pk)))
    assert sentence in errors(save(editor, address, **fill(0, speaker_name="A", outlet_name="B")))
    assert not Exchange.objects.exists()
    assert not Outlet.objects.filter(name="B").exists()


def test_choosing_one_and_typing_another_is_refused(editor: Client) -> None:
    conference = make_draft()
    chosen = make_speaker().pk
    response = save(editor, f"{ADD}?conference={conference.pk}", **fill(0, speaker=chosen, speaker_name="Joram Kest"))
    assert "not both" in errors(response)


def test_typing_a_name_takes_the_turn_from_who_had_it_and_renews_the_label(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    save(editor, url("exchange", "change", exchange.pk), **fill(1, speaker_name="Joram Kest"))
    turn = exchange.turns.get(position=2)
    assert turn.speaker
    assert turn.speaker.name == turn.label_as_printed == "Joram Kest"


def test_a_label_that_was_written_by_hand_stays(editor: Client) -> None:
    exchange = make_exchange(make_draft(), answer=None)
    make_turn(exchange, Kind.ANSWER, speaker=make_speaker(), label_as_printed="The deputy mayor")
    save(editor, url("exchange", "change", exchange.pk), **fill(1, speaker_name="Joram Kest"))
    assert exchange.turns.get(position=2).label_as_printed == "The deputy mayor"


def test_a_draft_may_hold_an_answer_by_nobody_and_a_turn_without_text(editor: Client) -> None:
    conference = make_draft()
    save(
        editor,
        f"{ADD}?conference={conference.pk}",
        **fill(0, outlet_name="Courier"),
        **fill(1, text="Said by nobody that we know."),
    )
    assert conference.exchanges.get().turns.count() == 2


def test_what_is_published_or_scheduled_stays_complete(editor: Client) -> None:
    for conference in (make_conference(), make_scheduled()):
        exchange = make_exchange(conference)
        before = turns(exchange)
        address = url("exchange", "change", exchange.pk)
        assert "every turn needs text" in errors(save(editor, address, **fill(1, text="")))
        assert "the answer needs a speaker" in errors(save(editor, address, **fill(1, speaker="")))
        assert "needs at least one turn" in errors(
            save(editor, address, **fill(0, DELETE="on"), **fill(1, DELETE="on"))
        )
        assert "needs at least one turn" in errors(save(editor, f"{ADD}?conference={conference.pk}", heading="Empty"))
        assert turns(exchange) == before


def test_a_name_that_is_too_long_is_refused_in_a_sentence(editor: Client) -> None:
    address = f"{ADD}?conference={make_draft().pk}"
    assert "at most 200" in errors(save(editor, address, **fill(0, speaker_name="a" * 201)))
    assert "at most 200" in errors(save(editor, address, topic_names="a" * 201))


def test_saving_and_adding_another_stays_with_the_conference(editor: Client) -> None:
    conference = make_draft()
    response = save(editor, f"{ADD}?conference={conference.pk}", button="_addanother", **fill(0, text="A"))
    assert response.url == f"{ADD}?conference={conference.pk}"


def test_an_exchange_removed_leaves_its_ids_behind_and_the_others_close_ranks(editor: Client) -> None:
    conference = make_conference(exchanges=3)
    gone = conference.exchanges.get(position=2)
    ids = [gone.public_id, *gone.turns.values_list("public_id", flat=True)]
    page = editor.get(url("exchange", "delete", gone.pk))
    assert "Delete “" in page.content.decode()
    response = editor.post(url("exchange", "delete", gone.pk), {"post": "yes", "note": "Asked twice.", "is_major": "0"})
    assert response.url == f"{url('conference', 'change', conference.pk)}#exchanges"
    headings = conference.exchanges.order_by("position").values_list("position", "heading")
    assert list(headings) == [(1, "Heading 1"), (2, "Heading 3")]
    assert set(Redirect.objects.filter(new="").values_list("old", flat=True)) == set(ids)
    assert search.check().is_good


def test_several_are_removed_at_once_but_a_published_conference_keeps_its_last(editor: Client) -> None:
    public, draft = make_conference(exchanges=2), make_draft(exchanges=2)
    action = {"action": "delete_selected", "post": "yes"}
    address = "/admin/transcripts/exchange/"
    keys = [*public.exchanges.values_list("pk", flat=True), *draft.exchanges.values_list("pk", flat=True)]
    response = editor.post(address, action | {"_selected_action": keys}, follow=True)
    assert "last exchange cannot be deleted" in response.content.decode()
    assert Exchange.objects.count() == 4
    editor.post(address, action | {"_selected_action": keys[1:]})
    assert list(Exchange.objects.all()) == [public.exchanges.get()]
    alone = public.exchanges.get()
    response = editor.post(url("exchange", "delete", alone.pk), {"post": "yes"}, follow=True)
    assert "last exchange cannot be deleted" in response.content.decode()
    assert Exchange.objects.exists()


def test_the_list_is_searched_and_filtered_by_the_conference_s_state(editor: Client) -> None:
    make_exchange(make_conference(), heading="Fares", outlet=make_outlet("Market Ledger"))
    make_exchange(make_draft(), heading="", question="When is the dredging done?")
    address = "/admin/transcripts/exchange/"

    def found(query: str) -> list[str]:
        results = editor.get(f"{address}?{query}").context["cl"].result_list
        return [row.heading or row.first_words for row in results]

    assert found("q=fares") == found("q=ledger") == found("state=public") == ["Fares"]
    assert found("state=draft") == found("q=unsaid") == ["When is the dredging done?"]


def test_turns_are_found_by_their_words_and_changed_only_in_their_exchange(editor: Client) -> None:
    exchange = make_exchange(make_conference())
    turn = exchange.turns.all()[0]
    page = editor.get("/admin/transcripts/turn/?q=last+boat").content.decode()
    assert url("exchange", "change", exchange.pk) in page
    assert editor.get(url("turn", "change", turn.pk)).status_code == 200
    assert editor.post(url("turn", "change", turn.pk), {"text": "Else"}).status_code == 403
    assert editor.get("/admin/transcripts/turn/add/").status_code == 403
    editor.post(url("turn", "delete", turn.pk), {"post": "yes"})
    assert turns(exchange) == [(1, "answer", "At one o’clock.")]
    last = exchange.turns.get()
    response = editor.post(url("turn", "delete", last.pk), {"post": "yes"}, follow=True)
    assert "The last turn of a published exchange cannot be deleted" in response.content.decode()
    assert Turn.objects.count() == 1


def test_somebody_who_may_not_add_names_chooses_from_those_there_are(editor: Client) -> None:
    permission = Permission.objects.get(codename="add_speaker")
    Group.objects.get(name="Editors").permissions.remove(permission)
    conference = make_draft()
    address = f"{ADD}?conference={conference.pk}"
    assert "not in the list" in errors(save(editor, address, **fill(1, speaker_name="Joram Kest", text="No.")))
    make_speaker("Joram Kest")
    assert save(editor, address, **fill(1, speaker_name="Joram Kest", text="No.")).status_code == 302


def test_an_exchange_is_split_before_a_turn_and_what_was_typed_is_saved(editor: Client) -> None:
    exchange = make_exchange(make_draft(), heading="Boats")
    turn = exchange.turns.get(position=2)
    address = url("exchange", "change", exchange.pk)
    assert f'value="{turn.pk}:split"' in editor.get(address).content.decode()
    answer = save(editor, address, button="_move", value=f"{turn.pk}:split", turns__1__text="At two o’clock.")
    assert "This is the new exchange" in messages(editor, answer)
    first, second = exchange.conference.exchanges.order_by("position")
    assert answer.url == url("exchange", "change", second.pk)
    assert (first.pk, first.turns.count(), second.turns.get().public_id) == (exchange.pk, 1, turn.public_id)
    assert second.turns.get().text == "At two o’clock."
    assert exchange.conference.revisions.count() == 1


def test_splitting_what_is_public_waits_for_the_note_and_then_splits(editor: Client) -> None:
    exchange = make_exchange(make_conference())
    actions.sync_after_edit(exchange.conference)
    turn = exchange.turns.get(position=2)
    address = url("exchange", "change", exchange.pk)
    refused = save(editor, address, button="_move", value=f"{turn.pk}:split")
    assert f'name="_move" value="{turn.pk}:split"' in refused.content.decode()
    assert exchange.conference.exchanges.count() == 1
    save(editor, address, button="_move", value=f"{turn.pk}:split", note="Two questions", is_major="0")
    assert exchange.conference.exchanges.count() == 2


def test_nothing_is_split_before_the_first_turn(editor: Client) -> None:
    exchange = make_exchange(make_draft())
    first = exchange.turns.get(position=1)
    address = url("exchange", "change", exchange.pk)
    refused = save(editor, address, button="_move", value=f"{first.pk}:split")
    assert "that follows another" in errors(refused)
    assert exchange.conference.exchanges.count() == 1


def test_topics_that_the_words_suggest_are_ticked_to_be_added(editor: Client) -> None:
    topic = make_topic("Last boats")
    make_exchange(make_draft(), topics=(topic,))
    actions.sync_after_name_edit(topic)
    exchange = make_exchange(make_draft())  # it asks when the last boat leaves
    address = url("exchange", "change", exchange.pk)
    assert f'name="offered" value="{topic.pk}"' in markup(editor.get(address))
    save(editor, address)
    assert not exchange.topics.exists()
    save(editor, address, offered=[topic.pk])
    assert list(exchange.topics.all()) == [topic]
    assert 'name="offered"' not in markup(editor.get(address))


@pytest.mark.parametrize("key", ["x", "1e9", "9" * 30, "渡轮"])
def test_a_topic_or_a_conference_that_is_no_key_is_refused_and_nothing_changes(editor: Client, key: str) -> None:
    exchange = make_exchange(make_draft())
    address = url("exchange", "change", exchange.pk)
    answer = editor.post(address, read_form(editor, address) | {"topics": key})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["topics"]
    added = editor.post(url("exchange", "add"), read_form(editor, url("exchange", "add")) | {"conference": key})
    assert added.context["adminform"].form.errors["conference"]
    assert Exchange.objects.count() == 1
