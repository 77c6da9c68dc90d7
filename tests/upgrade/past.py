"""What happened in the press room that is kept: each function is an hour of its past, in this order."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction
from PIL import Image

from transcripts import actions
from transcripts.actions import Change, NameRow
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText
from transcripts.intake import plain_source
from transcripts.models import (
    Attachment,
    Conference,
    Merge,
    NamePair,
    Outlet,
    Series,
    Speaker,
    SpeakerAlias,
    Topic,
)
from transcripts.reading.import_preview import preview_import
from transcripts.reading.transcript import read

FAR = datetime.fromisoformat("2099-01-01T00:00:00+00:00")  # what is scheduled and what expires still does so today
UNFINISHED = """Moorings for small boats
3 October 2026

Ms. Ines Calder, city councillor for housing and transport
Mr. P. Osgard, harbour master

MS. CALDER: Good morning. There are ninety moorings for small boats, and two hundred people want one.

QUESTION: Who waits longest?

MR. OSGARD: The lists are public. Whoever has waited longest is at the head of them, and nobody passes by.

Remark: this sentence was added by hand
QUESTON: And the price?

MR OSGARD: Forty crowns a month. It has been forty since 2019.
"""
DOUBTFUL = """Seals in the outer harbour
5 October 2026

Ms. Sefa Oruna, Fisheries Inspectorate

MS. ORUNA: We counted forty-one seals, which is nine more than a year ago.

QUESTION: Do they harm the nets?

MS. ORUNA: Seldom. We pay for each net that is torn, and we paid for six.

Fishing Fleet News: And next year?

