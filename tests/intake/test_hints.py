"""An editor's word stands over what the page suggests."""

from transcripts.document import Kind
from transcripts.intake import Hints, ParsedTranscript, parse_text

PAGE = """Briefing on ferries

Tide News: When do the boats sail, and from where?

Ines Calder: Tomorrow.

Night Boats: Nobody shall wait on a dark quay.

Tide News: And the late one?

Ines Calder: At ten.

Calder, Ines: I should add something.
"""


def read(hints: Hints) -> ParsedTranscript:
    return parse_text(PAGE, hints=hints)


def labels(parsed: ParsedTranscript) -> list[str]:
    return [turn.label for turn in parsed.document.turns]


def test_turns_know_their_lines_and_labels_stand_once_with_their_meaning() -> None:
    parsed = parse_text(PAGE)
    assert parsed.lines == (3, 5, 9, 11)
    seen = {one.label: one for one in parsed.labels}
    assert (seen["Tide News"].voice, seen["Tide News"].turns, seen["Tide News"].name) == ("outlet", 2, "Tide News")
    assert (seen["Ines Calder"].voice, seen["Ines Calder"].line) == ("speaker", 5)
    assert (seen["Night Boats"].voice, seen["Night Boats"].turns) == ("words", 0)
    (warning,) = [one for one in parsed.warnings if one.label == "Night Boats"]
    assert warning.line == 7
    assert warning.message == (
        "“Night Boats” was read as text, not as a speaker's label: "
        "it occurs once, and the only evidence for it is that it looks like a name."
    )


def test_a_label_can_be_made_words() -> None:
    parsed = read(Hints(words=frozenset({"tide news"})))
    assert "Tide News" not in labels(parsed)
    assert {one.voice for one in parsed.labels if one.label == "Tide News"} == {"words"}


def test_a_line_can_be_made_to_open_a_turn() -> None:
    parsed = read(Hints(labels=frozenset({7})))
    assert labels(parsed)[2] == "Night Boats"
    assert list(parsed.document.turns)[2].text == "Nobody shall wait on a dark quay."


def test_a_role_can_be_told() -> None:
    parsed = read(Hints(officers=frozenset({"Tide News"}), outlets=frozenset({"Ines Calder"})))
    assert [turn.kind for turn in parsed.document.turns][:2] == [Kind.STATEMENT, Kind.QUESTION]
    led = read(Hints(chairs=frozenset({"Ines Calder"})))
    assert [turn.kind for turn in led.document.turns][1] is Kind.MODERATOR


def test_two_labels_can_be_one_speaker_and_stay_as_printed() -> None:
    parsed = read(Hints(labels=frozenset({13}), same={"Calder, Ines": "Ines Calder"}))
    last = list(parsed.document.turns)[-1]
    assert (last.label, last.speaker) == ("Calder, Ines", "Ines Calder")


def test_a_label_can_mean_a_person_whom_the_page_does_not_name() -> None:
    parsed = read(Hints(same={"Ines Calder": "Inès Calder-Roe"}))
    assert {turn.speaker for turn in parsed.document.turns if turn.speaker} == {"Inès Calder-Roe"}
    assert labels(parsed)[1] == "Ines Calder"


def test_exchanges_can_be_broken_and_joined() -> None:
    assert [len(exchange.turns) for exchange in read(Hints()).document.exchanges] == [4]
    assert [len(exchange.turns) for exchange in read(Hints(breaks=frozenset({9}))).document.exchanges] == [2, 2]
    page = PAGE.replace("Tide News: And", "Harbour Radio: And")
    assert len(parse_text(page).document.exchanges) == 2
    assert len(parse_text(page, hints=Hints(joins=frozenset({9}))).document.exchanges) == 1


def test_labels_that_mean_each_other_end_somewhere() -> None:
    parsed = read(Hints(same={"Ines Calder": "Tide News", "Tide News": "Ines Calder"}))
    assert len(labels(parsed)) == 4
