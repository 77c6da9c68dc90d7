"""Forms of labels, and questions that have none: each on a small page of its own."""

import pytest

from transcripts.document import Kind
from transcripts.intake import ParsedTranscript, open_source, parse, parse_text

HEAD = "Press conference on the harbour\n\n12 March 2024\n\n"
CHINESE_HEAD = "港务局局长林海就港口重开答记者问\n\n2024年3月12日\n\n"
# The same little conference, its labels in other forms: an opening, and two questions with their answers.
OPENING = "Good morning. The quay opens in June."
ASKED = ("When will the second ferry sail?", "And what will it cost?")
ANSWERED = ("In August, if the weather allows it.", "Four crowns – no more.")
JO, LEA = ("Jo Marsh", "Evening Courier"), ("Lea Moss", "Harbour Gazette")
BOTH = [JO, LEA]
NAMES = [("Jo Marsh", ""), ("Lea Moss", "")]


def page(opener: str, asker: str, answerer: str, join: str = "\n\n") -> str:
    """A page of the conference; of a form, {name}, {outlet} and {n} are filled in."""
    said = [f"{opener}{OPENING}"] if opener else []
    for at, (name, outlet) in enumerate(BOTH):
        surname, given = name.split()[1], name.split()[0]
        asks = asker.format(name=name, outlet=outlet, n=at + 1, surname=surname, given=given)
        said += [f"{asks}{ASKED[at]}", f"{answerer.format(n=at + 1)}{ANSWERED[at]}"]
    return HEAD + join.join(said) + "\n"


def asked_by(parsed: ParsedTranscript) -> list[tuple[str, str]]:
    return [(turn.journalist, turn.outlet) for turn in parsed.document.turns if turn.kind is Kind.QUESTION]


