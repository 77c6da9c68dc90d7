"""Any sequence of actions leaves the press room whole.

After each action: what the public reads is the document, the index is the text, the revisions lead to the present,
nothing unpublished shows, and no link that was ever handed out is dead. `make drill` runs many more sequences.
"""

import json
import os
import re
import secrets
from dataclasses import replace
from datetime import timedelta
from difflib import unified_diff
from html import escape
from io import StringIO
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from docs.examples.mirror import follow
from tests.alerts.mail_server import MailServer
from tests.search.building import index_rows
from transcripts import actions, search
from transcripts.actions import Change
from transcripts.document import ExchangeText, Kind, Person, TranscriptDocument, TurnText, from_json
from transcripts.document.times import without_times
from transcripts.intake import plain_source, render_sheet
from transcripts.models import (
    AlertProgress,
    Announcement,
    Attachment,
    Conference,
    Correction,
    Edition,
    ImportDraft,
    MailedConference,
    Merge,
    Outlet,
    Redirect,
    ReleasedTurn,
    Removal,
    Replacement,
    Revision,
    SiteIdentity,
    Speaker,
    Status,
    Subscription,
    ToldConference,
    Topic,
    Version,
)
from transcripts.models import Turn as TurnRecord
from transcripts.reading.transcript import read
from transcripts.search import counting, summing

ROUNDS = int(os.environ.get("LIFE_ROUNDS", "3"))
STEPS = int(os.environ.get("LIFE_STEPS", "14"))
REFUSALS = (
    actions.WrongStateError,
    actions.NotReadyError,
    actions.NoteRequiredError,
    actions.ConflictError,
    actions.RemovalRefusedError,
    actions.ConferenceChangedError,
    actions.DraftChangedError,
)
PEOPLE = ["Ines Calder", "Tomas Reyl", "I. Calder"]
REPLACED = [("leaves", "departs"), ("departs", "leaves"), ("deputy mayor", "mayor"), ("Boat", "Ferry")]
WHICH = st.integers(0, 9)
LISTS = [f"/{name}/" for name in ("conferences", "corrections", "versions", "speakers", "outlets", "topics", "series")]
KEPT = [
    "/",
    "/zh-hans/",
    "/calendar/",
    "/calendar.ics",
    "/about/",
    "/feed/",
    "/corrections/feed/",
    "/versions/feed/",
    "/search/?q=boat",
    *LISTS,
]
PARAGRAPHS = "pxjt"  # insert one, take one out, join two, split one
KEEPER = re.compile(r"keeper\d+\b")  # a word of a sentence that is in no other either
LANTERN = re.compile(r"lantern\d+x")  # the word of a sentence that is in no other
CHANGES = st.builds(Change, note=st.sampled_from(["", "Misheard.", "Checked again."]), is_major=st.booleans())

pytestmark = pytest.mark.django_db


def has_word(text: str, word: str) -> bool:
    """Whether the text has the word, and not only one that begins with it."""
    return re.search(rf"{word}(?!\d)", text) is not None


def without_outlets(document: TranscriptDocument) -> TranscriptDocument:
    """The document without the names of outlets: a version keeps the name that an outlet had, records have today's."""
    exchanges = (
        replace(each, turns=tuple(replace(turn, outlet="") for turn in each.turns)) for each in document.exchanges
    )
    return replace(document, exchanges=tuple(exchanges))