MS. ORUNE: We shall count again in September.
"""


def load_demonstration(clock: Any) -> None:
    """The content that every new press room can begin with."""
    call_command("load_demo", verbosity=0)
    scheduled = Conference.objects.get(title="The joint winter service of boats and trains")
    actions.return_to_draft(scheduled)
    actions.publish(scheduled, at=FAR)


def open_accounts(clock: Any) -> None:
    """An administrator, two Editors, two Authors, somebody who left, and an Author with a permission more."""
    User.objects.create_superuser("root", "root@example.org", "not a secret")
    for name, group in (("mara", "Editors"), ("olen", "Editors"), ("pia", "Authors"), ("rik", "Authors")):
        user = User.objects.create_user(name, f"{name}@example.org", "not a secret", is_staff=True)
        user.first_name, user.last_name = name.title(), "Venn"
        user.save()
        user.groups.add(Group.objects.get(name=group))
    left = User.objects.create_user("tove", "", "not a secret", is_staff=True, is_active=False)
    left.groups.add(*Group.objects.all())
    User.objects.get(username="rik").user_permissions.add(
        Permission.objects.get(codename="publish_own_conference", content_type__app_label="transcripts")
    )
    archivists = Group.objects.create(name="Archivists")
    archivists.permissions.add(*Permission.objects.filter(codename__in=["view_conference", "view_redirect"]))
    left.groups.add(archivists)


def edit_texts(clock: Any) -> None:
    """Changes of public transcripts: a minor one, a major one, one of the head, and one of people and labels."""
    ferries = _conference("Winter plan for the crossings")
    _edit(ferries, _change_turn(0, lambda turn: _said(turn, *turn.paragraphs, "Thank you for coming.")), "A word more.")
    clock.wait()
    _edit(ferries, _change_turn(2, lambda turn: _said(turn, "This answer was misheard.")), "Misheard.", major=True)
    clock.wait()
    _edit(ferries, lambda it: replace(it, venue="Terminal hall, first floor"), "The wrong hall.", "olen", major=True)
    clock.wait()
    census = _conference("First results of the 2021 coastal census")
    _edit(census, lambda it: replace(it, people=(*it.people, Person("Ada Quill", "archivist"))), "She sat there too.")
    clock.wait()
    _edit(census, _change_turn(1, lambda turn: replace(turn, label=f"{turn.label} (by telephone)")), "Label.", "olen")


def move_and_split(clock: Any) -> None:
    """Exchanges that were split, joined, moved and taken away, and a turn that is gone: their ids lead on."""
    budget = _conference("The city budget for 2025")
    long = next(one for one in budget.exchanges.order_by("position") if one.turns.count() > 2)
    actions.split_exchange(long.turns.order_by("position")[1], change=_by("mara", "Two questions."))
    clock.wait()
    fish = _conference("Herring, eel and harbour dues: the fishing year 2024")
    first, second = fish.exchanges.order_by("position")[1:3]
    actions.join_exchanges(first, second, change=_by("olen", "One question."))
    clock.wait()
    last = fish.exchanges.order_by("-position").first()
    actions.move_exchange(last, step=-1, change=_by("olen", "In the order of the recording."))
    clock.wait()
    surge = _conference("After the May surge: the state of the flood defences")
    actions.remove_exchanges([surge.exchanges.order_by("position")[1]], change=_by("mara", "Said off the record."))
    clock.wait()
    _edit(surge, _without_last_turn, "The last remark was of another day.", major=True)


def change_names(clock: Any) -> None:
    """A speaker, an outlet, a topic and a series renamed, some more than once, some with their address."""
    _rename(Speaker, "Yara Minet", "Married since.", name="Yara Minet-Dahl", slug="yara-minet-dahl")
    clock.wait()
    _rename(Speaker, "Piet Osgard", "", sort_name="Osgard, Piet")
    clock.wait()
    _rename(Outlet, "Quayside Post", "New owners.", name="Quayside Morning Post", names={"zh-hans": "码头早报"})
    clock.wait()
    _rename(Outlet, "Quayside Morning Post", "New owners again.", name="The Morning Post", slug="the-morning-post")
    clock.wait()
    _rename(Topic, "Housing", "Wider.", name="Homes and rents", names={"zh-hans": "住房与租金"}, slug="homes-and-rents")
    clock.wait()
    _rename(Series, "Public Health Council briefings", "", name="Health Council briefings", slug="health-council")
    clock.wait()
    courier = Outlet.objects.get(name="Evening Courier")
    _rename(Outlet, "Evening Courier", "A slip.", name="Evening Curier", names={})
    clock.wait()
    actions.restore_name(courier, courier.history.earliest().history_id, change=_by("mara", "As it was."))
    clock.wait()
    SpeakerAlias.objects.create(speaker=Speaker.objects.get(name="Ines Calder"), name="Councillor Calder")
    actions.sync_after_name_edit(Speaker.objects.get(name="Ines Calder"))
    people = [
        Speaker(name="Ilka Sørvang", names={"zh-hans": "伊尔卡·瑟旺"}, sort_name="Sørvang, Ilka"),
        Speaker(name="Bo Lund"),
    ]
    rows = [NameRow(people[0], ("I. Sørvang", "Sørvang")), NameRow(people[1])]
    actions.save_names(rows, _by("olen"))


def merge_names(clock: Any) -> None:
    """Two speakers, two outlets and two topics made one; two more made one and two again; two that stay two."""
    _enter("Dredging of the inner fairway", "P. Osgard", "Port & Cargo Weekly", "River crossing")
    clock.wait()
    actions.merge_names(_named(Speaker, "Piet Osgard"), _named(Speaker, "P. Osgard"), _by("mara"))
    clock.wait()
    actions.merge_names(_named(Outlet, "Port and Cargo Weekly"), _named(Outlet, "Port & Cargo Weekly"), _by("olen"))
    clock.wait()
    actions.merge_names(_named(Topic, "River crossings"), _named(Topic, "River crossing"), _by("olen"))
    clock.wait()
    _enter("The ferries' new radios", "T. Reyl", "Radio Estuary", "Night transport")
    clock.wait()
    actions.merge_names(_named(Speaker, "Tomas Reyl"), _named(Speaker, "T. Reyl"), _by("olen"))
    clock.wait()
    actions.undo_merge(Merge.objects.get(gone_name="T. Reyl"), _by("mara"))
    for kind in ("speaker", "outlet", "topic"):
        while actions.find_pairs(kind):
            pass
    pair = NamePair.objects.open().get(kind="speaker", other=_named(Speaker, "T. Reyl").pk)
    actions.dismiss_pair(pair, _by("mara"))


def change_states(clock: Any) -> None:
    """Withdrawn, reworded, withdrawn and published again, returned, checked, binned, and under another address."""
    surge = _conference("After the May surge: the state of the flood defences")
    actions.withdraw(surge, reason="A figure has to be looked at.", change=_by("mara"))
    clock.wait()
    actions.publish(surge, change=_by("olen", "The figure was right."))
    radios = _conference("The ferries' new radios")
    actions.withdraw(radios, reason="The recording was of a rehearsal.", change=_by("mara"))
    clock.wait()
    actions.reword_withdrawal(radios, reason="The recording was of a rehearsal, a day early.", change=_by("olen"))
    clock.wait()
    actions.set_record_status(_conference("First results of the 2021 coastal census"), "final", change=_by("mara"))
    actions.set_record_status(_conference("The city budget for 2025"), "checked", change=_by("mara"))
    _enter("A briefing entered twice", "Bo Lund", "Harbour Mirror", "Ports", publish=False)
    actions.move_to_trash(_conference("A briefing entered twice"), change=_by("mara", "It was entered twice."))
    clock.wait()
    meals = _conference("School meals from one kitchen")
    actions.submit(meals, change=_by("pia"))
    actions.return_to_draft(meals, change=_by("mara", "The second page is missing."))
    for title, slug in (("Winter plan for the crossings", "winter-plan"), ("The city budget for 2025", "budget-2025")):
        clock.wait()
        conference = _conference(title)
        old, conference.slug = conference.slug, slug
        conference.save()
        actions.keep_old_address(actions.kind_of(conference), old, slug)
        actions.sync_after_edit(conference, _by("olen", "A shorter address."), head_changed=True)


def propose(clock: Any) -> None:
    """Three proposals of Authors: one waits, one was applied, one declined; and a revision that was restored."""
    tidal = _conference("One year of the tidal power station at Gannet Sound")
    for number, end in ((1, "wait"), (2, "apply"), (3, "decline")):
        clock.wait()
        document = _change_turn(number, _adder(f"As proposed, {end}."))(read(tidal))
        proposal = actions.propose(
            tidal, document, base=tidal.revision_number, change=_by("pia", f"Proposal to {end}.")
        )
        clock.wait()
        if end == "apply":
            actions.apply_proposal(proposal, change=_by("mara", "Heard again.", major=True))
        elif end == "decline":
            actions.decline_proposal(proposal, change=_by("olen", "It was not said."))
        tidal.refresh_from_db()
    clock.wait()
    ferries = _conference("Winter plan for the crossings")
    actions.restore_revision(ferries.revisions.get(number=2), change=_by("mara", "Heard right before.", major=True))
    clock.wait()
    actions.edit_revision_note(ferries.revisions.get(number=3), "Misheard at the back of the hall.", change=_by("olen"))
    clock.wait()
    actions.edit_revision_note(
        ferries.revisions.get(number=3), "Misheard from the back of the hall.", change=_by("mara")
    )


def import_files(clock: Any) -> None:
    """An import that was confirmed with warnings left, some settled; and one under way, with an editor's word on it."""
    [draft] = actions.create_import_drafts(_user("pia"), [("seals.txt", plain_source(DOUBTFUL))])
    text = preview_import(draft)
    with transaction.atomic():
        conference, _ = actions.confirm_import_draft(draft, seen=None, change=_by("pia"), before=text)
    actions.resolve_import_warnings(conference, [conference.import_warnings.order_by("pk")[0].pk], change=_by("mara"))
    clock.wait()
    [draft] = actions.create_import_drafts(_user("rik"), [("moorings.txt", plain_source(UNFINISHED))])
    draft.expires_at = FAR
    draft.save()
    actions.update_import_draft(draft, fields={"venue": "Harbour office"}, note="Heard from a recording.")
    clock.wait()
    [other] = actions.create_import_drafts(_user("mara"), [("seals-2.txt", plain_source(DOUBTFUL))], language="en")
    other.expires_at = FAR
    other.save()
    actions.update_import_draft(other, aim=(conference, False), fields={"source": "Harbour Gazette"})