FORMS = {
    "part, brackets, full stop": ("Mayor Ines Calder. ", "Question ({name}, {outlet}). ", "Mayor Ines Calder. ", BOTH),
    "part, brackets alone": ("", "Question ({name}, {outlet}) ", "Ines Calder (Mayor) ", BOTH),
    "dashes after names": ("Ines Calder — ", "{name} — ", "Ines Calder — ", NAMES),
    "dashes after surnames": ("Calder — ", "{surname} — ", "Calder — ", None),
    "letter, number, name": ("Ines Calder: ", "Q{n} {name}, {outlet}: ", "Ines Calder: ", BOTH),
    "letters, numbers, names": ("", "Q{n} {name}: ", "A{n} Ines Calder: ", NAMES),
    "question from": ("Ines Calder: ", "Question from {name}, {outlet}: ", "Ines Calder: ", BOTH),
    "surname first": ("Calder, Ines: ", "{surname}, {given}: ", "Calder, Ines: ", NAMES),
    "surname first, outlet": ("Calder, Ines: ", "{surname}, {given} ({outlet}): ", "Calder, Ines: ", BOTH),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_labels(form: str) -> None:
    opener, asker, answerer, askers = FORMS[form]
    parsed = parse_text(page(opener, asker, answerer))
    turns = list(parsed.document.turns)
    opens = [Kind.STATEMENT] if opener else []
    assert [turn.kind for turn in turns] == [*opens, *[Kind.QUESTION, Kind.ANSWER] * 2]
    words = [OPENING] if opener else []
    assert [turn.text for turn in turns] == [*words, ASKED[0], ANSWERED[0], ASKED[1], ANSWERED[1]]
    assert askers is None or asked_by(parsed) == askers
    people = {turn.speaker for turn in turns if turn.kind is not Kind.QUESTION}
    assert people == {"Calder" if askers is None else "Ines Calder"}


@pytest.mark.parametrize("mark", [": ", " — "])
@pytest.mark.parametrize(
    "asker", ["A reporter", "A second reporter", "Another journalist", "Un autre journaliste", "Eine Journalistin"]
)
def test_whoever_asks_is_one_of_many(asker: str, mark: str) -> None:
    turns = parse_text(page(f"Ines Calder{mark}", f"{asker}{mark}", f"Ines Calder{mark}")).document.turns
    assert [turn.label for turn in turns if turn.kind is Kind.QUESTION] == [asker, asker]


def test_a_question_that_is_announced_is_no_label() -> None:
    asks = "Jo Marsh: Thank you.\n\nOne question: "
    parsed = parse_text(page("Ines Calder: ", asks, "Ines Calder: ").replace("One question: And", "A question: and"))
    assert {turn.label for turn in parsed.document.turns} == {"Ines Calder", "Jo Marsh"}


def test_bare_names_over_lines_that_are_cut() -> None:
    cut = "When will the second ferry sail, and will it carry cars and lorries across the whole of\nthe bay?"
    for between in ("\n\n", "\n"):
        said = (
            f"Ines Calder\n{OPENING}", f"Jo Marsh\n{cut}", f"Ines Calder\n{ANSWERED[0]}",
            f"Lea Moss\n{ASKED[1]}", f"Ines Calder\n{ANSWERED[1]}",
        )  # fmt: skip
        parsed = parse_text(HEAD + between.join(said) + "\n")
        assert [turn.label for turn in parsed.document.turns] == [
            "Ines Calder", "Jo Marsh", "Ines Calder", "Lea Moss", "Ines Calder",
        ]  # fmt: skip
        assert asked_by(parsed) == NAMES
        assert list(parsed.document.turns)[1].text == cut.replace("\n", " ")


CHINESE_FORMS = {
    "numbered outlets": ("一、海港日报记者：", "港务局局长林海：", "二、晨报记者：", "海港日报记者"),
    "numbered words": ("问题1：", "答：", "问题2：", "问题1"),
    "numbered words, on lines": ("问题一\n\n", "答\n\n", "问题二\n\n", "问题一"),
    "replies": ("问题一：", "回复：", "问题二：", "问题一"),
    "numbered questions": ("一、", "答：", "二、", ""),
    "no labels": ("1、", "", "2、", ""),
}


@pytest.mark.parametrize("form", CHINESE_FORMS)
def test_chinese_forms(form: str) -> None:
    one, answer, two, label = CHINESE_FORMS[form]
    said = (f"{one}码头什么时候开放？", f"{answer}六月开放。", f"{two}票价是多少？", f"{answer}四元，儿童半价。")
    text = CHINESE_HEAD + "\n\n".join(said)
    document = parse_text(text).document
    assert [turn.kind for turn in document.turns] == [Kind.QUESTION, Kind.ANSWER] * 2
    assert next(iter(document.turns)).label == label
    assert [person.name for person in document.people] == ["林海"]
    if answer.strip():
        assert {turn.speaker for turn in document.turns if turn.kind is Kind.ANSWER} == {"林海"}


def test_questions_without_labels_stand_over_answers_with_one() -> None:
    answers = f"Ines Calder: {ANSWERED[0]}\n\nIt may be July.", f"Ines Calder: {ANSWERED[1]}"
    text = HEAD + "\n\n".join((ASKED[0], answers[0], ASKED[1], answers[1]))
    parsed = parse_text(text)
    assert [(turn.kind, turn.label, turn.text) for turn in parsed.document.turns] == [
        (Kind.QUESTION, "", ASKED[0]), (Kind.ANSWER, "Ines Calder", f"{ANSWERED[0]}\n\nIt may be July."),
        (Kind.QUESTION, "", ASKED[1]), (Kind.ANSWER, "Ines Calder", ANSWERED[1]),
    ]  # fmt: skip
    assert [one.line for one in parsed.warnings if "no labels" in one.message] == [5]


def test_a_question_at_the_end_of_an_answer_is_no_question_of_another() -> None:
    said = ("Ines Calder: It opens in June.", "Who could have thought it?", "Tom Reyes: Nobody.", "Ines Calder: So.")
    text = HEAD + "\n\n".join(said)
    assert [turn.label for turn in parse_text(text).document.turns] == ["Ines Calder", "Tom Reyes", "Ines Calder"]


@pytest.mark.parametrize("mark", ["•", "|"])
def test_bullets_and_bars_after_names(mark: str) -> None:
    parsed = parse_text(page(f"MODERATOR {mark} ", f"EVENING COURIER {mark} ", f"MAYOR CALDER {mark} "))
    assert [turn.label for turn in parsed.document.turns][:3] == ["MODERATOR", "EVENING COURIER", "MAYOR CALDER"]


def test_a_time_before_a_name_on_a_line_of_its_own() -> None:
    said = (
        f"00:00:11 Ines Calder\n{OPENING}",
        f"00:01:10 Speaker 2\n{ASKED[0]}",
        f"00:01:20 Ines Calder\n{ANSWERED[0]}",
    )
    assert [turn.label for turn in parse_text(HEAD + "\n\n".join(said)).document.turns] == [
        "Ines Calder", "Speaker 2", "Ines Calder",
    ]  # fmt: skip


def test_heads_of_other_offices() -> None:
    said = f"Ines Calder: {OPENING}\n\nQuestion: {ASKED[0]}\n\nInes Calder: {ANSWERED[0]}\n"
    heads = {
        "Pelagia Shipping plc\nHalf-year results: media call\n29 August 2024": "Half-year results: media call",
        "NOTES OF THE NOON BRIEFING          9 August 2017": "NOTES OF THE NOON BRIEFING",
    }
    for head, title in heads.items():
        document = parse_text(f"{head}\n\n{said}").document
        assert (document.title, document.held_on is not None) == (title, True)
    chinese = (
        "证券代码：300999　证券简称：海蓝科技\n海蓝科技股份有限公司\n投资者关系活动记录表\n时间：2024年9月12日\n\n"
    )
    document = parse_text(f"{chinese}问：毛利率为什么下降了？\n答：原材料涨价。\n").document
    assert document.title == "投资者关系活动记录表"


def test_two_headings_are_no_label_over_words() -> None:
    html = (
        "<h2>Coast Guard</h2><h1>Press point after the rescue</h1><p>Held Thursday, 5 December 2019 at Pier 3</p>"
        "<p><b>Commander Roth</b></p><p>All are ashore.</p><p><b>NorthWire</b></p><p>Why did she not turn back?</p>"
        "<p><b>Commander Roth</b></p><p>Ask her master.</p><p><b>NorthWire</b></p><p>What did it cost?</p>"
        "<p><b>Commander Roth</b></p><p>My watch.</p>"
    )
    document = parse(open_source(html.encode(), "page.html"), name="page.html").document
    assert document.title == "Press point after the rescue"
    assert [turn.label for turn in document.turns] == [
        "Commander Roth", "NorthWire", "Commander Roth", "NorthWire", "Commander Roth",
    ]  # fmt: skip


def test_people_and_askers_in_brackets() -> None:
    said = (
        "Mr Adair (Minister of Works): The wall stands.", "Mr Bell (Ferrin Weekday): Will it hold?",
        "Mr Adair (Minister of Works): It will.", "Dan Ortega, Pelham Securities: For how long?",
        "Mr Adair (Minister of Works): For ever.",
    )  # fmt: skip
    parsed = parse_text(HEAD + "\n\n".join(said))
    assert [(person.name, person.role) for person in parsed.document.people] == [("Adair", "Minister of Works")]
    assert asked_by(parsed) == [("Mr Bell", "Ferrin Weekday"), ("Dan Ortega", "Pelham Securities")]


def test_a_name_behind_the_colon_belongs_to_the_label() -> None:
    said = (
        "Deputy Chair: ( Hon. BC Scotter ): Order.", "QUESTION: When?",
        "Deputy Chair: ( Hon. BC Scotter ): On weekdays.",
        "AUDIENCE MEMBER: We love you!", "PRESS OFFICER: Thank you, all.",
    )  # fmt: skip
    turns = list(parse_text(HEAD + "\n\n".join(said)).document.turns)
    assert [(turn.text, turn.speaker) for turn in turns[::2][:2]] == [
        ("Order.", "BC Scotter"), ("On weekdays.", "BC Scotter"),
    ]  # fmt: skip
    assert {turn.outlet for turn in turns} == {""}


def test_meetings_of_google_and_descript_keep_their_times() -> None:
    meet = (
        "Harbour weekly (2024-03-12 10:02 GMT+1) - Transcript\n"
        "Attendees\nInes Calder, Jo Marsh, Tom Reyes\nTranscript\n"
        "00:00:00\n \nTom Reyes: Good morning. We begin.\nInes Calder: It opens in June.\nJo Marsh: When in June?\n"
        "Ines Calder: On the third.\n \n00:05:00\n \nJo Marsh: And what does it cost?\nInes Calder: Four crowns.\n"
        "Meeting ended after 00:20:31 👋\n"
    )
    descript = (
        "Harbour interview\n\n[00:00:00] **Tom Reyes:** Good morning. We begin.\n\n"
        "[00:00:09] **Ines Calder:** It opens.\n\n"
        "[00:00:15] **Jo Marsh:** When?\n\n[00:00:20] **Ines Calder:** In June.\n"
    )
    found = list(parse_text(meet).document.turns)
    assert [turn.label for turn in found] == [
        "Tom Reyes", "Ines Calder", "Jo Marsh", "Ines Calder", "Jo Marsh", "Ines Calder",
    ]  # fmt: skip
    assert (found[0].times, found[4].times) == ((0,), (300,))
    marked = parse(open_source(descript.encode(), "a.md"), name="a.md").document
    assert [turn.times for turn in marked.turns] == [(0,), (9,), (15,), (20,)]
