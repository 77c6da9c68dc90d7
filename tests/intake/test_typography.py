"""Bold type, headings and tables' cells, as readers of files hand them on."""

from transcripts.intake import Source, SourceLine, parse, parse_text


def source(*lines: tuple[str, int, int, int]) -> Source:
    return Source(tuple(SourceLine(number, *line) for number, line in enumerate(lines, start=1)))


def plain(text: str) -> tuple[str, int, int, int]:
    return (text, 0, 0, 0)


def bold(text: str, to: int | None = None) -> tuple[str, int, int, int]:
    return (text, len(text) if to is None else to, 0, 0)


TITLE = ("Briefing on ferries", 0, 1, 0)


def test_bold_lines_without_colons_are_labels() -> None:
    page = source(
        TITLE,
        *(bold("Ines Calder"), plain("Good afternoon. The boats are ready for the winter.")),
        *(bold("Bo Marten, Tide News"), plain("When do they sail, and from where?")),
        *(bold("Ines Calder"), plain("Tomorrow at noon, from pier nine.")),
    )
    turns = list(parse(page).document.turns)
    assert [(turn.label, turn.kind.value) for turn in turns] == [
        ("Ines Calder", "statement"),
        ("Bo Marten, Tide News", "question"),
        ("Ines Calder", "answer"),
    ]


def test_a_bold_beginning_parts_label_and_words_without_a_colon() -> None:
    page = source(
        TITLE,
        bold("Ines Calder Good afternoon. The boats are ready.", 11),
        bold("Tide News When do they sail?", 9),
        bold("Ines Calder Tomorrow at noon.", 11),
    )
    assert [turn.text for turn in parse(page).document.turns] == [
        "Good afternoon. The boats are ready.",
        "When do they sail?",
        "Tomorrow at noon.",
    ]


def test_where_labels_are_bold_plain_phrases_with_a_colon_are_words() -> None:
    page = source(
        TITLE,
        bold("Ines Calder: Good afternoon. I have one thing to say.", 12),
        plain("Ferry Act: it lowers fares for all."),
        bold("Tide News: When do they sail?", 10),
        bold("Ines Calder: Tomorrow.", 12),
        plain("Ferry Act: it comes in May."),
    )
    parsed = parse(page)
    assert [turn.label for turn in parsed.document.turns] == ["Ines Calder", "Tide News", "Ines Calder"]
    (warning,) = [one for one in parsed.warnings if one.line == 3]
    assert (warning.label, "not bold, unlike the others" in warning.message) == ("Ferry Act", True)


def test_headings_stand_over_exchanges_and_inside_turns_they_are_no_speech() -> None:
    page = source(
        TITLE,
        ("Fares", 0, 2, 0),
        plain("Tide News: Will fares rise?"),
        plain("Ines Calder: No, they will not."),
        ("The Night Boat", 0, 2, 0),
        plain("Tide News: When does the night boat sail?"),
        plain("Ines Calder: At ten."),
        ("On the Island", 0, 3, 0),
        plain("And at eleven from the island."),
    )
    parsed = parse(page)
    assert [exchange.heading for exchange in parsed.document.exchanges] == ["Fares", "The Night Boat"]
    assert list(parsed.document.turns)[-1].paragraphs == ("At ten.", "And at eleven from the island.")
    assert any("On the Island" in warning.message for warning in parsed.warnings)


def test_a_table_s_first_cell_is_the_label_of_the_next() -> None:
    rows = [("Ines Calder", "Good afternoon."), ("Tide News", "When?"), ("Ines Calder", "Tomorrow at noon.")]
    cells = [cell for one, two in rows for cell in ((one, 0, 0, 1), (two, 0, 0, 2))]
    turns = list(parse(source(TITLE, *cells)).document.turns)
    assert [(turn.label, turn.text) for turn in turns] == rows


def test_stars_in_plain_text_are_bold_type() -> None:
    page = (
        "Briefing on ferries\n\n**Ines Calder:** Good day.\n\n**Tide News**: When?\n\n"
        "**Ines Calder**\n\nNow, as I said.\n"
    )
    turns = list(parse_text(page).document.turns)
    assert [(turn.label, turn.text) for turn in turns] == [
        ("Ines Calder", "Good day."),
        ("Tide News", "When?"),
        ("Ines Calder", "Now, as I said."),
    ]
