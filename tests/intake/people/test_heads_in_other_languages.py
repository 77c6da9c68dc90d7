"""Spanish sentences that say who appears, and Russian names in the genitive."""

import pytest

from transcripts.intake import parse_text

SPANISH = """Rueda de prensa sobre los barcos
12 de marzo de 2024
{sentence}

CALDERA: Buenos días. El puerto abre el lunes.

PERIODISTA: ¿A qué hora?

MARTEL: A las ocho.
"""
RUSSIAN = """{title}
12 марта 2024 года

{label}: Добрый день. Порт открыт.

ВОПРОС: С какого дня?

{label}: С понедельника.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "Comparecen: la alcaldesa, Inés Caldera, y el director del puerto, Bruno Martel.",
        "Comparecen la alcaldesa, Inés Caldera, y el director del puerto, Bruno Martel.",
        "Comparecen doña Inés Caldera, alcaldesa, y don Bruno Martel, director del puerto.",
        "Intervienen: la alcaldesa, Inés Caldera, y el director del puerto, Bruno Martel",
    ],
)
def test_a_spanish_sentence_names_who_appears(sentence: str) -> None:
    document = parse_text(SPANISH.format(sentence=sentence)).document
    assert [(one.name, one.role) for one in document.people] == [
        ("Inés Caldera", "alcaldesa"), ("Bruno Martel", "director del puerto"),
    ]  # fmt: skip
    assert [turn.speaker for turn in document.turns] == ["Inés Caldera", "", "Bruno Martel"]


def test_of_two_surnames_the_first_is_the_label() -> None:
    sentence = "Comparecen doña Inés Caldera Ruiz, alcaldesa de Puerto Sal, y don Bruno Martel, director del puerto."
    document = parse_text(SPANISH.format(sentence=sentence)).document
    assert [one.name for one in document.people] == ["Inés Caldera Ruiz", "Bruno Martel"]
    assert document.exchanges[0].turns[0].speaker == "Inés Caldera Ruiz"


@pytest.mark.parametrize(
    ("title", "label", "name", "role"),
    [
        ("Пресс-конференция министра Ивана Орлова", "ОРЛОВ", "Иван Орлов", "министр"),
        ("Брифинг директора порта Анны Петровны Вяземской", "ВЯЗЕМСКАЯ", "Анна Петровна Вяземская", "директор порта"),
        ("Брифинг мэра Сергея Ильича Громовского", "ГРОМОВСКИЙ", "Сергей Ильич Громовский", "мэр"),
        ("Брифинг губернатора Игоря Лося", "ЛОСЬ", "Игорь Лось", "губернатор"),
        ("Интервью посла Марии Ильиной", "ИЛЬИНА", "Мария Ильина", "посол"),
        ("Интервью Ольги Причальной и Павла Верфина", "ВЕРФИН", "Павел Верфин", ""),
    ],
)
def test_a_name_in_the_genitive_is_that_of_the_label(title: str, label: str, name: str, role: str) -> None:
    people = parse_text(RUSSIAN.format(title=title, label=label)).document.people
    assert [(one.name, one.role) for one in people] == [(name, role)]


def test_nobody_is_read_from_a_genitive_who_does_not_speak() -> None:
    people = parse_text(RUSSIAN.format(title="О памятнике Ивана Орлова", label="ГРОМОВ")).document.people
    assert [one.name for one in people] == ["ГРОМОВ"]
