"""Pages in Dutch, Italian and Polish: other forms of labels, days, lists and sentences than those in `golden`."""

from datetime import date, time

import pytest

from transcripts.document import Kind, Part
from transcripts.intake import parse_text
from transcripts.intake.languages import guess_language
from transcripts.intake.lines.dates import find_dates, find_time, is_day_alone

DUTCH = """Toelichting van het Havenbedrijf
12 maart 2024

Mevrouw Kalder, havendirecteur: Goedemiddag. De kade is weer open.

Verslaggever: Sinds wanneer?

Mevrouw Kalder: Sinds gisteren.

De voorzitter: Volgende vraag.

Vraag: Komt er een tweede kade?

Mevrouw Kalder: Die komt er volgend jaar.
"""
ITALIAN = """Punto stampa sulla banchina nuova
Genovetta, 1° marzo 2024

Il sindaco Calderi: Buonasera. La banchina è di nuovo aperta.

Una giornalista: Da quando?

Il sindaco Calderi: Da ieri.

Moderatrice: Prossima domanda.

Domanda: Ci sarà un'altra banchina?

Il sindaco Calderi: Arriva l'anno prossimo.
"""
POLISH = """Briefing w sprawie nowego nabrzeża
Źródłów, 3 sierpnia 2025 r.

Rzeczniczka: Dzień dobry. Nabrzeże jest znowu otwarte.

Dziennikarka: Od kiedy?

Rzeczniczka: Od wczoraj.

Prowadzący: Następne pytanie.

Głos z sali: Czy będzie drugie nabrzeże?

Rzeczniczka: Będzie w przyszłym roku.
"""


@pytest.mark.parametrize(
    ("text", "tag", "title", "held"),
    [
        (DUTCH, "nl", "Toelichting van het Havenbedrijf", date(2024, 3, 12)),
        (ITALIAN, "it", "Punto stampa sulla banchina nuova", date(2024, 3, 1)),
        (POLISH, "pl", "Briefing w sprawie nowego nabrzeża", date(2025, 8, 3)),
    ],
)
def test_labels_of_parts_ask_lead_and_answer(text: str, tag: str, title: str, held: date) -> None:
    document = parse_text(text).document
    assert (document.language, document.title, document.held_on) == (tag, title, held)
    assert [turn.kind for turn in document.turns] == [
        Kind.STATEMENT, Kind.QUESTION, Kind.ANSWER, Kind.MODERATOR, Kind.QUESTION, Kind.ANSWER,
    ]  # fmt: skip
    assert not any(turn.speaker or turn.outlet for turn in document.turns if turn.kind is Kind.QUESTION)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("zondag 3 augustus 2025", date(2025, 8, 3)),
        ("5 mei 2024", date(2024, 5, 5)),
        ("28 mrt 2024", date(2024, 3, 28)),
        ("giovedì 8 luglio 2021", date(2021, 7, 8)),
        ("1° gennaio 2024", date(2024, 1, 1)),
        ("czwartek, 7 listopada 2024 r.", date(2024, 11, 7)),
        ("15 października 2023 roku", date(2023, 10, 15)),
    ],
)
def test_days_alone_on_a_line(text: str, day: date) -> None:
    assert [one.day for one in find_dates(text)] == [day]
    assert is_day_alone(text)


@pytest.mark.parametrize("text", ["10.30 uur", "alle ore 10.30", "godz. 10.30", "o godzina 10:30"])
def test_times_of_day(text: str) -> None:
    assert find_time(text) == time(10, 30)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Sprekers: Bram van der Marten, wethouder; Loes Kalder, woordvoerder",
         [("Bram van der Marten", "wethouder", Part.SPEAKER), ("Loes Kalder", "woordvoerder", Part.SPEAKER)]),
        ("Relatori: Ines Calderi, prefetto; Bruno Martelli, portavoce del comune",
         [("Ines Calderi", "prefetto", Part.SPEAKER), ("Bruno Martelli", "portavoce del comune", Part.SPEAKER)]),
        ("Goście: Łucja Wenda, minister zdrowia; Żaneta Ścibor, rzeczniczka",
         [("Łucja Wenda", "minister zdrowia", Part.SPEAKER), ("Żaneta Ścibor", "rzeczniczka", Part.SPEAKER)]),
        ("Gespreksleiding: Loes Venn", [("Loes Venn", "", Part.CHAIR)]),
        ("Modera: Livia Venni", [("Livia Venni", "", Part.CHAIR)]),
        ("Prowadzenie: Łucja Wenda", [("Łucja Wenda", "", Part.CHAIR)]),
    ],
)  # fmt: skip
def test_lists_of_people(line: str, people: list[tuple[str, str, Part]]) -> None:
    page = f"Press conference\n12 March 2024\n\n{line}\n\nQUESTION: When?\n\nANSWER: In May.\n"
    assert [(one.name, one.role, one.part) for one in parse_text(page).document.people] == people


def test_a_surname_keeps_its_particles() -> None:
    page = (
        "Briefing\n12 March 2024\n\nSpeakers: Ines Calder, mayor; Bram van der Marten, harbour director\n\n"
        "CALDER: The quay opens.\n\nQUESTION: When?\n\nVAN DER MARTEN: In May.\n\n"
        "QUESTION: At noon?\n\nMARTEN: At ten.\n"
    )
    speakers = [turn.speaker for turn in parse_text(page).document.turns]
    assert speakers == ["Ines Calder", "", "Bram van der Marten", "", "Bram van der Marten"]


@pytest.mark.parametrize("outlet", ["Abendkurier", "Havenkrant", "Stadtanzeiger", "Kustcourant"])
def test_a_compound_names_an_outlet_by_its_end(outlet: str) -> None:
    page = f"Briefing\n12 March 2024\n\nMayor: Good day.\n\nQuestion ({outlet}): When?\n\nMayor: In May.\n"
    assert [turn.outlet for turn in parse_text(page).document.turns] == ["", outlet, ""]


def test_english_words_that_are_words_of_these_too_stay_english() -> None:
    assert guess_language("I do not want to go to it. I met him on the way, and he is on the quay in an hour.") == "en"
