"""Version 2 of a file: its changes come, the editors' work stays, and what both changed is named."""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_editor
from tests.files import TITLE, TURNS, make_docx
from transcripts import actions
from transcripts.actions import Change
from transcripts.document import ExchangeText, Kind, TranscriptDocument, TurnText
from transcripts.models import Conference, ImportBase, Status
from transcripts.reading.transcript import read

pytestmark = pytest.mark.django_db

CALDER = "Ines Calder"
SAID = (
    *TURNS,
    ("Northbank Daily", ("Will there be heaters on the quays this year?",)),
    (CALDER, ("We ordered forty heaters in the spring.", "They are paid from the harbour fund.")),
)


def with_turn(number: int, *paragraphs: str, label: str = "") -> tuple[Any, ...]:
    turns = list(SAID)
    turns[number] = (label or turns[number][0], paragraphs or turns[number][1])
    return tuple(turns)


@pytest.fixture
def word(tmp_path: Path) -> Path:
    path = tmp_path / "briefing.docx"
    path.write_bytes(make_docx(SAID))
    return path


def run(*args: object) -> str:
    out = StringIO()
    call_command("import_transcript", *map(str, args), stdout=out, stderr=StringIO())
    return out.getvalue()


def refuse(*args: object) -> tuple[str, str]:
    """What standard error says, and the sentence with which the command ends."""
    told = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("import_transcript", *map(str, args), stdout=StringIO(), stderr=told)
    return told.getvalue(), str(refusal.value)


def conference() -> Conference:
    return Conference.objects.get(title__startswith="Ministry of Ports")


def held() -> TranscriptDocument:
    return read(conference())


def texts() -> list[str]:
    return [turn.text for turn in held().turns]


def save(document: TranscriptDocument) -> None:
    """Let an editor make the records hold `document`."""
    editor = Change(make_editor(f"iris-{conference().revision_number}"), "Looked through.", is_major=False)
    actions.change_from(conference(), document, base=conference().revision_number, change=editor)


def edit(number: int, **fields: Any) -> None:
    """Let an editor change fields of a turn, counted through from 0."""
    document, at = held(), -1
    exchanges = []
    for exchange in document.exchanges:
        turns = []
        for turn in exchange.turns:
            at += 1
            turns.append(replace(turn, **fields) if at == number else turn)
        exchanges.append(replace(exchange, turns=tuple(turns)))
    save(replace(document, exchanges=tuple(exchanges)))


def work_on_it() -> None:
    """Let an editor put a label right, split an exchange, give topics and a heading, and correct a typo."""
    edit(1, label="Northbank Daily (Ada Finch)", journalist="Ada Finch")
    edit(3, paragraphs=("Could you tell us how many of the piers are open on public holidays?",))
    document = held()
    last = document.exchanges[-1]
    halves = (replace(last, turns=last.turns[:1]), ExchangeText(last.turns[1:], "The harbour fund", ("Money",)))
    first = replace(document.exchanges[0], heading="Welcome", topics=("Ferries",))
    save(replace(document, exchanges=(first, *document.exchanges[1:-1], *halves)))


def test_version_2_brings_its_changes_and_leaves_the_editors_work_alone(word: Path) -> None:
    run(word)
    work_on_it()
    before, ids = held(), [turn.public_id for turn in held().turns]
    new = list(with_turn(4, "All ten of them are open.", "Nobody shall wait on a dark quay."))
    new.append(("NBTV", ("And who looks after them at night?",)))
    word.write_bytes(make_docx(new))
    answer = run(word)
    after = held()
    assert "1 turn new, 1 turn edited" in answer
    turns = list(after.turns)
    assert turns[4].text == "All ten of them are open.\n\nNobody shall wait on a dark quay."
    assert turns[-1].text == "And who looks after them at night?"
    assert (turns[1].label, turns[1].journalist) == ("Northbank Daily (Ada Finch)", "Ada Finch")
    assert "public holidays" in turns[3].text
    assert [turn.public_id for turn in turns][: len(ids)] == ids
    for old, now in zip(before.exchanges, after.exchanges, strict=False):
        assert (old.heading, old.topics, old.public_id) == (now.heading, now.topics, now.public_id)
    assert [[turn.label for turn in one.turns] for one in after.exchanges[4:]] == [[CALDER], ["NBTV"]]
    assert not list(actions.find_damage(conference()))


def test_the_same_bytes_change_nothing_whatever_was_edited(word: Path) -> None:
    run(word)
    work_on_it()
    before = held(), conference().revision_number, ImportBase.objects.get().made_at
    assert "unchanged, the same file as last time" in run(word)
    assert (held(), conference().revision_number, ImportBase.objects.get().made_at) == before