class Life(RuleBasedStateMachine):
    """A press room in which anything may be tried at any time; a refusal must change nothing."""

    mail: MailServer

    def __init__(self) -> None:
        super().__init__()
        self.client, self.maker = Client(), Client()
        with override_settings(CACHE_URL="dummy://"):
            self.maker.get("/nowhere/")  # of a site that keeps neither pages nor parts of them
        self.words = 0
        self.links: dict[str, int] = {}  # every address that the public was ever given, and the conference's key
        self.announced: dict[str, int] = {}  # every address that an announcement ever had, and the conference's key
        self.said: dict[str, tuple[int, set[str]]] = {}  # of every paragraph that was public: conference and words
        self.edition = 0
        self.told_gone: set[int] = set()  # conferences whose withdrawal alerts have told
        self.copies: dict[str, HttpResponse] = {}  # what a reader's browser has
        self.copy = Path(mkdtemp())  # what a mirror has
        self.erased: set[str] = set()  # names of editors that were erased
        self.removed: dict[str, int] = {}  # every word that was removed, and its conference's key

    def teardown(self) -> None:
        rmtree(self.copy)
        Version.objects.all().delete()
        Conference.objects.all().delete()
        Redirect.objects.all().delete()
        Speaker.objects.all().delete()
        Outlet.objects.all().delete()
        Outlet.history.all().delete()
        Merge.objects.all().delete()
        Replacement.objects.all().delete()
        for model in (MailedConference, Subscription, ToldConference, AlertProgress):
            model._default_manager.all().delete()
        actions.bump_edition()  # pages that are kept elsewhere are of the life before
        search.rebuild()

    def new_turn(self, kind: Kind, name: str) -> TurnText:
        """A turn with a word that is said nowhere else."""
        text = (self.new_sentence(),)
        if kind == Kind.QUESTION:
            return TurnText(kind, "Evening Courier", text, outlet="Evening Courier")
        return TurnText(kind, name, text, speaker=name)

    def new_sentence(self) -> str:
        """A sentence of which no other has more than one word."""
        self.words += 1
        own = ["mast", "lantern", "sail", "quay", "hour", "buoy", "keeper", "tide", "rope"]
        return "{} {}x {} leaves {} {} {} {} {} {}.".format(*(f"{word}{self.words}" for word in own))

    def new_exchange(self, name: str) -> ExchangeText:
        return ExchangeText(
            (self.new_turn(Kind.QUESTION, name), self.new_turn(Kind.ANSWER, name)), f"Boat {self.words}"
        )

    def pick(self, which: int, *, with_words: bool = True) -> Conference | None:
        """One of the conferences; one that was set running has no words yet, or none any more."""
        found = Conference.objects.filter(exchanges__turns__isnull=False) if with_words else Conference.objects.all()
        rows = list(found.order_by("pk").distinct())
        return rows[which % len(rows)] if rows else None

    def attempt(self, action, conference: Conference | None = None) -> None:
        """Do the action; if it is refused, nothing may have changed."""
        before = self.state()
        try:
            action()
        except REFUSALS:
            assert self.state() == before

    def state(self) -> object:
        return (
            list(Conference.objects.order_by("pk").values_list("pk", "status", "revision_number", "binned_at", "slug")),
            list(TurnRecord.objects.order_by("pk").values_list("pk", "text", "position", "exchange__position")),
            Revision.objects.count(),
            Redirect.objects.count(),
            Correction.objects.count(),
            self.edition_number(),
        )

    @staticmethod
    def edition_number() -> int:
        return sum(Edition.objects.values_list("number", flat=True))

    @rule(name=st.sampled_from(PEOPLE), count=st.integers(1, 3))
    def enter(self, name, count):
        if Conference.objects.count() > 3:
            return
        self.words += 1
        exchanges = tuple(self.new_exchange(name) for _ in range(count))
        document = TranscriptDocument(
            title=f"Conference {self.words}", people=(Person(name, "deputy mayor"),), exchanges=exchanges
        )
        actions.reconcile(Conference(), document)

    @rule(which=WHICH, place=WHICH, name=st.sampled_from(PEOPLE), change=CHANGES, how=st.sampled_from("enrdsampxjt"))
    def change(self, which, place, name, change, how):
        """Edit a turn, add an exchange, replace or drop one, swap two, or add a turn."""
        conference = self.pick(which)
        if conference is None:
            return
        document = read(conference)
        self.attempt(lambda: actions.reconcile(conference, self.altered(document, place, name, how), change))

    def altered(self, document: TranscriptDocument, place: int, name: str, how: str) -> TranscriptDocument:
        exchanges = list(document.exchanges)
        at = place % len(exchanges)
        turns = list(exchanges[at].turns)
        if how == "e":
            turn = turns[place % len(turns)]
            text = turn.paragraphs[0].replace("leaves", f"leaves, {self.words + 1} say,", 1)
            self.words += 1
            turns[place % len(turns)] = replace(turn, paragraphs=(text, *turn.paragraphs[1:]))
            exchanges[at] = replace(exchanges[at], turns=tuple(turns))
        elif how in PARAGRAPHS:
            turn = turns[place % len(turns)]
            words = tuple(self.rearranged(list(turn.paragraphs), place, how))
            turns[place % len(turns)] = replace(turn, paragraphs=words, paragraph_ids=())
            exchanges[at] = replace(exchanges[at], turns=tuple(turns))
        elif how == "m" and len(turns[-1].paragraphs) > 1:
            *stay, last = turns[-1].paragraphs
            turns[-1] = replace(turns[-1], paragraphs=tuple(stay), paragraph_ids=())
            turns[0] = replace(turns[0], paragraphs=(last, *turns[0].paragraphs), paragraph_ids=())
            exchanges[at] = replace(exchanges[at], turns=tuple(turns))
        elif how == "n":
            exchanges.insert(at, self.new_exchange(name))
        elif how == "r":
            exchanges[at] = self.new_exchange(name)
        elif how == "d" and len(exchanges) > 1:
            del exchanges[at]
        elif how == "s":
            exchanges.append(exchanges.pop(at))
        elif how == "a":
            exchanges[at] = replace(exchanges[at], turns=(*turns, self.new_turn(Kind.ANSWER, name)))
        return replace(document, exchanges=tuple(exchanges))

    def rearranged(self, paragraphs: list[str], place: int, how: str) -> list[str]:
        """Insert a paragraph, take one out, join two, or split one between two sentences."""
        at = place % len(paragraphs)
        if how == "p":
            paragraphs.insert(at, self.new_sentence())
        elif how == "x" and len(paragraphs) > 1:
            del paragraphs[at]
        elif how == "j":
            paragraphs[at : at + 2] = [" ".join(paragraphs[at : at + 2])]
        elif how == "t":
            paragraphs[at : at + 1] = paragraphs[at].replace(". ", ".\n", 1).split("\n")
        return paragraphs

    @rule(which=WHICH, place=WHICH, change=CHANGES, how=st.sampled_from(PARAGRAPHS), moves=st.booleans())
    def edit_rows(self, which, place, change, how, moves):
        """Change the text of a turn as a form does, and perhaps move the words of the last turn to its end."""
        conference = self.pick(which)
        if conference is None:
            return
        rows = list(
            TurnRecord.objects.filter(exchange__conference=conference).order_by("exchange__position", "position")
        )

        @transaction.atomic
        def action():
            row, last = rows[place % len(rows)], rows[-1]
            words = self.rearranged(row.paragraphs, place, how)
            if moves and row != last and last.position > 1:
                words += last.paragraphs
                actions.remove_turns([last])
            row.text = "\r\n\r\n".join(words)
            row.save(update_fields=["text"])
            actions.sync_after_edit(conference, change)

        self.attempt(action)

    @rule(which=WHICH, change=CHANGES)
    def attach(self, which, change):
        """Give a conference the link of a video."""
        conference = self.pick(which)
        if conference is None:
            return
        video = Attachment(conference=conference, kind="video", url="https://video.example.org/boats")
        self.attempt(lambda: actions.save_attachments(conference, [video], change=change))

    @rule(which=WHICH, change=CHANGES, step=st.integers(0, 40))
    def record(self, which, change, step):
        """Give a conference a recording elsewhere, if it has none, and its paragraphs their seconds."""
        conference = self.pick(which)
        if conference is None:
            return
        recording = Attachment(conference=conference, kind="recording", url="https://media.example.org/boats.mp3")
        self.attempt(lambda: actions.save_attachments(conference, [recording], change=change))
        keys = [key for turn in read(conference).turns for key in turn.paragraph_ids]
        times = {key: at * step for at, key in enumerate(keys)}
        base = Conference.objects.get(pk=conference.pk).revision_number
        self.attempt(lambda: actions.set_times(conference, times, base=base, change=change))

    @rule(which=WHICH, place=WHICH, other=WHICH, name=st.sampled_from(PEOPLE), change=CHANGES)
    def change_at_once(self, which, place, other, name, change):
        """Two editors open the same version; the first saves, then the second."""
        conference = self.pick(which)
        if conference is None:
            return
        opened, base = read(conference), conference.revision_number
        first, second = (self.altered(opened, at, name, "e") for at in (place, other))
        self.attempt(lambda: actions.change_from(conference, first, base=base, change=change))
        self.attempt(lambda: actions.change_from(conference, second, base=base, change=change))

    @rule(
        which=WHICH, place=WHICH, name=st.sampled_from(PEOPLE), change=CHANGES, how=st.sampled_from("enrdsampxjt"),
        late=st.booleans(), twice=st.booleans(),
    )  # fmt: skip
    def import_at_the_desk(self, *, which, place, name, change, how, late, twice):
        """Hand over a transcript with a change, and confirm it: too late perhaps, or in two windows."""
        conference = self.pick(which)
        if conference is None or Conference.objects.count() > 5:
            return
        sheet = render_sheet(self.altered(read(conference), place, name, how))
        [draft] = actions.create_import_drafts(self.owner(), [("boats.txt", plain_source(sheet))])
        text = actions.update_import_draft(draft, fields={"venue": "Harbour house"})
        target = actions.import_target_of(draft, text)
        seen = actions.revision_number_of(target)
        if target and late:
            change_before = Change(note="Just before.", is_major=False)
            self.attempt(lambda: actions.reconcile(target, self.altered(read(target), place, name, "a"), change_before))
        if twice:
            other = ImportDraft.objects.get(pk=draft.pk)
            actions.update_import_draft(other, fields={"venue": "Town hall"})
        self.attempt(lambda: self.confirm(draft, seen, change))
        ImportDraft.objects.all().delete()

    @staticmethod
    def owner() -> User:
        return User.objects.get_or_create(username="importer")[0]

    @staticmethod
    @transaction.atomic
    def confirm(draft: ImportDraft, seen: tuple[int, int] | None, change: Change) -> None:
        conference, _ = actions.confirm_import_draft(draft, seen=seen, change=change)
        assert conference.venue == "Harbour house"
        assert not ImportDraft.objects.filter(pk=draft.pk).exists()

    @rule(which=WHICH, place=WHICH, step=st.sampled_from([-1, 1]), change=CHANGES)
    def move_by_hand(self, which, place, step, change):
        conference = self.pick(which)
        if conference is None:
            return
        rows = list(conference.exchanges.all())
        self.attempt(lambda: actions.move_exchange(rows[place % len(rows)], step=step, change=change))

    @rule(which=WHICH, place=WHICH, change=CHANGES)
    def split_by_hand(self, which, place, change):
        conference = self.pick(which)
        if conference is None:
            return
        turns = list(TurnRecord.objects.filter(exchange__conference=conference).order_by("pk"))
        self.attempt(lambda: actions.split_exchange(turns[place % len(turns)], change=change))

    @rule(which=WHICH, place=WHICH, change=CHANGES)
    def join_by_hand(self, which, place, change):
        conference = self.pick(which)
        if conference is None:
            return
        rows = list(conference.exchanges.order_by("position"))
        one, other = rows[place % len(rows)], rows[(place + 1) % len(rows)]
        self.attempt(lambda: actions.join_exchanges(one, other, change=change))

    @rule(which=WHICH, place=WHICH, change=CHANGES, stale=st.booleans())
    def describe_many(self, which, place, change, stale):
        """Name every second exchange, from this version or from the one before it."""
        conference = self.pick(which)
        if conference is None:
            return
        ids = list(conference.exchanges.order_by("position").values_list("public_id", flat=True))
        self.words += 1
        description = actions.Description(f"Heading {self.words}", (f"Topic {place}",))
        wanted = dict.fromkeys(ids[::2], description)
        base = conference.revision_number - stale
        self.attempt(lambda: actions.set_headings_and_topics(conference, wanted, base=base, change=change))

    @rule(which=WHICH, place=WHICH, change=CHANGES)
    def remove_by_hand(self, which, place, change):
        conference = self.pick(which)
        if conference is None or conference.exchanges.count() < 2:
            return
        rows = list(conference.exchanges.all())
        self.attempt(lambda: actions.remove_exchanges([rows[place % len(rows)]], change=change))

    @rule(which=WHICH, change=CHANGES, days=st.sampled_from([None, 1]))
    def publish(self, which, change, days):
        conference = self.pick(which)
        if conference:
            at = timezone.now() + timedelta(days=days) if days else None
            self.attempt(lambda: actions.publish(conference, at=at, change=change))

    @rule(which=WHICH, change=CHANGES)
    def submit(self, which, change):
        if conference := self.pick(which):
            self.attempt(lambda: actions.submit(conference, change=change))

    @rule(which=WHICH, change=CHANGES)
    def take_back(self, which, change):
        if conference := self.pick(which):
            self.attempt(lambda: actions.return_to_draft(conference, change=change))

    @rule(which=WHICH, change=CHANGES)
    def withdraw(self, which, change):
        if conference := self.pick(which):
            self.attempt(lambda: actions.withdraw(conference, reason="Another meeting.", change=change))

    @rule(which=WHICH, change=CHANGES, reason=st.sampled_from(["Another meeting.", "The sound was lost.", " "]))
    def reword(self, which, change, reason):
        if conference := self.pick(which):
            self.attempt(lambda: actions.reword_withdrawal(conference, reason=reason, change=change))

    @rule(which=WHICH, change=CHANGES)
    def speak_of_it(self, which, change):
        if conference := self.pick(which):
            before = self.state()
            actions.add_comment(conference, "Look again.", change=change)
            self.attempt(lambda: actions.mark_translation_up_to_date(conference, change=change))
            assert self.state() == before

    @rule(which=WHICH)
    def report_a_mistake(self, which):
        """A reader's report changes nothing that readers see, and keeps no words that were removed."""
        conference = self.pick(which)
        turn = conference and TurnRecord.objects.filter(exchange__conference=conference).first()
        if turn:
            before = self.state()
            mistake = actions.Mistake(turn=turn.public_id, words=turn.text, message=turn.text)
            kept = actions.report_mistake(conference, mistake, key=secrets.token_hex(16))
            assert (kept is not None) == conference.is_published
            assert self.state() == before

    @rule(which=WHICH)
    def let_the_embargo_end(self, which):
        conference = self.pick(which)
        if conference and conference.is_scheduled:
            Conference.objects.filter(pk=conference.pk).update(published_at=timezone.now())
            self.edition = -1  # the stamp names the time as well, so the count may stay

    @rule(which=WHICH, change=CHANGES, what=st.sampled_from(["announce", "move", "update", "cancel", "withdraw"]))
    def announce(self, which, change, what):
        """Announce it, or change what is announced: the draft's own words stay where they are."""
        conference = self.pick(which)
        if conference is None:
            return
        self.words += 1
        start = timezone.now() + timedelta(hours=self.words)
        row = Announcement.objects.filter(conference=conference).first()
        plan = actions.Plan(f"Tidings {self.words}", start, start + timedelta(minutes=20), "Asia/Shanghai")
        moves = {
            "announce": lambda: actions.announce(conference, plan, change=change),
            "move": lambda: row and actions.change_announcement(conference, plan, change=change),
            "update": lambda: actions.update_announcement(conference, change=change),
            "cancel": lambda: actions.cancel_announced(conference, change=change),
            "withdraw": lambda: actions.withdraw_announcement(conference, change=change),
        }
        self.attempt(moves[what])

    @rule(name=st.sampled_from(PEOPLE), change=CHANGES)
    def set_running(self, name, change):
        """Set a conference running that nobody has seen, and release its first exchange."""
        if Conference.objects.count() > 5:
            return
        self.words += 1
        conference = Conference()
        actions.reconcile(conference, TranscriptDocument(title=f"Running {self.words}", people=(Person(name),)))
        actions.start_running(conference, change=change)
        self.type_turns(conference, name, change)
        actions.release(conference, change=change)

    def type_turns(self, conference, name, change):
        for turn in self.new_exchange(name).turns:
            typed = actions.Typed(turn.text, turn.speaker, turn.outlet, turn.journalist, turn.label, turn.kind.value)
            actions.enqueue(conference, typed, change=change)

    @rule(
        which=WHICH, place=WHICH, name=st.sampled_from(PEOPLE), change=CHANGES, stood=st.booleans(),
        what=st.sampled_from(["type", "release", "go on", "correct", "speaker", "close", "give up"]),
    )  # fmt: skip
    def go_on_running(self, *, which, place, name, change, stood, what):
        """Type, release, correct what stood for long or did not, or close: only while it is running."""
        conference = self.pick(which, with_words=False)
        if conference is None:
            return
        if stood:
            ReleasedTurn.objects.filter(conference=conference).update(released_at=timezone.now() - timedelta(hours=1))
        turns = list(TurnRecord.objects.filter(exchange__conference=conference).order_by("pk"))
        if not turns:
            return
        turn = turns[place % len(turns)]
        self.words += 1
        other = turn.text.replace("leaves", f"leaves, {self.words} say,", 1)
        typed = actions.Typed(other if what == "correct" else turn.text, speaker=name if what == "speaker" else "")
        weights = dict.fromkeys(conference.running_corrections.values_list("pk", flat=True), bool(change.is_major))
        moves = {
            "type": lambda: self.type_turns(conference, name, change),
            "release": lambda: actions.release(conference, change=change),
            "go on": lambda: actions.release(conference, goes_on=True, change=change),
            "close": lambda: actions.close_running(conference, weights=weights, change=change),
            "give up": lambda: actions.close_running(conference, weights=weights, gives_up_queue=True, change=change),
        }
        correct = lambda: actions.correct_released(conference, turn.public_id, typed, was=turn.text, change=change)  # noqa: E731
        self.attempt(moves.get(what, correct))

    @rule(which=WHICH, change=CHANGES, out=st.booleans())
    def use_the_trash(self, which, change, out):
        if conference := self.pick(which):
            action = actions.restore_from_trash if out else actions.move_to_trash
            self.attempt(lambda: action(conference, change=change))

    @rule(which=WHICH, number=WHICH, change=CHANGES)
    def restore(self, which, number, change):
        conference = self.pick(which)
        if conference:
            revisions = list(conference.revisions.applied())
            self.attempt(lambda: actions.restore_revision(revisions[number % len(revisions)], change=change))

    @rule(which=WHICH, place=WHICH)
    def remove_words(self, which, place):
        """Take a word that no other sentence has out of what was public, without repeating it."""
        conference = self.pick(which)
        if conference is None:
            return
        conference.refresh_from_db()
        told = [
            (turn.public_id, at, KEEPER.findall(text))
            for turn in read(conference).turns
            for at, text in enumerate(turn.paragraphs)
            if KEEPER.search(text)
        ]
        if not told:
            return
        key, at, found = told[place % len(told)]

        def action():
            actions.remove_words(
                conference,
                [actions.Cut(key, at, found[0])],
                reason="A name.",
                is_repeated=False,
                base=conference.revision_number,
                change=Change(),
            )
            self.removed[found[0]] = conference.pk

        self.attempt(action)

    @rule(which=WHICH)
    def erase_words(self, which):
        removals = list(Removal.objects.unrepeated().filter(erased_at=None).order_by("pk"))
        if removals:
            removal = removals[which % len(removals)]
            words = removal.words
            actions.erase_words(removal, because="A judge said so.", change=Change())
            kept = [Revision.objects.values_list("document", "note"), Removal.objects.values_list("words", "forms")]
            assert not any(has_word(str(list(rows)), word) for word in words for rows in kept)

    @rule(which=WHICH, number=WHICH, change=CHANGES)
    def put_a_note_better(self, which, number, change):
        if conference := self.pick(which):
            revisions = list(conference.revisions.applied())
            revision = revisions[number % len(revisions)]
            self.attempt(lambda: actions.edit_revision_note(revision, f"{change.note} Put better.", change=change))

    @rule(which=WHICH, status=st.sampled_from(["preliminary", "checked", "final"]), change=CHANGES)
    def say_how_far_it_is_checked(self, which, status, change):
        if conference := self.pick(which):
            self.attempt(lambda: actions.set_record_status(conference, status, change=change))

    @rule(which=WHICH, place=WHICH, change=CHANGES)
    def propose(self, which, place, change):
        if conference := self.pick(which):
            document = self.altered(read(conference), place, PEOPLE[0], "e")
            actions.propose(conference, document, base=conference.revision_number, change=change)

    @rule(which=WHICH, change=CHANGES, yes=st.booleans())
    def decide(self, which, change, yes):
        proposals = list(Revision.objects.proposed().order_by("pk"))
        if proposals:
            action = actions.apply_proposal if yes else actions.decline_proposal
            self.attempt(lambda: action(proposals[which % len(proposals)], change=change))

    @rule(words=st.sampled_from(REPLACED), change=CHANGES)
    def find_and_replace(self, words, change):
        find, by = words
        prepared = actions.prepare_replacement(Replacement(find=find, replace_by=by), change=Change())
        self.attempt(lambda: actions.apply_replacement(prepared, change=change))

    @rule(change=CHANGES)
    def undo_a_replacement(self, change):
        if applied := Replacement.objects.filter(state=Replacement.State.APPLIED).first():
            self.attempt(lambda: actions.undo_replacement(applied, change=change))

    @rule()
    def merge_people(self):
        kept, gone = (Speaker.objects.filter(name=name).first() for name in (PEOPLE[0], PEOPLE[2]))
        if kept and gone:
            self.attempt(lambda: actions.merge_names(kept, gone))

    @rule()
    def separate_people(self):
        if merge := Merge.objects.in_effect().first():
            self.attempt(lambda: actions.undo_merge(merge))

    @rule(which=WHICH)
    def rename(self, which):
        if conference := self.pick(which):
            self.words += 1
            old, new = conference.slug, f"conference-{self.words}"
            Conference.objects.filter(pk=conference.pk).update(slug=new)
            actions.keep_old_address(actions.kind_of(conference), old, new)
            actions.sync_after_edit(conference, head_changed=True)  # as the form does

    @rule(hours=st.sampled_from([1, 30]))
    def let_time_pass(self, hours):
        """Bring the ends of embargoes so many hours nearer; none lies before what was seen already."""
        passed = timedelta(hours=hours)
        for conference in Conference.objects.filter(status=Status.PUBLISHED):
            if conference.is_scheduled:
                end = conference.published_at - passed
                Conference.objects.filter(pk=conference.pk).update(published_at=max(end, timezone.now()))
                self.edition = -1
        now = timezone.now()
        Announcement.objects.filter(ends_at__gt=now, ends_at__lte=now + passed).update(
            starts_at=now - timedelta(minutes=20), ends_at=now
        )

    @rule(which=WHICH, place=WHICH, written=st.booleans())
    def export_and_erase_an_editor(self, which, place, written):
        """Whoever wrote something is forgotten; what was written stays, and the invariants say that it is whole."""
        self.words += 1
        name = f"zenobia{User.objects.count()}x{self.words}"  # the accounts of other lives stay
        user = User.objects.create_superuser(name, email=f"{name}@quux.example")
        change = Change(user, note=f"So {name} says." if written else "Misheard.", is_major=False)
        if conference := self.pick(which):
            document = self.altered(read(conference), place, PEOPLE[0], "e")
            self.attempt(lambda: actions.reconcile(conference, document, change))
            actions.add_comment(conference, f"Ask {name}.", change=change)
        assert name in str(actions.collect_personal_data(user))
        places = actions.find_written(user)
        left = actions.erase_editor(user, change=Change(), written=[each.key for each in places]).left
        assert set(left) <= {"transcripts.NoteEdit.was"}  # the first wording of a note is sealed
        self.erased.add(name)

    @invariant()
    def an_erased_editor_stands_on_no_page(self):
        pages = [*KEPT, "/versions/log.jsonl", "/api/v1/changes/?expand=conference", "/api/v1/corrections/"]
        for slug in Conference.objects.values_list("slug", flat=True) if self.erased else ():
            pages += [f"/conferences/{slug}{tail}" for tail in ("/", "/full/", "/versions/", ".json")]
        for path in pages if self.erased else ():
            page = self.client.get(path)
            body = b"".join(page.streaming_content if page.streaming else [page.content]).decode()
            assert not [name for name in self.erased if has_word(body, name)], path

    @rule()
    def name_the_office(self):
        self.words += 1
        identity = SiteIdentity.current()
        identity.name = f"Office {self.words}"
        identity.save()
        actions.sync_after_site_edit()

    @rule()
    def rename_an_outlet(self):
        if outlet := Outlet.objects.first():
            self.words += 1
            outlet.name = f"Courier {self.words}"
            outlet.save()
            actions.sync_after_name_edit(outlet)

    @rule(number=WHICH, change=CHANGES)
    def restore_an_outlet(self, number, change):
        if outlet := Outlet.objects.first():
            rows = list(outlet.history.all())
            self.attempt(lambda: actions.restore_name(outlet, rows[number % len(rows)].pk, change=change))

    @invariant()
    def records_are_what_the_revisions_say(self):
        for conference in Conference.objects.all():
            assert not list(actions.find_damage(conference))
        assert search.check().is_good
        assert not counting.differing(list(Conference.objects.values_list("pk", flat=True)))
        assert not summing.differ()
        kept = index_rows()
        search.index(*Conference.objects.values_list("pk", flat=True))
        assert index_rows() == kept  # only what changed was indexed, and that is all that had to be

    @invariant()
    def every_public_state_is_a_version(self):
        assert not list(actions.find_damaged_log())
        logged = set(Version.objects.logged().values_list("pk", flat=True))
        for conference in Conference.objects.all():
            made = list(conference.versions.select_related("revision").order_by("number"))
            if conference.is_running:
                assert made == []
            elif conference.is_published:
                words, now = (without_times(each) for each in (made[-1].revision.transcript, read(conference)))
                assert without_outlets(words) == without_outlets(now)
                assert conference.published_at > timezone.now() - timedelta(days=1)
            if not conference.is_published and conference.status != Status.WITHDRAWN:
                assert not logged & {version.pk for version in made}

    @invariant()
    def the_public_reads_the_document_and_nothing_else(self):
        for conference in Conference.objects.all():
            answer = self.client.get(f"/conferences/{conference.slug}/full/")
            turns = list(read(conference).turns)
            if conference.is_published:
                # Corrected words are marked in the text.
                page = re.sub(r'<ins class="righted">(.*?)</ins>', r"\1", answer.content.decode(), flags=re.DOTALL)
                places = [page.find(f'id="{turn.public_id}"') for turn in turns]
                assert -1 not in places
                assert places == sorted(places)
                ends = [*places[1:], len(page)][: len(places)]  # a running transcript begins without a turn
                for turn, start, end in zip(turns, places, ends, strict=True):
                    assert all(escape(text) in page[start:end] for text in turn.paragraphs)
                    assert all(f'<p id="{public_id}">' in page[start:end] for public_id in turn.paragraph_ids)
                form = json.loads(self.client.get(f"/conferences/{conference.slug}.json").content)
                assert from_json(form) == read(conference)
            else:
                page = self.client.get(f"/conferences/{conference.slug}/").content.decode()
                assert not any(turn.text in page for turn in turns)
                assert answer.status_code == (410 if conference.status == Status.WITHDRAWN else 404)
                assert not any(turn.text in answer.content.decode() for turn in turns)

    @invariant()
    def removed_words_come_back_by_no_way(self):
        for word, key in self.removed.items():
            conference = Conference.objects.get(pk=key)
            assert not has_word(str(read(conference)), word)
            for number in conference.versions.values_list("number", flat=True):
                for path in (f"/conferences/{conference.slug}/full/", f"/conferences/{conference.slug}.json"):
                    assert not has_word(self.client.get(f"{path}?version={number}").content.decode(), word)

    @invariant()
    def words_are_found_exactly_when_they_are_public(self):
        pages = "".join(self.client.get(path).content.decode() for path in ("/", "/conferences/", "/corrections/"))
        rows = TurnRecord.objects.filter(exchange__conference__in=Conference.objects.published())
        public = {pk: (exchange, text) for pk, exchange, text in rows.values_list("pk", "exchange", "text")}
        for turn in TurnRecord.objects.all():
            word = LANTERN.findall(turn.text)[0]
            said = {pk for pk, (_, text) in public.items() if word in LANTERN.findall(text)}  # moved words stand twice
            found = set(search.find(word).turn_ids)
            assert said <= found  # an answer is also found by its question
            assert {public[pk][0] for pk in found} <= {public[pk][0] for pk in said}
            assert said or word not in pages

    @invariant()
    def what_is_kept_is_what_would_be_made(self):
        """Nothing past is sent: no page kept here, no part of one, nor the word that a reader's copy is still right."""
        paths = list(KEPT)
        paths += [each.get_absolute_url() for model in (Speaker, Topic) for each in model.objects.published()[:1]]
        for slug in Conference.objects.values_list("slug", flat=True):
            paths += [
                f"/conferences/{slug}{tail}" for tail in ("/", "/2/", "/full/", "/versions/", ".json", "/cite.bib")
            ]
            paths += [f"/zh-hans/conferences/{slug}/", f"/corrections/?conference={slug}"]
        for path in paths:
            made = self.maker.get(path)
            had = self.copies.get(path)
            asked = {"if-none-match": had.headers["ETag"]} if had else {}
            sent = self.client.get(path, headers=asked)
            if sent.status_code == 304:
                sent = had
            other = [*unified_diff(made.content.decode().split("\n"), sent.content.decode().split("\n"), n=0)]
            assert sent.status_code == made.status_code, path
            assert sent.content == made.content, (path, other[:20])
            again = self.client.get(path)
            assert (again.status_code, again.content, again.headers) == (made.status_code, made.content, made.headers)
            if again.status_code == 200:
                self.copies[path] = again

    @invariant()
    def a_copy_that_follows_is_the_site(self):
        """What the script in docs/examples has kept is what the API has now, whatever was done in between."""

        def fetch(address):
            answer = self.client.get(address.removeprefix("site"))
            return None if answer.status_code == 410 else answer.json()

        follow("site", self.copy, fetch)
        page = self.client.get("/api/v1/conferences/?expand=exchanges&size=100").json()
        kept = {file.stem: json.loads(file.read_text()) for file in (self.copy / "conferences").iterdir()}
        assert kept == {conference["public_id"]: conference for conference in page["results"]}
        announced = self.client.get("/api/v1/announcements/?size=100").json()["results"]
        planned = {file.stem: json.loads(file.read_text()) for file in (self.copy / "announcements").iterdir()}
        assert planned == {each["conference"]: each for each in announced}
        running = {each["conference"] for each in announced if each["state"] == "running"}
        assert running == {*Conference.objects.running().values_list("public_id", flat=True)}

    @invariant()
    def what_was_announced_answers_for_ever(self):
        for row in Announcement.objects.select_related("conference"):
            self.announced[row.get_absolute_url()] = row.conference_id
        for link, key in self.announced.items():
            status = Conference.objects.get(pk=key).status
            answer = self.client.get(link, follow=True)
            is_withdrawn = Announcement.objects.get(conference=key).state == "withdrawn"
            is_gone = status == Status.WITHDRAWN or (is_withdrawn and not Conference.objects.get(pk=key).is_published)
            assert answer.status_code == (410 if is_gone else 200), link

    @invariant()
    def no_link_is_dead(self):
        for conference in Conference.objects.published():
            self.links[f"/conferences/{conference.slug}/"] = conference.pk
            for public_id, turn_id in conference.exchanges.values_list("public_id", "turns__public_id"):
                self.links[f"/exchanges/{public_id}/"] = conference.pk
                self.links[f"/turns/{turn_id}/"] = conference.pk
        public = set(Conference.objects.published().values_list("pk", flat=True))
        for link, key in self.links.items():
            answer = self.client.get(link, follow=True)
            assert answer.status_code in ((200, 410) if key in public else (410, 404)), (link, answer.status_code)
            if link.startswith("/conferences/") and key in public:
                assert answer.status_code == 200

    @invariant()
    def no_paragraph_s_link_lands_on_other_words_without_saying_so(self):
        here = {}
        for conference in Conference.objects.published():
            for turn in read(conference).turns:
                for public_id, text in zip(turn.paragraph_ids, turn.paragraphs, strict=True):
                    here[public_id] = text
                    self.said.setdefault(public_id, (conference.pk, set(LANTERN.findall(text))))
        public = set(Conference.objects.published().values_list("pk", flat=True))
        for public_id, (key, words) in self.said.items():
            for query in ("", *(f"?text={word}" for word in words)) if key in public else ():
                answer = self.client.get(f"/paragraphs/{public_id}/{query}")
                if answer.status_code == 410 or "changed=" in answer["Location"]:
                    continue
                anchor, _, named = answer["Location"].rpartition("#")[2].partition(":~:")
                assert words & set(LANTERN.findall(here[anchor])), (public_id, query)
                assert not query or LANTERN.findall(named) == LANTERN.findall(query), answer["Location"]

    @rule()
    def send_alerts(self):
        """Tell who follows everything, and a speaker: no word of what is not public now, nor of what was removed."""
        if not Subscription.objects.exists():
            actions.alerts.alert_progress()
            speaker = Speaker.objects.order_by("pk").values_list("slug", flat=True).first()
            for kind, query in (("everything", ""), ("speaker", speaker)) if speaker else ():
                follows = {"kind": kind, "query": query, "language": "en", "rhythm": "at_once"}
                actions.alerts.ask_for_alerts(address=f"{kind}@example.org", **follows)
                actions.alerts.confirm_alerts(Subscription.objects.get(kind=kind))
        before = len(self.mail.accepted())
        sent = set(MailedConference.objects.values_list("conference", flat=True))
        call_command("send_alerts", stdout=StringIO())
        mails = self.mail.accepted()[before:]
        told = "\n".join(each.text + each.html for each in mails)
        closed = Conference.objects.published().closed()
        secret = [turn.text for each in Conference.objects.exclude(pk__in=closed) for turn in read(each).turns]
        assert not set(LANTERN.findall(told)) & set(LANTERN.findall("\n".join(secret)))
        assert not [word for word in self.removed if has_word(told, word)]
        gone = {each.pk: each.title for each in Conference.objects.filter(status=Status.WITHDRAWN)}
        to_follower = "\n".join(each.text for each in mails if each.recipient == "speaker@example.org")
        for key in gone.keys() & sent - self.told_gone:  # who was sent words of it is told that they are withdrawn
            assert gone[key] in to_follower
            assert "This transcript was withdrawn." in to_follower
        self.told_gone = set(gone)

    @invariant()
    def the_edition_never_goes_back(self):
        assert self.edition_number() >= self.edition
        self.edition = self.edition_number()


@pytest.mark.usefixtures("_english")
def test_any_sequence_of_actions_leaves_the_press_room_whole(caplog, settings, tmp_path):
    Life.mail = MailServer(tmp_path / "mail")
    settings.HAS_MAIL, settings.DATA_DIR, settings.ALERTS_KEY = True, tmp_path, "a key that is long enough for a test"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", Life.mail.port
    try:
        run_lives(caplog, settings)
    finally:
        Life.mail.stop()


def run_lives(caplog, settings):
    settings.CACHE_URL = os.environ.get("CACHE_URL_TEST", "")  # pages are kept, as on any site
    caplog.set_level("ERROR", "django.request")  # of the 404s there are thousands
    run_state_machine_as_test(
        Life,
        settings=hypothesis.settings(
            max_examples=ROUNDS,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=[Phase.generate],  # the steps that failed are printed; making them fewer takes minutes
        ),
    )
