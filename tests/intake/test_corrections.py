"""An editor's corrections move words from one place to another: none is lost, none is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.intake import pages
from tests.intake.test_any_text import texts, unaccounted
from transcripts.document import ExchangeText, Kind, Part, TranscriptDocument, TurnText
from transcripts.intake import Hints, IntakeError, ParsedTranscript, parse, plain_source
from transcripts.intake.corrected_names import give_meanings
from transcripts.intake.corrections import (
    WITH_LABEL,
    Corrections,
    left_out_places,
    lines_within,
    move_words,
)
from transcripts.intake.left_out import LeftOut, Reason
from transcripts.intake.sheet.parser import is_sheet

PAGE = """Briefing on ferries
12 March 2024

Participants:
Ms. Ines Calder, Deputy Mayor of Northbank

To all on the quay, a warm welcome from the harbour office

Tide News: When do the boats sail, and from where?

Ines Calder: Tomorrow, from the north pier.
We have asked the crews.
And what of the late one?
It sails at ten.

主持人: Thank you.

(Phone rings.)

Radio Estuary: Will there be a night boat?

Ines Calder: There will.
"""


def corrected(text: str, corrections: Corrections) -> ParsedTranscript:
    return moved(text, corrections)[0]


def moved(text: str, corrections: Corrections) -> tuple[ParsedTranscript, tuple[str, ...]]:
    source = plain_source(text)
    parsed = parse(source, hints=Hints(officers=frozenset({"Ines Calder"})))
    done = move_words(parsed, places_of(parsed), corrections, file=0, lines=lambda: source.lines)
    return done.parsed, done.places


def places_of(parsed: ParsedTranscript) -> list[str]:
    seen: Counter[int] = Counter()
    places = []
    for line in parsed.lines:
        seen[line] += 1
        places.append(f"0-{line}" if seen[line] == 1 else f"0-{line}-{seen[line]}")
    return places


def said(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    return [(turn.label, turn.text) for turn in parsed.document.turns]


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(PAGE.split("\n"), start=1) if words in line)


def test_a_turn_begins_at_any_line_and_without_a_label_its_words_tell_the_kind() -> None:
    parsed, places = moved(PAGE, Corrections(opens={f"0-{line_of('late one')}": "", f"0-{line_of('at ten')}": ""}))
    turns = list(parsed.document.turns)
    at = next(index for index, turn in enumerate(turns) if turn.text == "And what of the late one?")
    assert [turn.text for turn in turns[at - 1 : at + 2]] == [
        "Tomorrow, from the north pier.\n\nWe have asked the crews.",
        "And what of the late one?",
        "It sails at ten.",
    ]
    assert [turn.kind for turn in turns[at - 1 : at + 2]] == [Kind.ANSWER, Kind.QUESTION, Kind.ANSWER]
    assert places[at] == f"0-{line_of('late one')}"
    assert parsed.lines[at] == line_of("late one")


def test_a_line_that_was_left_out_opens_the_transcript_or_goes_on_with_the_turn_above() -> None:
    plain = corrected(PAGE, Corrections())
    left = {one.text: place for place, one in left_out_places(plain, 0)}
    welcome = "To all on the quay, a warm welcome from the harbour office"
    assert set(left) >= {welcome, "(Phone rings.)"}
    parsed = corrected(PAGE, Corrections(opens={left[welcome]: ""}, adds=frozenset({left["(Phone rings.)"]})))
    assert said(parsed)[0] == ("", welcome)
    assert ("主持人", "Thank you.\n\n(Phone rings.)") in said(parsed)
    assert len(parsed.document.exchanges[0].turns) == 1
    assert not {welcome, "(Phone rings.)"} & {one.text for one in parsed.left_out}


def test_words_taken_in_with_a_label_leave_it_to_their_turn() -> None:
    struck = LeftOut(line_of("north pier"), "Tide News: Is that sure?", Reason.STRUCK)
    source = replace(plain_source(PAGE), left_out=(struck,))
    parsed = parse(source)
    (place,) = [place for place, one in left_out_places(parsed, 0) if one == struck]
    corrections = Corrections(opens={place: WITH_LABEL})
    after = move_words(parsed, places_of(parsed), corrections, file=0, lines=lambda: source.lines).parsed
    turn = next(turn for turn in after.document.turns if turn.text.startswith("Is that sure?"))
    assert (turn.label, turn.outlet, turn.kind) == ("Tide News", "Tide News", Kind.QUESTION)
    assert said(after)[1] == ("Ines Calder", "Tomorrow, from the north pier.")
    assert unaccounted(PAGE, after) == (Counter(), Counter(["Tide", "News", "Is", "that", "sure"]))


def test_a_name_given_to_a_label_is_that_of_all_its_turns_and_the_chair_stays_the_chair() -> None:
    parsed, places = moved(PAGE, Corrections())
    corrections = Corrections(
        names={"主持人": {"name": "Lin Wei"}, "Tide News": {"journalist": "Jo Marsh"}, "Ines Calder": {"name": "I. C."}}
    )
    document = give_meanings(parsed.document, places, parsed.labels, corrections)
    by = {turn.label: (turn.speaker, turn.outlet, turn.journalist) for turn in document.turns}
    assert by["主持人"] == ("Lin Wei", "", "")
    assert by["Tide News"] == ("", "Tide News", "Jo Marsh")
    assert by["Ines Calder"] == ("I. C.", "", "")
    assert {person.name: (person.role, person.part) for person in document.people} == {
        "I. C.": ("Deputy Mayor of Northbank", Part.SPEAKER),
        "Lin Wei": ("", Part.CHAIR),
    }


def test_a_single_turn_has_the_kind_and_the_name_that_an_editor_gives_it() -> None:
    parsed, places = moved(PAGE, Corrections())
    last = places[-1]
    corrections = Corrections(turns={last: {"kind": "question", "outlet": "Radio Estuary", "journalist": "Jo Marsh"}})
    *others, turn = give_meanings(parsed.document, places, parsed.labels, corrections).turns
    assert (turn.kind, turn.speaker, turn.outlet, turn.journalist) == (
        Kind.QUESTION,
        "",
        "Radio Estuary",
        "Jo Marsh",
    )
    assert others == list(parsed.document.turns)[:-1]


WHOLE = [value for name, value in vars(pages).items() if name.isupper() and isinstance(value, str)]


def all_places(text: str) -> tuple[list[str], list[str]]:
    """The places of all lines and of all words left out."""
    parsed = parse(plain_source(text))
    return [f"0-{number}" for number in range(1, text.count("\n") + 2)], [p for p, _ in left_out_places(parsed, 0)]


def assert_kept(text: str, opens: Sequence[str], adds: Sequence[str], *, label: bool) -> None:
    parsed = parse(plain_source(text))
    how = WITH_LABEL if label else ""
    after = corrected(text, Corrections(opens=dict.fromkeys(opens, how), adds=frozenset(adds)))
    assert unaccounted(text, after) == unaccounted(text, parsed)
    assert len(after.lines) == sum(1 for _ in after.document.turns)


def test_no_word_is_lost_or_made_where_every_line_of_a_page_begins_a_turn() -> None:
    for page in WHOLE:
        lines, left = all_places(page)
        assert_kept(page, [*lines, *left], [], label=False)
        assert_kept(page, left, [], label=True)
        assert_kept(page, left[:1], left[1:], label=False)
        assert_kept(page, lines[::3], left, label=True)


@given(texts, st.data())
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
def test_no_word_is_lost_or_made_whatever_is_moved(text: str, data: st.DataObject) -> None:
    try:
        parsed = parse(plain_source(text))
    except IntakeError:
        return
    if not parsed.lines or is_sheet(text):
        return
    lines, left = all_places(text)
    opens = data.draw(st.lists(st.sampled_from([*lines, *left]), max_size=8))
    adds = data.draw(st.lists(st.sampled_from(left), max_size=8)) if left else []
    assert_kept(text, opens, adds, label=data.draw(st.booleans()))


def test_the_first_part_of_what_is_cut_keeps_the_time() -> None:
    turn = TurnText(Kind.ANSWER, "", ("It sails. At ten.", "Later."), times=(5, 9), paragraph_ids=("a", "b"))
    parsed = ParsedTranscript(TranscriptDocument(exchanges=(ExchangeText((turn,)),)), lines=(1,))
    lines = plain_source("It sails.\nAt ten.\nLater.").lines
    after = move_words(parsed, ["0-1"], Corrections(opens={"0-2": ""}), file=0, lines=lambda: lines).parsed
    assert [(one.paragraphs, one.times, one.paragraph_ids) for one in after.document.turns] == [
        (("It sails.",), (5,), ("a",)),
        (("At ten.", "Later."), (None, 9), ("", "b")),
    ]


def test_most_lines_of_a_wrapped_page_are_found_in_their_turns() -> None:
    text = pages.WRAPPED if hasattr(pages, "WRAPPED") else PAGE
    source = plain_source(text)
    parsed = parse(source)
    turns = list(parsed.document.turns)
    for index, turn in enumerate(turns):
        after = parsed.lines[index + 1] if index + 1 < len(turns) else None
        for one in lines_within(turn, parsed.lines[index], source.lines, after):
            assert turn.paragraphs[one.paragraph][one.offset :].strip()
