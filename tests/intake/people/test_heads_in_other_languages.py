"""Heads in other languages: sentences and lists that say who appears, papers' days, weekdays, Russian genitives."""

import pytest

from transcripts.document import Kind, Part
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


def test_the_last_of_a_list_stands_behind_an_and() -> None:
    page = (
        "Rueda de prensa sobre el plan de costas\n12 de marzo de 2025\n"
        "Intervienen: Lucía Ferrer, alcaldesa; Mateo Solís, concejal de Urbanismo, y Jordi Pla, jefe de prensa.\n\n"
        "Jordi Pla: Buenos días. Tiene la palabra la alcaldesa.\n\nAlcaldesa: Hoy presentamos el plan de costas.\n\n"
        "Pregunta: ¿Cuándo empiezan las obras?\n\nSolís: En septiembre.\n\nJordi Pla: Muchas gracias a todos.\n"
    )
    people = parse_text(page).document.people
    assert [(one.name, one.role, one.part) for one in people] == [
        ("Lucía Ferrer", "alcaldesa", Part.SPEAKER),
        ("Mateo Solís", "concejal de Urbanismo", Part.SPEAKER),
        ("Jordi Pla", "jefe de prensa", Part.CHAIR),
    ]


def test_a_part_and_a_whole_name_are_one_chinese_label() -> None:
    page = (
        "关于沿海铁路运行图的新闻发布会\n文字实录 2025年3月12日\n\n主持人 君·阿斯莫尔：各位记者朋友，大家上午好。"
        "\n\n发言人 王明：从今年夏天开始，每半小时一班车。\n\n"
        "记者 李华：请问资金从哪里来？\n\n发言人 王明：来自省财政。"
        "\n\n主持人 君·阿斯莫尔：今天的发布会到此结束，谢谢大家。\n"
    )
    document = parse_text(page).document
    assert {(one.name, one.part) for one in document.people} == {("君·阿斯莫尔", Part.CHAIR), ("王明", Part.SPEAKER)}
    assert [(turn.outlet, turn.journalist) for turn in document.turns if turn.kind is Kind.QUESTION] == [("", "李华")]


@pytest.mark.parametrize(
    ("over", "title"),
    [
        ("Mehr Züge für die Küstenbahn\nMitschrift vom 12. März 2025", "Mehr Züge für die Küstenbahn"),
        ("Regierungspressekonferenz vom 12. März 2025\nMitschrift", "Regierungspressekonferenz vom 12. März 2025"),
    ],
)
def test_the_day_of_a_paper_is_no_title_but_that_of_an_event_is(over: str, title: str) -> None:
    page = (
        f"{over}\n\nDirektor Harms: Wir werden ab dem Sommer jede halbe Stunde fahren.\n\nFrage: Woher kommt das Geld?"
        "\n\nDirektor Harms: Aus dem Haushalt des Landes.\n\nFrage: Und wann?\n\nDirektor Harms: Im Mai.\n"
    )
    parsed = parse_text(page)
    assert parsed.document.title == title
    assert str(parsed.document.held_on) == "2025-03-12"


@pytest.mark.parametrize("line", ["令和7年3月12日（水）", "2025년 3월 12일 (수)", "2025年3月12日 水曜日"])
def test_a_weekday_beside_a_date_is_no_place(line: str) -> None:
    page = f"沿岸鉄道に関する記者会見\n{line}\n\n記者：財源はどこですか。\n\n局長：県の予算です。\n"
    assert parse_text(page).document.venue == ""


def test_who_was_there_in_french_and_the_language_of_a_question_in_chinese() -> None:
    french = (
        "Conférence de presse, 14 novembre 2024\n\n"
        "Étaient présents : Mme Hélène Vasseur, préfète ; M. Karim Lamy, directeur départemental.\n\n"
        "Mme Vasseur : Les pluies ont coupé trois routes.\n\nQuestion : Quand seront-elles rouvertes ?\n\n"
        "M. Lamy : Deux ce soir.\n"
    )
    people = parse_text(french).document.people
    assert [(one.name, one.role) for one in people] == [
        ("Hélène Vasseur", "préfète"),
        ("Karim Lamy", "directeur départemental"),
    ]
    chinese = (
        "2024年9月5日记者会\n\n发言人林海：下午好。\n\n彭博社记者（英文）：如何评论？\n\n林海：请关注消息。\n\n"
        "《晨报》记者：何时公布？\n\n林海：下周。\n"
    )
    asked = [
        (turn.outlet, turn.journalist) for turn in parse_text(chinese).document.turns if turn.kind is Kind.QUESTION
    ]
    assert asked == [("彭博社", ""), ("晨报", "")]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Mme la préfète :", "préfète"),
        ("M. le préfet :", "préfet"),
        ("O Sr. ministro:", "ministro"),
        ("La señora alcaldesa:", "alcaldesa"),
    ],
)
def test_an_honorific_an_article_and_an_office_are_who_has_it(label: str, role: str) -> None:
    page = (
        "Point presse sur les inondations\n14 novembre 2024\n"
        f"Participants : Dominique Vasseur, {role} ; Karim Lamy, maire\n\n"
        f"{label} Les pluies de la nuit ont coupé trois routes.\n\nQuestion : Quand seront-elles rouvertes ?\n\n"
        f"{label} Deux ce soir.\n\nQuestion : Et les écoles ?\n\nKarim Lamy : Fermées.\n"
    )
    document = parse_text(page).document
    assert [turn.speaker for turn in document.turns if turn.kind is not Kind.QUESTION] == [
        "Dominique Vasseur",
        "Dominique Vasseur",
        "Karim Lamy",
    ]
    assert len(document.people) == 2


def test_such_a_label_alone_names_nobody() -> None:
    page = (
        "Point presse\n14 novembre 2024\n\nM. le préfet : Bonjour.\n\nQuestion : Quand ?\n\nM. le préfet : Ce soir.\n"
    )
    document = parse_text(page).document
    assert [turn.label for turn in document.turns] == ["M. le préfet", "Question", "M. le préfet"]
    assert document.people == ()
