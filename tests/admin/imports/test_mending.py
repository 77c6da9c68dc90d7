"""The preview mends everything: any line a turn, any turn anybody's, words left out taken in; without JavaScript."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.admin.imports.pages import TITLE, a_file, begin, confirm, page, read_form, relabel, say, shown, upload
from tests.admin.imports.test_warnings import PAGE as UNLABELLED
from tests.builders import make_outlet, make_speaker
from transcripts.actions import sync_after_name_edit
from transcripts.admin.imports import corrections
from transcripts.models import Conference, ImportBase, ImportDraft, Outlet, Participation, Speaker, Turn

pytestmark = pytest.mark.django_db

WELCOME = "To all on the quay, a warm welcome from the harbour office"
PAGE = f"""Press conference on the winter ferries
12 March 2024

Participants:
Ms. Ines Calder, Deputy Mayor of Northbank
Mr. Tomas Reyl, Director of the Office of River Crossings

{WELCOME}

We begin with the boats, and then the fares

主持人: Thank you for coming. From November the last boat leaves at one o'clock in the morning.

EVENING COURIER: When will the timetable be printed?

INES CALDER: It will be printed on the fifteenth of the month.

And who pays for all of that?

TOMAS REYL: The town pays, as it did last year.

RADIO ESTUARY: How many passengers did the night boats carry last winter?

