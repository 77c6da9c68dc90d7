"""Labels with a role or a firm behind a dash, alone on their lines, as results calls print them."""

import pytest

from transcripts.document import Kind
from transcripts.intake import parse_text
from transcripts.intake.labels.labels_with_roles import part_role

CALL = """Pier Cranes Limited (PIER) Q3 2024 Earnings Call

Oct 24, 2024, 4:30 p.m. ET

Operator

Good day, and welcome to the call. I would now like to hand over to Ines Calder. Please go ahead.

Ines Calder {dash} Chief Executive Officer

Thank you. Orders rose again, and the new crane sells well in every port.

Operator

The first question is from Bo Marten with Quay Capital. Please go ahead.

Bo Marten {dash} Quay Capital {dash} Analyst

Thanks for taking the question. How many cranes will you ship this year?

Ines Calder {dash} Chief Executive Officer

About ninety. We are well on the way.

Bo Marten {dash} Quay Capital {dash} Analyst

And are prices holding?

Ines Calder {dash} Chief Executive Officer

They are. We raised them in June.

Operator

This concludes our session. You may now disconnect.
"""


@pytest.mark.parametrize("dash", ["--", "-", "–", "—"])
def test_a_name_with_a_role_behind_a_dash_is_a_label_and_the_name_the_person(dash: str) -> None:
    parsed = parse_text(CALL.format(dash=dash))
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    officer = f"Ines Calder {dash} Chief Executive Officer"
    analyst = f"Bo Marten {dash} Quay Capital {dash} Analyst"
    assert [turn.label for turn in turns] == [
        "Operator",
        officer,
        "Operator",
        analyst,
        officer,
        analyst,
        officer,
        "Operator",
    ]
    assert [turn.kind for turn in turns] == [
        Kind.MODERATOR,
        Kind.STATEMENT,
        Kind.MODERATOR,
        Kind.QUESTION,
        Kind.ANSWER,
        Kind.QUESTION,
        Kind.ANSWER,
        Kind.MODERATOR,
    ]
    assert [(one.name, one.role) for one in parsed.document.people] == [("Ines Calder", "Chief Executive Officer")]
    assert (turns[3].outlet, turns[3].journalist) == ("Quay Capital", "Bo Marten")
    assert parsed.reporters == ("Bo Marten",)


def test_those_who_ask_in_a_list_of_their_own_are_no_speech() -> None:
    head = """Pier Cranes Limited Results Call

24 October 2024

Company Participants
Ines Calder – Chief Executive Officer
Tomas Reyl – Chief Financial Officer

Conference Call Participants
Bo Marten – Quay Capital

"""
    words = "Ines Calder: Good morning.\n\nBo Marten: How many cranes?\n\nTomas Reyl: About ninety this year.\n"
    parsed = parse_text(head + words)
    assert [one.name for one in parsed.document.people] == ["Ines Calder", "Tomas Reyl"]
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    assert [turn.label for turn in turns] == ["Ines Calder", "Bo Marten", "Tomas Reyl"]


@pytest.mark.parametrize(
    "text",
    ["Harbour Call - 24 October 2024", "Ms. Calder - thank you for coming", "The winter - so far", "Minister – Ports"],
)
def test_other_lines_with_a_dash_hold_no_role(text: str) -> None:
    assert part_role(text) is None