def talk(clock: Any) -> None:
    """Comments, a preview link that was handed out, one that was taken back, and two editors at work."""
    lights = _conference("New lights along the quays")
    actions.add_comment(lights, "Heard it again: “two winters” is right.", change=_by("pia"))
    clock.wait()
    gone = actions.add_comment(lights, "Never mind.", change=_by("rik"))
    actions.delete_comment(gone, change=_by("rik"))
    actions.revoke_previews(lights, change=_by("mara"))
    for name in ("mara", "pia"):
        actions.mark_present(lights, _user(name))
    clock.wait()
    _edit(_conference(PARK), _change_turn(3, lambda turn: _said(turn, *turn.paragraphs, "That is all.")), "A sentence.")
    clock.wait()
    park = Conference.objects.get(translation_group=_conference(PARK).translation_group, language="zh-hans")
    actions.mark_translation_up_to_date(park, change=_by("olen"))


def attach(clock: Any) -> None:
    """One more photo and one that goes, in other order, and a video with other words."""
    census = _conference("First results of the 2021 coastal census")
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(file, "PNG")
    file.seek(0)
    photo = Attachment(conference=census, alt="A sheet of the census", credit="Harbour Gazette")
    video = Attachment(conference=census, kind="video", title="Recording", url="https://video.example.org/census")
    actions.save_attachments(census, [photo, video], uploads={0: actions.read_photo(file)}, change=_by("mara"))
    clock.wait()
    video.title = "Recording, with signs"
    actions.save_attachments(census, [video], move=(video.pk, -1), change=_by("olen"))
    clock.wait()
    house = _conference("The old customs house reopens as museum and archive")
    actions.save_attachments(house, [], removed=[house.attachments.order_by("position")[1]], change=_by("olen"))


