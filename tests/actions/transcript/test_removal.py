"""Removing words: nothing repeats them at any version, the desk keeps them, and nothing brings them back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from django.utils import timezone

from tests.builders import make_author, make_editor
from tests.documents import answer, document, question
from transcripts import actions
from transcripts.actions import Change, Cut
from transcripts.actions.transcript.copies import COPIES, KEPT, as_text
from transcripts.document import ExchangeText, Person, TranscriptDocument, finds, to_json
from transcripts.models import (
    Announcement,
    Attachment,
    Comment,
    Conference,
    Correction,
    Event,
    ImportBase,
    MistakeReport,
    QueuedTurn,
    Removal,
    ReplacedConference,
    Replacement,
    Revision,
    SavedWarning,
    Turn,
)
from transcripts.reading.removals import as_removed_words, removals_of, without_removed_words
from transcripts.reading.transcript import read
from transcripts.search.words import vocabulary

pytestmark = pytest.mark.django_db
CANARY = "the goldfinch of 5 High Street"
TEXT = f"It was {CANARY}, they said.\n\nNothing else was said."


def said(text: str = TEXT, **head: Any) -> TranscriptDocument:
    whole = document(ExchangeText((question(), answer(*text.split("\n\n")))), people=(Person("Ines Calder", "mayor"),))
    return replace(whole, **head)


def published(text: str = TEXT, **head: Any) -> Conference:
    conference = Conference(title="Night ferries")
    actions.reconcile(conference, said(text, **head))
    actions.publish(conference)
    return Conference.objects.get()


def correct(text: str, note: str = "Misheard.") -> None:
    row = Conference.objects.get()
    before = read(row)
    first = before.exchanges[0]
    turns = (first.turns[0], replace(first.turns[1], paragraphs=tuple(text.split("\n\n"))))
    after = replace(before, exchanges=(replace(first, turns=turns),))
    actions.reconcile(row, after, Change(note=note, is_major=True))


def cut(words: str = CANARY, paragraph: int = 0) -> Cut:
    turn = Turn.objects.filter(position=2).earliest("exchange__position")
    return Cut(turn.public_id, paragraph, words)


def remove(words: str = CANARY, *, paragraph: int = 0, is_repeated: bool = False, **also: Any) -> Removal:
    row = Conference.objects.get()
    chief = User.objects.filter(username="chief").first() or make_editor("chief")
    chosen = {"reason": "A home address.", "base": row.revision_number, "change": Change(chief)} | also
    return actions.remove_words(row, [cut(words, paragraph)], is_repeated=is_repeated, **chosen)


def test_a_part_of_a_turn_goes_and_its_paragraph_keeps_its_id() -> None:
    published()
    before = [turn.paragraph_ids for turn in read(Conference.objects.get()).turns]
    removal = remove()
    document = read(Conference.objects.get())
    assert list(document.turns)[1].paragraphs == ("It was [removed], they said.", "Nothing else was said.")
    assert [turn.paragraph_ids for turn in document.turns] == before
    assert (removal.revision.number, removal.revision.is_major, removal.revision.note) == (2, True, "A home address.")
    assert not list(actions.find_damage(Conference.objects.get()))


def test_a_whole_paragraph_goes_and_keeps_its_id_too() -> None:
    published()
    before = [turn.paragraph_ids for turn in read(Conference.objects.get()).turns]
    remove("", paragraph=0)
    document = read(Conference.objects.get())
    assert list(document.turns)[1].paragraphs == ("[removed]", "Nothing else was said.")
    assert [turn.paragraph_ids for turn in document.turns] == before


def test_earlier_wordings_of_the_words_go_from_earlier_revisions_and_nothing_else() -> None:
    published("It was the old mill, they said.\n\nThe old mill burned.")
    correct("It was 5 High Street, they said.\n\nThe old mill burned.")
    remove("5 High Street")
    conference = Conference.objects.get()
    shown = without_removed_words(conference.revisions.get(number=1).transcript, conference)
    assert list(shown.turns)[1].paragraphs == ("It was [removed], they said.", "The old mill burned.")
    assert "High" not in str(without_removed_words(conference.revisions.get(number=2).transcript, conference))
    assert list(conference.exchanges.get().turns.all())[1].paragraphs[1] == "The old mill burned."


def canaries(conference: Conference) -> None:
    """Put the words into every place of the list that an editor or an import can put them into."""
    draft = conference.revisions.latest("number")
    turn = Turn.objects.get(position=2)
    Correction.objects.create(
        revision=draft, position=90, turn_public_id=turn.public_id, label=CANARY, was=f"Not {CANARY}.", now=TEXT
    )
    Attachment.objects.create(
        conference=conference,
        position=1,
        kind="video",
        url="https://example.org/the-goldfinch-of-5-high-street",
        title=CANARY,
        alt=CANARY,
        caption=CANARY,
        credit=CANARY,
    )
    reported = dict.fromkeys(["words", "message", "answer", "name", "email"], CANARY)
    MistakeReport.objects.create(conference=conference, turn_public_id=turn.public_id, key="1", **reported)
    queued = dict.fromkeys(["text", "label", "speaker", "outlet", "journalist"], CANARY)
    QueuedTurn.objects.create(conference=conference, position=1, kind="answer", **queued)
    Comment.objects.create(conference=conference, text=CANARY, made_by_name="author")
    Event.objects.create(conference=conference, what=Event.What.CHANGED, made_by_name="author", note=CANARY)
    ImportBase.objects.create(
        conference=conference,
        part="9",
        document=to_json(TranscriptDocument()),
        digests=[],
        release="1",
        made_at=timezone.now(),
        hints={"lines": [{"what": "adds", "at": [CANARY], "more": "", "value": True}]},
    )
    SavedWarning.objects.create(conference=conference, turn=turn, sentence={"text": CANARY}, file=CANARY)
    for state in (Revision.State.PROPOSED, Revision.State.DECLINED):
        proposal = actions.propose(conference, said(), base=1, change=Change(note=CANARY, is_major=True))
        Revision.objects.filter(pk=proposal.pk).update(state=state)
    words = dict.fromkeys(["find", "replace_by", "note", "undo_note"], CANARY)
    replacing = Replacement.objects.create(made_by_name="author", **words)
    ReplacedConference.objects.create(
        replacement=replacing, conference=conference, position=1, revision_number=1, places=1, sentence=CANARY
    )
    now = timezone.now()
    announced = dict.fromkeys(["title", "place", "people", "accreditation", "reason"], CANARY)
    Announcement.objects.create(
        conference=conference,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        zone="Europe/Lisbon",
        broadcast_url="https://example.org/the-goldfinch-of-5-high-street",
        announced_at=now,
        changed_at=now,
        **announced,
    )
    user = make_author("logger")
    LogEntry.objects.log_actions(user.pk, [conference], CHANGE, f"Moved “{CANARY}”.", single_object=True)


def world() -> Conference:
    head = {"title": f"On {CANARY}", "summary": f"About {CANARY}.", "venue": CANARY, "source": CANARY}
    whole = said(**head, source_url="https://example.org/the-goldfinch-of-5-high-street")
    first = whole.exchanges[0]
    turns = (
        replace(first.turns[0], label=CANARY, journalist=CANARY, outlet="Evening Courier", speaker=""),
        *first.turns[1:],
    )
    whole = replace(
        whole,
        people=(Person("Ines Calder", f"mayor, {CANARY}"),),
        exchanges=(replace(first, heading=f"Why {CANARY}", turns=turns),),
    )
    conference = Conference(title="x")
    actions.reconcile(conference, whole)
    actions.publish(conference)
    correct(f"{TEXT} Really, {CANARY}.", f"It was {CANARY}.")
    conference = Conference.objects.get()
    canaries(conference)
    return conference


def held() -> list[tuple[str, str]]:
    removed = as_removed_words(Removal.objects.get())
    return actions.find_copies(Conference.objects.get(), removed)


def test_every_place_is_freed_of_the_words() -> None:
    conference = world()
    marked = {(copy.name, field) for copy in COPIES for field in copy.fields}
    removed = as_removed_words(Removal(words=[CANARY]))
    there = set(actions.find_copies(conference, removed))
    # A withdrawal has a reason, which a public conference has not; no participant has such a name.
    assert marked - there == {("conference", "withdrawal_reason"), ("participant", "name_as_printed")}
    remove()
    assert held() == []
    conference = Conference.objects.get()
    assert conference.title == "Transcript of 2024-03-12" or conference.title.startswith("Transcript")
    assert "goldfinch" not in conference.slug
    assert not list(actions.find_damage(conference))
    kept = dict(map(tuple, Removal.objects.get().copies))
    assert CANARY in kept["comment: text"]


def test_the_list_knows_every_text_of_the_records() -> None:
    """Whoever adds a text to a model says here whether it can hold words of a transcript."""
    texts = (models.CharField, models.TextField, models.JSONField)
    listed = {(copy.model._meta.model_name, field) for copy in COPIES for field in copy.fields}
    listed |= {tuple(place.split(".")) for place in KEPT}
    unknown = [
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("transcripts").get_models()
        for field in model._meta.fields
        if isinstance(field, texts) and not field.choices and (model._meta.model_name, field.name) not in listed
        if model._meta.model_name not in NAMES and not field.name.endswith(_OF_PEOPLE)
    ]
    assert sorted(set(unknown) - NO_WORDS) == []


# Texts that are no words of a transcript: names of records, which a removal refuses, of people at the desk, and keys;
# the site's own words; and the reason of a removal, which may not repeat them.
NAMES = {"series", "topic", "topicalias", "outlet", "outletalias", "speaker", "speakeralias", "merge", "namepair"}
NAMES |= {
    "namekey",
    "siteidentity",
    "addedform",
    *(f"historical{name}" for name in ("series", "topic", "outlet", "speaker")),
}
NO_WORDS = {"edition.epoch", "redirect.new", "removal.reason", "removal.turns", "importbase.part", "importbase.digests"}
NO_WORDS |= {"mistakereport.key", "replacedconference.left", "archivecount.of"}
NO_WORDS |= {"accountevent.about", "desksession.key", "desksession.device", "knowndevice.digest"}  # of accounts
NO_WORDS |= {"importbatch.name", "importbatch.series", "importbatch.language", "batchfile.name"}
NO_WORDS |= {"importbase.release", "importdraft.names", "conference.translation_group", "conference.preview_key"}
NO_WORDS |= {f"attachment.{name}" for name in ("folder", "suffix", "content_type", "digest")}
NO_WORDS |= {"announcement.zone", "historicalannouncement.zone", "historicalannouncement.history_change_reason"}
NO_WORDS |= {"publicchange.key"}  # the permanent ID of a conference, or the slug of a name
NO_WORDS |= {"correction.field", "correction.turn_public_id", "revision.digest", "noteedit.digest"}
_OF_PEOPLE = (
    "_by_salt",
    "_by_leaf",
    "resealed",
    "made_by_name",
    "applied_by_name",
    "undone_by_name",
    "decided_by_name",
    "erased_by_name",
    "settled_by_name",
    "public_id",
)


def test_no_page_and_no_file_repeats_them(client: Client) -> None:
    conference = world()
    old = conference.get_absolute_url()
    remove()
    conference = Conference.objects.get()
    turn = Turn.objects.get(position=2)
    slug = conference.slug
    paths = [old, f"/conferences/{slug}/", f"/conferences/{slug}/full/", "/", "/conferences/", "/corrections/"]
    paths += [f"/conferences/{slug}.{suffix}" for suffix in ("txt", "json", "pdf", "docx")]
    paths += [f"/conferences/{slug}/{tail}" for tail in ("?version=1", "?version=2", "versions/", "full/?version=1")]
    paths += [f"/conferences/{slug}.json?version=1", f"/conferences/{slug}.txt?version=2"]
    paths += ["/corrections/feed/", "/feed/", f"/conferences/{slug}/cite/", f"/turns/{turn.public_id}/cite/"]
    paths += [
        "/search/?q=goldfinch",
        "/search/?q=goldf*",
        "/search/?q=goldfinhc",
        "/search/suggest/?q=gold",
        "/sitemap.xml",
    ]
    paths += [f"/corrections/?conference={slug}", "/speakers/ines-calder/", "/search/feed/?q=goldfinch"]
    for path in paths:
        response = client.get(path, follow=True)
        assert "version" not in path or response.status_code == 200, path
        body = b"".join(response) if response.streaming else response.content
        typed = path.partition("?q=")[2].rstrip("*").encode()
        text = body.replace(typed, b"") if typed else body
        assert b"goldfinch" not in text.lower(), path
        assert b"5 high street" not in text.lower(), path
    page = client.get("/corrections/").content.decode()
    assert "A home address." in page


def test_no_page_of_find_and_replace_repeats_them() -> None:
    published(f"Ships, and {CANARY}.\n\nNothing more.")
    by = Change(make_editor())
    rows = [
        actions.prepare_replacement(Replacement(find=each, replace_by="x"), change=by) for each in ("Ships", CANARY)
    ]
    remove()
    desk = Client()
    desk.force_login(make_editor("another"))
    pages = [f"/admin/transcripts/conference/replace/{tail}" for tail in (f"{rows[0].pk}/", f"{rows[1].pk}/", "")]
    shown = [desk.get(page).content.decode() for page in pages]
    assert "Ships" in shown[0]
    assert not any("goldfinch" in each for each in shown)


def test_what_would_bring_them_back_is_refused_and_names_the_removal() -> None:
    published()
    opened = read(Conference.objects.get())
    remove()
    conference = Conference.objects.get()
    attempts = [
        lambda: actions.restore_revision(
            conference.revisions.get(number=1), change=Change(note="It was right.", is_major=True)
        ),
        lambda: actions.reconcile(conference, opened, Change(note="Again.", is_major=True)),
        lambda: actions.propose(conference, opened, base=1, change=Change(note="Again.", is_major=True)),
        lambda: actions.reconcile(
            conference, replace(read(conference), venue=CANARY), Change(note="Again.", is_major=True)
        ),
    ]
    for attempt in attempts:
        with pytest.raises(actions.WordsRemovedError, match="A home address"):
            attempt()
    assert Conference.objects.get().revision_number == 2
    correct("It was [removed], they said.\n\nNothing more was said.")
    assert Conference.objects.get().revision_number == 3


def test_with_repeating_corrections_and_earlier_versions_show_the_words(client: Client) -> None:
    published()
    removal = remove(is_repeated=True)
    conference = Conference.objects.get()
    assert removals_of(conference) == ()
    assert "[removed]" in Turn.objects.get(position=2).text
    page = client.get("/corrections/")
    [notice] = page.context["listing"].notices
    assert (notice.kind, notice.removal) == ("removal", removal)
    assert CANARY in page.content.decode()
    actions.restore_revision(conference.revisions.get(number=1), change=Change(note="Why not.", is_major=True))


def test_words_go_from_a_withdrawn_one_and_from_the_reason_that_readers_see(client: Client) -> None:
    conference = published()
    actions.withdraw(conference, reason=f"It named {CANARY}.")
    remove()
    for path in (conference.get_absolute_url(), "/corrections/", "/corrections/feed/"):
        assert "goldfinch" not in client.get(path).content.decode()
    assert "It named [removed]." in client.get("/corrections/").content.decode()
    actions.publish(Conference.objects.get())
    assert "Words removed on" in client.get(conference.get_absolute_url()).content.decode()


def test_it_needs_a_permission_a_reason_and_what_stands() -> None:
    published()
    with pytest.raises(PermissionDenied):
        remove(change=Change(make_author("nobody")))
    for wrong in ({"reason": " "}, {"reason": f"Because {CANARY}."}, {"base": 0}):
        with pytest.raises(actions.WrongStateError):
            remove(**wrong)
    for words in ("not there", "…"):
        with pytest.raises(actions.WrongStateError):
            remove(words)
    assert not Removal.objects.exists()


def test_a_name_of_a_record_is_not_removed_this_way() -> None:
    published("Ines Calder lives there.\n\nNothing.")
    with pytest.raises(actions.WrongStateError, match="change that first"):
        remove("Ines Calder")


def test_words_that_another_transcript_has_stay_in_the_vocabulary() -> None:
    published(f"{TEXT} Ferries leave at one.")
    known = ["goldfinch", "high", "street", "leave"]
    assert set(vocabulary.counts(known)) == set(known)
    other = Conference(title="Streets")
    actions.reconcile(other, said("Every street is closed.", title="Streets"))
    row = Conference.objects.exclude(pk=other.pk).get()
    turn = row.exchanges.get().turns.get(position=2)
    change = Change(make_editor("chief"))
    cuts = [Cut(turn.public_id, 0, CANARY)]
    actions.remove_words(
        row, cuts, reason="A home address.", is_repeated=False, base=row.revision_number, change=change
    )
    assert set(vocabulary.counts(known)) == {"street", "leave"}


def test_the_text_of_a_json_is_all_its_texts() -> None:
    assert finds(as_text({"a": [CANARY]}), [as_removed_words(Removal(words=[CANARY]))])