def test_the_same_words_in_other_bytes_change_nothing_either(word: Path) -> None:
    run(word)
    work_on_it()
    before = held()
    word.write_bytes(make_docx(SAID, own_line=True))
    run(word)
    assert held() == before


def test_read_again_says_what_the_reader_makes_of_it_today(word: Path) -> None:
    run(word)
    base = ImportBase.objects.get()
    form = base.document
    form["exchanges"][-1]["turns"][-1]["paragraphs"].pop()  # as if an older reader had missed it
    base.save()
    edit(6, paragraphs=("We ordered forty heaters in the spring.",))
    assert "unchanged" in run(word)
    assert "harbour fund" not in texts()[-1]
    run(word, "--read-again")
    assert texts()[-1].endswith("They are paid from the harbour fund.")


def test_what_both_changed_is_named_and_nothing_is_changed(word: Path) -> None:
    run(word)
    edit(4, paragraphs=("All nine of them are open today.", "Nobody shall wait on a dark quay."))
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open."), ("NBTV", ("And at night?",))]))
    before = held(), conference().revision_number, ImportBase.objects.get().document
    told, sentence = refuse(word)
    [line] = [line for line in told.splitlines() if conference().slug in line]
    assert "exchange 3, turn 2: the file says “All ten of them are open.”" in line
    assert "the site says “All nine of them are open today." in line
    assert "--prefer" in sentence
    assert (held(), conference().revision_number, ImportBase.objects.get().document) == before


def test_of_what_is_public_conflicts_are_named_before_a_note_is_asked_for(word: Path) -> None:
    run(word, "--publish")
    edit(4, paragraphs=("All nine of them are open today.",))
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open."), ("NBTV", ("And at night?",))]))
    told, sentence = refuse(word)
    assert "exchange 3, turn 2" in told
    assert "--prefer" in sentence


@pytest.mark.parametrize(("side", "text"), [("file", "All ten"), ("site", "All nine of them are open today")])
def test_prefer_decides_what_both_changed(word: Path, side: str, text: str) -> None:
    run(word)
    edit(4, paragraphs=("All nine of them are open today.",))
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open."), ("NBTV", ("And at night?",))]))
    run(word, "--prefer", side)
    assert texts()[4].startswith(text)
    assert texts()[-1] == "And at night?"
    assert "unchanged" in run(word)


def test_a_turn_that_an_editor_took_out_stays_out_unless_the_file_changes_it(word: Path) -> None:
    run(word)
    document = held()
    last = document.exchanges[-1]
    save(replace(document, exchanges=(*document.exchanges[:-1], replace(last, turns=last.turns[:1]))))
    word.write_bytes(make_docx(with_turn(3, "How many piers are open?")))
    run(word)
    assert len(texts()) == 6
    changed = list(with_turn(3, "How many piers are open?"))
    changed[6] = (CALDER, ("We ordered fifty heaters in the spring.",))
    word.write_bytes(make_docx(changed))
    told, _ = refuse(word)
    assert "exchange 4, turn 2 of the previous file: the file says “We ordered fifty heaters" in told
    assert "the site says nothing" in told
    run(word, "--prefer", "site")
    assert len(texts()) == 6
    changed[6] = (CALDER, ("We ordered sixty heaters in the spring.",))
    word.write_bytes(make_docx(changed))
    run(word, "--prefer", "file")
    assert texts()[-1] == "We ordered sixty heaters in the spring."
    assert not list(actions.find_damage(conference()))


def test_a_turn_that_the_file_takes_out_goes_unless_an_editor_changed_it(word: Path) -> None:
    run(word)
    edit(6, paragraphs=("We ordered forty heaters.",))
    word.write_bytes(make_docx(SAID[:5]))
    told, _ = refuse(word)
    assert "the file says nothing, the site says “We ordered forty heaters.”" in told
    run(word, "--prefer", "site")
    assert texts()[-1] == "We ordered forty heaters."
    assert len(texts()) == 6


def test_what_an_editor_added_stays(word: Path) -> None:
    run(word)
    document = held()
    note = TurnText(Kind.NOTE, "", ("(Laughter.)",))
    first = replace(document.exchanges[0], turns=(*document.exchanges[0].turns, note))
    save(replace(document, exchanges=(first, *document.exchanges[1:])))
    word.write_bytes(make_docx(with_turn(4, "All ten of them are open.")))
    run(word)
    assert "(Laughter.)" in texts()
    assert "All ten of them are open." in texts()