PARK = "Briefing on the plan for the northern harbour research park and its cross-river links"
STEPS: tuple[Callable[[Any], None], ...] = (
    load_demonstration,
    open_accounts,
    edit_texts,
    move_and_split,
    change_names,
    merge_names,
    change_states,
    propose,
    import_files,
    talk,
    attach,
)


def _user(name: str) -> User:
    return User.objects.get(username=name)


def _by(name: str, note: str = "", *, major: bool = False) -> Change:
    return Change(_user(name), note or "Put right.", major)


def _conference(title: str) -> Conference:
    return Conference.objects.get(title=title)


def _named(model: Any, name: str) -> Any:
    return model.objects.get(name=name)


def _edit(conference: Conference, edit: Any, note: str, name: str = "mara", *, major: bool = False) -> None:
    actions.reconcile(conference, edit(read(conference)), _by(name, note, major=major))
    conference.refresh_from_db()


def _said(turn: TurnText, *paragraphs: str) -> TurnText:
    return replace(turn, paragraphs=paragraphs)


def _adder(sentence: str) -> Callable[[TurnText], TurnText]:
    return lambda turn: _said(turn, *turn.paragraphs, sentence)


def _change_turn(
    number: int, edit: Callable[[TurnText], TurnText]
) -> Callable[[TranscriptDocument], TranscriptDocument]:
    """Return the change of the first turn of exchange `number`, from 0."""

    def change(document: TranscriptDocument) -> TranscriptDocument:
        exchanges = list(document.exchanges)
        first, *others = exchanges[number].turns
        exchanges[number] = replace(exchanges[number], turns=(edit(first), *others))
        return replace(document, exchanges=tuple(exchanges))

    return change


def _without_last_turn(document: TranscriptDocument) -> TranscriptDocument:
    *others, last = document.exchanges
    return replace(document, exchanges=(*others, replace(last, turns=last.turns[:-1])))


def _rename(model: Any, called: str, why: str, **fields: Any) -> None:
    """Change a record as the desk's form does, by the Editor olen."""
    record = _named(model, called)
    old_slug = record.slug if "slug" in fields else ""
    for field, value in fields.items():
        setattr(record, field, value)
    record._history_user, record._change_reason = _user("olen"), why or None
    record.save()
    actions.sync_after_name_edit(record, old_slug=old_slug)


def _enter(title: str, speaker: str, outlet: str, topic: str, *, publish: bool = True) -> None:
    """A short conference of one exchange."""
    asked = TurnText(Kind.QUESTION, outlet, (f"What is new about “{title}”?",), outlet=outlet)
    answered = TurnText(
        Kind.ANSWER, speaker, (f"Of “{title}” there is this to say: it is done by May.",), speaker=speaker
    )
    document = TranscriptDocument(
        title=title,
        held_on=date(2026, 9, 14),
        series="Ministry of Ports briefings",
        people=(Person(speaker, "adviser"),),
        exchanges=(ExchangeText((asked, answered), "What is new", (topic,)),),
    )
    conference = Conference()
    actions.reconcile(conference, document, _by("pia"))
    if publish:
        actions.publish(conference, change=_by("mara"))
