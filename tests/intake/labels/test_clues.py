"""Each clue by itself: when it speaks, and when it is silent."""

from collections import Counter

import pytest

from transcripts.intake import parse_text
from transcripts.intake.heading.title_clues import TITLE_CLUES
from transcripts.intake.labels import clues as of_labels
from transcripts.intake.labels.candidates import read_candidate
from transcripts.intake.labels.clues import LABEL_CLUES, CandidateInContext, LabelStyle
from transcripts.intake.lines.page_lines import Line
from transcripts.intake.scoring import Clue, ClueTable, score, stated_weights
from transcripts.intake.turns import role_clues
from transcripts.intake.turns.role_clues import ROLE_CLUES, Role, Traits, TurnContext

WORDS = "We shall see about the piers in spring."


def candidate(text: str, manner: LabelStyle | None = None, **known: object) -> CandidateInContext:
    """Return the possible label of a line, in a page of its own unless told otherwise."""
    line = known.pop("line", None) or Line(3, text)
    mark = read_candidate(line, known.pop("listed", ()))  # type: ignore[arg-type]
    assert mark is not None, text
    counts = manner or LabelStyle(counts=Counter({mark.key: 1}))
    return CandidateInContext(mark=mark, line=line, manner=counts, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clue", "text"),
    [
        (of_labels.names_a_part, "Moderator: " + WORDS),
        (of_labels.names_a_part, "记者：几点开船？"),
        (of_labels.names_a_part, "港报陈小姐追问：几点开船？"),
        (of_labels.has_honorific, "Mr. Reyl: " + WORDS),
        (of_labels.has_honorific, "ADM. REYL: " + WORDS),
        (of_labels.names_an_office, "Deputy Mayor Calder: " + WORDS),
        (of_labels.names_an_office, "港口部部长阮岚：不会。"),
        (of_labels.names_an_outlet, "Harbour News: " + WORDS),
        (of_labels.names_an_outlet, "Harbour News follow-up: " + WORDS),
        (of_labels.names_an_outlet, "港报记者：几点开船？"),
        (of_labels.stands_in_capitals, "INES CALDER: " + WORDS),
        (of_labels.looks_like_a_name, "Ines Calder: " + WORDS),
        (of_labels.stands_in_brackets, "【阮岚】不会。"),
        (of_labels.is_a_letter, "Q When?"),
        (of_labels.has_time_code, "Ines Calder 00:12"),
    ],
)
def test_the_shape_of_a_label_speaks(clue: object, text: str) -> None:
    shapes = [
        of_labels.names_a_part, of_labels.has_honorific, of_labels.names_an_office, of_labels.names_an_outlet,
        of_labels.stands_in_capitals, of_labels.looks_like_a_name,
    ]  # fmt: skip
    one = candidate(text)
    assert clue(one)  # type: ignore[operator]
    assert sum(shape(one) for shape in shapes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "First: we sail.",
        "Bottom line: we sail.",
        "My question is: when?",
        "On Haven Island: we watch.",
        "Note: bring oars.",
    ],
)
def test_a_phrase_has_no_shape_of_a_label(text: str) -> None:
    assert read_candidate(Line(3, text)) is None


def test_a_listed_name_is_known() -> None:
    assert of_labels.is_listed(candidate("Calder: " + WORDS, listed={"calder"}))
    assert not of_labels.is_listed(candidate("Calder: " + WORDS))


def test_a_label_that_comes_back_has_the_shape_of_a_name_or_asks() -> None:
    often = LabelStyle(counts=Counter({"ines calder": 2, "meridian": 2}))
    assert of_labels.comes_back(candidate("Ines Calder: " + WORDS, often))
    assert not of_labels.comes_back(candidate("Meridian: " + WORDS, often))
    assert of_labels.comes_back_asking(candidate("Meridian: When?", often, words=["When?"]))
    assert of_labels.comes_back_alone(candidate("Meridian:", often))


def test_bold_type_speaks_where_it_ends_with_the_label() -> None:
    text = "Ines Calder: " + WORDS
    assert of_labels.is_bold_alone(candidate(text, line=Line(3, text, bold=12)))
    assert not of_labels.is_bold_alone(candidate(text, line=Line(3, text, bold=len(text))))
    over = {"line": Line(3, "Ines Calder", bold=11), "after": Line(4, WORDS)}
    assert of_labels.is_bold_alone(candidate("", **over))
    assert of_labels.lacks_a_colon(candidate("", **over))


def test_what_stands_around_a_label_speaks() -> None:
    asked = candidate("Meridian: When?", before=Line(2, "That is all."), words=["When?"])
    assert of_labels.is_asked_after(asked)
    assert not of_labels.is_asked_after(candidate("Meridian: When?", before=Line(2, "the harbour"), words=["When?"]))
    answer = candidate("Calder: Now.", before=Line(2, "When?"), earlier_words=["When?"], words=["Now."])
    assert of_labels.answers(answer)
    turns = LabelStyle(counts=Counter({"calder": 2, "the tide": 1}))
    between = candidate("The Tide: Why?", turns, words=["Why?"], earlier_key="calder", later_key="calder")
    assert of_labels.stands_between_turns(between)