def test_a_name_that_was_put_right_holds_for_new_turns_too(word: Path) -> None:
    run(word)
    document = held()
    right = [replace(person, name="Thomas Reyl") if "Reyl" in person.name else person for person in document.people]
    exchanges = tuple(
        replace(
            one,
            turns=tuple(replace(turn, speaker="Thomas Reyl") if "Reyl" in turn.speaker else turn for turn in one.turns),
        )
        for one in document.exchanges
    )
    save(replace(document, people=tuple(right), exchanges=exchanges))
    word.write_bytes(make_docx([*SAID, ("Tomas Reyl", ("The fund is ours, too.",))]))
    run(word)
    assert [turn.speaker for turn in held().turns][-1] == "Thomas Reyl"
    assert [person.name for person in held().people] == ["Thomas Reyl", CALDER]


def test_a_head_that_an_editor_corrected_stays_and_one_that_both_changed_is_named(word: Path) -> None:
    run(word)
    save(replace(held(), venue="Old Mint Quay", title=f"{TITLE}, 2024"))
    word.write_bytes(make_docx(with_turn(4, "All ten of them are open.")))
    run(word, "--conference", conference().slug)
    assert (held().venue, held().title) == ("Old Mint Quay", f"{TITLE}, 2024")
    word.write_bytes(make_docx(SAID, title=f"{TITLE} and spring"))
    told, _ = refuse(word, "--conference", conference().slug)
    assert f"title: the file says “{TITLE[:40]}" in told


def test_a_dry_run_shows_what_would_change_and_asks_for_no_note(word: Path) -> None:
    run(word, "--publish")
    word.write_bytes(make_docx(with_turn(4, "All ten of them are open.")))
    assert "All [-nine-][+ten+] of them are open" in run(word, "--dry-run")
    assert "All nine" in texts()[4]
    assert conference().revision_number == 1


def test_a_dry_run_names_conflicts_too(word: Path) -> None:
    run(word)
    edit(4, paragraphs=("All nine of them are open today.",))
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open."), ("NBTV", ("And at night?",))]))
    out, told = StringIO(), StringIO()
    with pytest.raises(CommandError, match="--prefer"):
        call_command("import_transcript", str(word), "--dry-run", stdout=out, stderr=told)
    assert "And at night?" in out.getvalue()
    assert "exchange 3, turn 2" in told.getvalue()
    assert len(texts()) == 7


def test_what_is_public_needs_a_note_and_its_weight(word: Path) -> None:
    run(word, "--publish")
    word.write_bytes(make_docx(with_turn(4, "All ten of them are open.")))
    assert "Say it with --note TEXT and --minor or --major" in refuse(word)[1]
    assert "--minor or --major" in refuse(word, "--note", "Miscounted.")[1]
    assert "All nine" in texts()[4]
    run(word, "--note", "Miscounted.", "--minor")
    assert not conference().revisions.first().is_major
    word.write_bytes(make_docx(with_turn(4, "All eleven of them are open.")))
    run(word, "--note", "Miscounted.", "--major")
    assert conference().revisions.first().is_major
    with pytest.raises(CommandError):
        run(word, "--minor", "--major")
    assert "unchanged" in run(word)
    assert conference().status == Status.PUBLISHED


# Without a base


def forget_import() -> None:
    """Let it be a conference that was imported before bases were kept, of which no history says so."""
    ImportBase.objects.all().delete()
    conference().revisions.update(made_by=make_editor("old-hand"), made_by_name="old-hand")


def test_without_a_base_the_revision_of_the_import_is_one(word: Path) -> None:
    run(word)
    work_on_it()
    ImportBase.objects.all().delete()
    before = held()
    word.write_bytes(make_docx(with_turn(4, "All ten of them are open.")))
    run(word)
    assert texts()[4] == "All ten of them are open."
    assert [one.topics for one in held().exchanges] == [one.topics for one in before.exchanges]
    assert ImportBase.objects.get().number == conference().revision_number


def test_without_any_history_nothing_is_taken_away_and_each_difference_is_named(word: Path) -> None:
    run(word)
    work_on_it()
    document = held()
    forget_import()
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open.")[:5], ("NBTV", ("And at night?",))]))
    told, _ = refuse(word)
    lines = [line for line in told.splitlines() if conference().slug in line]
    assert len(lines) == 3  # the label, the typo, and the words that the file changes
    run(word, "--prefer", "file")
    after = held()
    assert len(list(after.turns)) == len(list(document.turns)) + 1
    assert [one.topics for one in after.exchanges] == [one.topics for one in document.exchanges]
    assert "All ten of them are open." in texts()
    assert "And at night?" in texts()
    assert "We ordered forty heaters" in "".join(texts())


def test_without_any_history_the_site_can_be_preferred(word: Path) -> None:
    run(word)
    work_on_it()
    before = held()
    forget_import()
    word.write_bytes(make_docx([*with_turn(4, "All ten of them are open."), ("NBTV", ("And at night?",))]))
    run(word, "--prefer", "site")
    assert [turn.text for turn in before.turns] == texts()[:-1]
    assert texts()[-1] == "And at night?"