TOMAS REYL: About 1,080 a month, more than we had expected.
"""


def place_of(client: Client, address: str, words: str) -> str:
    """The place of the turn with these words."""
    preview = client.get(address).context["preview"]
    return next(row.place for one in preview.exchanges for row in one.turns if words in str(row.turn.paragraphs))


def left_out(client: Client, address: str) -> dict[str, str]:
    """The place of all words left out."""
    preview = client.get(address).context["preview"]
    return {one.text: one.place for one in (*preview.left_out, *preview.furniture)}


def press(client: Client, address: str, action: str, place: str) -> str:
    """Press a button of the preview; return the address to which it leads."""
    answer = say(client, address, "_action", f"{action} {place}")
    assert answer.status_code == 302
    return str(answer.url)


def test_words_left_out_become_the_opening_said_by_whom_the_editor_types(editor: Client) -> None:
    address = begin(editor, PAGE)
    before = shown(editor, address)
    place = left_out(editor, address)[WELCOME]
    panel = press(editor, address, "open", place)
    assert f"?at={place}" in panel
    assert shown(editor, address) == [[("statement", ""), *before[0]], *before[1:]]
    press(editor, panel, "more", place)
    assert not any(words.startswith("We begin") for words in left_out(editor, address))
    say(editor, panel, **{"turn-speaker": "Tomas Reyl"})
    confirm(editor, address)
    turn = Turn.objects.get(text__startswith=WELCOME)
    assert (turn.label_as_printed, str(turn.speaker)) == ("", "Tomas Reyl")
    assert turn.text == f"{WELCOME}\n\nWe begin with the boats, and then the fares"
    assert turn.position == 1
    assert turn.exchange.position == 1


def test_words_taken_in_can_be_left_out_again(editor: Client) -> None:
    address = begin(editor, PAGE)
    before, left = shown(editor, address), left_out(editor, address)
    panel = press(editor, address, "open", left[WELCOME])
    press(editor, panel, "more", left[WELCOME])
    assert "Leave out again" in page(editor, panel)
    press(editor, panel, "leave", left["We begin with the boats, and then the fares"])
    press(editor, panel, "leave", left[WELCOME])
    assert shown(editor, address) == before
    assert left_out(editor, address) == left


def test_a_turn_begins_at_any_line_and_is_whose_the_editor_says(editor: Client) -> None:
    address = begin(editor, PAGE)
    line = PAGE.split("\n").index("And who pays for all of that?") + 1
    panel = press(editor, address, "edit", place_of(editor, address, "fifteenth"))
    assert f'value="open 0-{line}"' in page(editor, panel)
    panel = press(editor, panel, "open", f"0-{line}")
    say(editor, panel, **{"turn-outlet": "EVENING COURIER", "turn-journalist": "Jo Marsh", "turn-kind": "question"})
    confirm(editor, address)
    turn = Turn.objects.get(text="And who pays for all of that?")
    assert (turn.kind, str(turn.outlet), turn.journalist, turn.label_as_printed) == (
        "question",
        "EVENING COURIER",
        "Jo Marsh",
        "",
    )
    assert Outlet.objects.filter(name="EVENING COURIER").count() == 1


def test_a_kind_is_changed_without_parsing_again_and_back(editor: Client) -> None:
    address = begin(editor, PAGE)
    place = place_of(editor, address, "About 1,080")
    panel = press(editor, address, "edit", place)
    say(editor, panel, **{"turn-kind": "statement"})
    assert shown(editor, address)[-1][-1] == ("statement", "Tomas Reyl")
    press(editor, panel, "forget", place)
    assert shown(editor, address)[-1][-1] == ("answer", "Tomas Reyl")


def test_a_name_typed_once_for_a_label_that_names_nobody_is_that_of_all_its_turns(editor: Client) -> None:
    address = begin(editor, f"{PAGE}\n主持人: Thank you all. That is the end for today.\n")
    relabel(editor, address, "主持人", name="Lin Wei")
    confirm(editor, address)
    assert {str(turn.speaker) for turn in Turn.objects.filter(label_as_printed="主持人")} == {"Lin Wei"}
    assert Participation.objects.get(speaker__name="Lin Wei").part == "chair"


def test_a_label_is_linked_to_any_record_of_the_house_by_a_name_in_any_language(editor: Client) -> None:
    speaker = make_speaker("Tomás Reyl-Marín")
    speaker.set_name("zh-hans", "托马斯·雷尔")
    speaker.save()
    outlet = make_outlet("Northbank Evening Courier")
    for record in (speaker, outlet):
        sync_after_name_edit(record)
    address = begin(editor, PAGE)
    relabel(editor, address, "TOMAS REYL", name="托马斯·雷尔")
    relabel(editor, address, "EVENING COURIER", name="northbank evening courier", journalist="Jo Marsh")
    confirm(editor, address)
    assert Speaker.objects.filter(name__startswith="Tom").count() == 1
    participation = Participation.objects.get(speaker=speaker)
    assert (participation.name_as_printed, participation.role_as_printed) == (
        "Tomás Reyl-Marín",
        "Director of the Office of River Crossings",
    )
    turn = Turn.objects.get(text__startswith="When will")
    assert (turn.outlet, turn.journalist, turn.label_as_printed) == (outlet, "Jo Marsh", "EVENING COURIER")


def test_a_name_that_nobody_has_is_said_to_be_new_and_one_that_several_have_asks_which(editor: Client) -> None:
    for name in ("Lin Wei", "Lin Wei"):
        sync_after_name_edit(Speaker.objects.create(name=name, slug=Speaker.free_slug(name)))
    address = begin(editor, PAGE)
    relabel(editor, address, "主持人", name="Lin Wei")
    assert "Several records have this name" in page(editor, address)
    relabel(editor, address, "主持人", name="Nobody Knows")
    label = next(one for one in editor.get(address).context["preview"].labels if one.label == "主持人")
    assert label.link.certainty == "new"


def test_nonsense_is_ignored(editor: Client) -> None:
    address = begin(editor, PAGE)
    before = shown(editor, address)
    for action in ("open 9-1", "open 0-x999", "add 0-1", "more x", "speak", "label 0-9999999", "leave \0"):
        say(editor, address, "_action", action)
    say(editor, address, at="0-3", **{"turn-kind": "question"})
    place = place_of(editor, address, "About 1,080")
    say(editor, f"{address}?at={place}", **{"turn-kind": "shout"})
    say(editor, f"{address}?at=\1", **{"turn-kind": "shout"})
    assert shown(editor, address) == before
    say(editor, f"{address}?at={place}", **{"turn-speaker": "x" * 5000})
    assert len(str(ImportDraft.objects.get().hints["turns"][place]["speaker"])) == 200


def test_a_warning_is_settled_by_a_correction_of_its_line(editor: Client) -> None:
    address = begin(editor, UNLABELLED)
    warned = [one for one in editor.get(address).context["preview"].placed if "no label" in one.message]
    assert warned
    place = place_of(editor, address, "Good afternoon")
    say(editor, press(editor, address, "edit", place), **{"turn-speaker": "Tomas Reyl"})
    assert not [one for one in editor.get(address).context["preview"].placed if "no label" in one.message]


def test_a_panel_stays_open_until_the_editor_is_done(editor: Client) -> None:
    address = begin(editor, PAGE)
    place = place_of(editor, address, "About 1,080")
    panel = press(editor, address, "edit", place)
    answer = say(editor, panel, **{"turn-speaker": "Ines Calder"})
    assert answer.url == f"{address}?at={place}#turn-{place}"
    assert read_form(editor, panel)["turn-speaker"] == ["Ines Calder"]
    assert press(editor, panel, "close", place) == f"{address}#turn-{place}"
    assert Conference.objects.count() == 0


# The next version


def mend(client: Client, address: str) -> None:
    """Correct one of each kind."""
    place = left_out(client, address)[WELCOME]
    panel = press(client, address, "open", place)
    press(client, panel, "more", place)
    say(client, panel, **{"turn-speaker": "Tomas Reyl"})
    relabel(client, address, "主持人", name="Lin Wei")
    relabel(client, address, "EVENING COURIER", journalist="Jo Marsh")
    relabel(client, address, "INES CALDER", voice="speaker")
    line = PAGE.split("\n").index("And who pays for all of that?") + 1
    panel = press(client, address, "open", f"0-{line}")
    say(client, panel, **{"turn-outlet": "EVENING COURIER"})
    panel = press(client, address, "edit", place_of(client, address, "About 1,080"))
    say(client, panel, **{"turn-kind": "statement"})


def test_the_next_version_of_the_file_needs_none_of_it_again(editor: Client) -> None:
    address = begin(editor, PAGE)
    mend(editor, address)
    mended = shown(editor, address)
    assert mended[0][0] == ("statement", "Tomas Reyl")
    confirm(editor, address)
    before = dict(Turn.objects.values_list("text", "public_id"))
    second = begin(editor, PAGE.replace("on the fifteenth", "on the sixteenth").replace("12 March", "\n\n12 March"))
    assert shown(editor, second) == mended
    assert not [one for one in editor.get(second).context["preview"].general if "last version" in one.message]
    confirm(editor, second)
    after = dict(Turn.objects.values_list("text", "public_id"))
    assert Conference.objects.count() == 1
    assert set(after.values()) == set(before.values())
    assert {text for text in after if text not in before} == {"It will be printed on the sixteenth of the month."}
    third = begin(editor, PAGE.replace("on the fifteenth", "on the twentieth"))
    assert shown(editor, third) == mended


def test_a_correction_whose_line_has_changed_is_named(editor: Client) -> None:
    address = begin(editor, PAGE)
    mend(editor, address)
    confirm(editor, address)
    second = begin(editor, PAGE.replace("And who pays for", "Who is to pay for").replace(WELCOME, "Welcome all"))
    said = " ".join(one.message for one in editor.get(second).context["preview"].general)
    assert "“And who pays for all of that?”" in said
    assert f"“{WELCOME}”" in said
    assert "About 1,080" not in said


def test_corrections_are_kept_when_a_command_imports_the_next_version(editor: Client, tmp_path: Path) -> None:
    address = begin(editor, PAGE)
    mend(editor, address)
    mended = shown(editor, address)
    confirm(editor, address)
    (tmp_path / "ferries.txt").write_text(PAGE.replace("as it did last year", "as ever"))
    call_command("import_transcript", tmp_path / "ferries.txt")
    assert Turn.objects.filter(label_as_printed="主持人", speaker__name="Lin Wei").exists()
    assert shown(editor, begin(editor, PAGE.replace("on the fifteenth", "on the twentieth"))) == mended


def test_a_command_applies_the_corrections_to_the_next_version_as_the_form_does(editor: Client, tmp_path: Path) -> None:
    address = begin(editor, PAGE)
    mend(editor, address)
    confirm(editor, address, title="Winter ferries, corrected")
    before = dict(Turn.objects.values_list("text", "public_id"))
    path = tmp_path / "ferries.txt"
    more = "\n\nEVENING COURIER: Is that all?\n\nINES CALDER: It is all."
    path.write_text(PAGE.replace("on the fifteenth", "on the sixteenth") + more)
    told = StringIO()
    call_command("import_transcript", path, stdout=told, stderr=StringIO())
    assert "with the corrections of the last version" in told.getvalue()
    conference = Conference.objects.get()  # found by the title that the file stated, which an editor corrected
    assert conference.title == "Winter ferries, corrected"
    after = dict(Turn.objects.values_list("text", "public_id"))
    assert set(before.values()) < set(after.values())
    assert Turn.objects.get(text="Is that all?").journalist == "Jo Marsh"
    assert Turn.objects.get(text__startswith="About 1,080").kind == "statement"
    path.write_text(PAGE.replace(WELCOME, "Welcome all"))
    call_command("import_transcript", path, "--prefer", "file", stdout=StringIO(), stderr=told)
    assert f"a correction of the last version applies no longer: “{WELCOME}”" in told.getvalue()


def test_pages_have_their_own_corrections_and_a_base_without_any_is_as_before(editor: Client) -> None:
    pages = [PAGE.replace(TITLE, f"{TITLE}\nPage {number} of 3") for number in (1, 2)]
    answer = upload(editor, *(a_file(text, f"ferries_p0{at}.txt") for at, text in enumerate(pages, start=1)))
    address = str(answer.url)
    place = next(one for words, one in left_out(editor, address).items() if words == WELCOME)
    say(editor, press(editor, address, "open", place), **{"turn-speaker": "Tomas Reyl"})
    confirm(editor, address)
    kept = dict(ImportBase.objects.values_list("part", "hints"))
    assert [len(kept[part].get("lines", ())) for part in ("1", "2")] in ([2, 0], [0, 2])
    ImportBase.objects.update(hints={})
    assert ImportDraft.objects.count() == 0
    begin(editor, PAGE)
    assert ImportDraft.objects.get().hints == {}


def test_the_panel_of_a_turn_costs_no_query_and_too_many_corrections_are_refused(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = begin(editor, PAGE)
    place = place_of(editor, address, "About 1,080")
    with CaptureQueriesContext(connection) as plain:
        editor.get(address)
    with CaptureQueriesContext(connection) as opened:
        editor.get(f"{address}?at={place}")
    assert len(opened) == len(plain)
    monkeypatch.setattr(corrections, "MOST_HINTS", 0)
    answer = say(editor, f"{address}?at={place}", **{"turn-kind": "question"})
    assert "Too many corrections" in answer.content.decode()
    assert ImportDraft.objects.get().hints == {}


def test_unknown_voices_of_captions_are_named_once(editor: Client) -> None:
    said = ("1>Good morning to all of you.", "2>When does the boat sail?", "1>It sails at ten.")
    cues = "\n\n".join(f"00:0{n}.000 --> 00:0{n + 1}.000\n<v Speaker {words}" for n, words in enumerate(said))
    address = str(upload(editor, a_file(f"WEBVTT\n\n{cues}\n", "quay.vtt")).url)
    relabel(editor, address, "Speaker 1", name="Ines Calder")
    confirm(editor, address, title="At the quay")
    assert {str(turn.speaker) for turn in Turn.objects.filter(label_as_printed="Speaker 1")} == {"Ines Calder"}


def test_the_file_is_read_again_in_another_language_and_corrections_stay(editor: Client) -> None:
    address = begin(editor, PAGE)
    relabel(editor, address, "主持人", name="Lin Wei")
    panel = press(editor, address, "edit", place_of(editor, address, "About 1,080"))
    say(editor, panel, **{"turn-kind": "statement"})
    mended = shown(editor, address)
    say(editor, address, language="fr", title="The winter ferries")
    assert editor.get(address).context["document"].language == "fr"
    assert shown(editor, address) == mended
    confirm(editor, address)
    second = begin(editor, PAGE.replace("as it did last year", "as ever"))
    assert ImportDraft.objects.get().fields == {"language": "fr"}
    assert shown(editor, second) == mended
    confirm(editor, second)
    assert Conference.objects.get().title == "The winter ferries"
    assert Turn.objects.filter(text="The town pays, as ever.").exists()