def test_what_the_page_s_other_labels_are_not_speaks_against_one() -> None:
    one = "Ferry Act: it lowers fares."
    counts = Counter({"ferry act": 1})
    assert of_labels.stands_among_own_lines(
        candidate(one, LabelStyle(counts, frozenset({"a b", "c d"}), on_own_lines=True))
    )
    assert of_labels.is_not_in_capitals(candidate(one, LabelStyle(counts, in_capitals=True)))
    assert of_labels.is_not_bold(candidate(one, LabelStyle(counts, in_bold=True)))
    assert of_labels.is_outside_label_cells(candidate(one, LabelStyle(counts, in_cells=True)))
    assert of_labels.lacks_chevrons(candidate(one, LabelStyle(counts, in_chevrons=True)))
    assert of_labels.holds_ordinary_words(candidate(one, LabelStyle(counts, small=frozenset({"ferry", "act"}))))
    assert not of_labels.holds_ordinary_words(candidate(one, LabelStyle(counts, small=frozenset({"ferry"}))))


def test_a_time_code_before_a_label_speaks_where_others_have_one() -> None:
    manner = LabelStyle(counts=Counter({"ines calder": 1}), in_codes=True)
    assert of_labels.follows_a_time_code(candidate("[00:12] Ines Calder: " + WORDS, manner))
    assert not of_labels.follows_a_time_code(candidate("[00:12] Ines Calder: " + WORDS))
    assert of_labels.lacks_a_time_code(candidate("Ines Calder: " + WORDS, manner))


def test_a_slip_of_the_keyboard_speaks() -> None:
    manner = LabelStyle(counts=Counter({"ines cadler": 1}), slips=frozenset({"ines cadler"}))
    assert of_labels.is_one_misspelt(candidate("Ines Cadler: " + WORDS, manner))
    assert not of_labels.is_one_misspelt(candidate("Ines Cadler: " + WORDS))


@pytest.mark.parametrize(("words", "kept"), [(2, 3), (10, 25), (100, 120), (200, 360), (9000, 361)])
def test_how_long_a_turn_is_is_a_class(words: int, kept: int) -> None:
    assert role_clues.length_class(words) == kept


def test_clues_are_named_once_and_say_what_they_mean() -> None:
    for table in (LABEL_CLUES, TITLE_CLUES, *ROLE_CLUES.values()):
        assert [clue.name for clue in table.clues] == list(stated_weights()[table.name])
        assert all(clue.says for clue in table.clues)


def test_weighing_adds_up_what_holds_and_puts_it_in_words() -> None:
    clues = (
        Clue("one", "it is one", lambda number: number > 0),
        Clue("two", "it is even", lambda number: number % 2 == 0),
        Clue("three", "it is small", lambda number: number < 5),
    )
    table = ClueTable("label", clues, {"one": 2.0, "two": 3.0, "three": -1.0})
    heard: list[object] = []
    table.listeners.append(lambda *what: heard.append(what))
    weighed = score(table, 4)
    assert heard == [("label", 4, {"one": 1, "two": 1, "three": 1})]
    assert (weighed.total, weighed.names) == (4.0, ("one", "two", "three"))
    assert (weighed.says_for(), weighed.says_against()) == ("it is even and it is one", "it is small")


def moment(**known: object) -> TurnContext:
    """Return a turn of ten plain words in the middle of a talk, unless told otherwise."""
    traits = {"length": 10, "asks": False, "marked": False, "replies": False, "leads": False, "titled": False}
    around: dict[str, object] = {"asked": False, "before": None, "after": None, "asks_after": False}
    for name, value in known.items():
        (traits if name in traits else around)[name] = value  # type: ignore[index]
    around = {"is_first": False, "is_last": False} | around
    return TurnContext(turn=Traits(**traits), **around)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clue", "when", "silent"),
    [
        (role_clues.asks_with_a_mark, {"asks": True, "marked": True}, {"asks": True, "marked": True, "length": 900}),
        (role_clues.asks_without_a_mark, {"asks": True}, {"asks": True, "replies": True}),
        (role_clues.wonders_before_an_officer, {"marked": True, "after": Role.OFFICER}, {"marked": True}),
        (role_clues.stands_before_an_officer, {"after": Role.OFFICER}, {"after": Role.OFFICER, "asked": True}),
        (role_clues.thanks_for_the_question, {"replies": True}, {}),
        (role_clues.follows_a_question, {"asked": True}, {"asked": True, "asks": True, "marked": True}),
        (role_clues.speaks_at_length, {"length": 400}, {"length": 400, "leads": True}),
        (role_clues.adds_to_an_officer, {"before": Role.OFFICER}, {"before": Role.OFFICER, "after": Role.OFFICER}),
        (role_clues.has_a_title, {"titled": True}, {}),
        (role_clues.hands_over, {"leads": True}, {"leads": True, "length": 400}),
        (role_clues.opens_in_few_words, {"is_first": True}, {"is_first": True, "is_last": True}),
        (role_clues.stands_before_a_question, {"asks_after": True}, {"asks_after": True, "asked": True}),
    ],
)
def test_what_a_turn_does_speaks_for_a_role(clue: object, when: dict[str, object], silent: dict[str, object]) -> None:
    assert clue(moment(**when))  # type: ignore[operator]
    assert not clue(moment(**silent))  # type: ignore[operator]


def test_a_word_for_questions_in_capitals_says_nothing_of_how_names_are_set() -> None:
    labels = ("Ines Calder", "QUESTION") * 3
    page = "\n\n".join(f"{label}: The bridge opens in June, and boat {n} lies there." for n, label in enumerate(labels))
    said = parse_text(f"The bridge at Kilnside\n\n12 March 2026\n\n{page}").document.turns
    assert [turn.label for turn in said] == list(labels)
