"""Letter-spaced lines are words, neither letters nor labels."""

import pytest

from transcripts.intake import parse_text
from transcripts.intake.lines.letter_spaced import close_up


@pytest.mark.parametrize(
    ("line", "closed"),
    [
        ("Q U E S T I O N S", "QUESTIONS"),
        ("P R E S S   C O N F E R E N C E", "PRESS CONFERENCE"),
        ("  A N S W E R S :", "ANSWERS:"),
        ("П р е с с - ц е н т р", "Пресс-центр"),
        ("A B C", "A B C"),
        ("Q   U E S T I O N of the day", "Q   U E S T I O N of the day"),
        ("今 天 天 气 好", "今 天 天 气 好"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("QUESTIONS", "QUESTIONS"),
    ],
)
def test_a_line_is_closed_up(line: str, closed: str) -> None:
    assert close_up(line) == closed


def test_spaced_headings_are_title_and_headings_and_no_labels() -> None:
    parsed = parse_text(
        "P R E S S   C O N F E R E N C E   O N   F E R R I E S\n12 March 2024\n\nINES CALDER: Good morning.\n\n"
        "Q U E S T I O N S\n\nQUESTION: When?\n\nINES CALDER: At nine.\n\n"
        "A N S W E R S   I N   W R I T I N G\n\nQUESTION: And the cost?\n\nINES CALDER: Nine million.\n"
    )
    assert parsed.document.title == "PRESS CONFERENCE ON FERRIES"
    assert [one.heading for one in parsed.document.exchanges] == ["", "QUESTIONS", "ANSWERS IN WRITING"]
    assert [turn.label for turn in parsed.document.turns] == ["INES CALDER", *["QUESTION", "INES CALDER"] * 2]
