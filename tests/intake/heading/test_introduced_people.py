"""People whom a page introduces: in lists of many forms, in the chair's words, and in a key to letters."""

import pytest

from transcripts.intake import parse_text

HEAD = "Press conference of the Harbour Council\n\n12 March 2024\n\n"


def people_of(over: str, first: str, second: str, opening: str = "Good morning.") -> set[tuple[str, str]]:
    page = f"""{HEAD}{over}

{first}: {opening} The boats run every hour from May on.

QUESTION: Who will pay for the boats?

{first}: The council will, this year.

QUESTION: Will there be night boats?

{second}: From June on, on every line.

QUESTION: And next year?

{first}: We will see.
"""
    return {(person.name, person.role) for person in parse_text(page).document.people}


BOTH = {("Ines Calder", "Minister for Ports"), ("Bo Holt", "Chief Engineer")}


@pytest.mark.parametrize(
    "over",
    [
        "Speakers\n- Ines Calder: Minister for Ports\n- Bo Holt: Chief Engineer",
        "Speakers\nMinister for Ports: Ines Calder\nChief Engineer: Bo Holt",
        "Minister for Ports: Ines Calder\n\nChief Engineer: Bo Holt",
        "Attendees:\n1. Ines Calder, Minister for Ports\n2. Bo Holt, Chief Engineer",
        "Panel:\n• Ines Calder | Minister for Ports\n• Bo Holt | Chief Engineer",
        "Officials: Minister for Ports, Ines Calder; Chief Engineer, Bo Holt",
        "Speakers: Ines Calder, Minister for Ports, and Bo Holt, Chief Engineer",
        "With Ines Calder, Minister for Ports, and Bo Holt, Chief Engineer.",
    ],
)
@pytest.mark.parametrize("labels", [("Mr Calder", "Mr Holt"), ("Calder", "Holt"), ("CALDER", "HOLT")])
def test_lists_give_the_full_names_of_surnames(over: str, labels: tuple[str, str]) -> None:
    assert people_of(over, *labels) == BOTH


@pytest.mark.parametrize(
    ("opening", "labels"),
    [
        (
            "Good morning. I'm Ines Calder, the Minister for Ports. On my left is Bo Holt, our Chief Engineer.",
            "Calder Holt",
        ),
        ("To my right is the Chief Engineer, Bo Holt. I am Ines Calder, Minister for Ports.", "CALDER HOLT"),
    ],
)
def test_the_first_words_give_the_full_names_of_surnames(opening: str, labels: str) -> None:
    first, second = labels.split()
    assert people_of("", first, second, opening) == BOTH


@pytest.mark.parametrize(
    ("over", "first", "second", "names"),
    [
        ("By Ines Calder, Minister for Ports", "CALDER", "CALDER", {"Ines Calder"}),
        ("Ines Calder | Minister for Ports", "Calder", "Calder", {"Ines Calder"}),
        ("Briefers: Ines Calder and Bo Holt", "MR CALDER", "MR HOLT", {"Ines Calder", "Bo Holt"}),
        ("Key to speakers: IC = Ines Calder, Mayor; BH = Bo Holt, Treasurer", "IC", "BH", {"Ines Calder", "Bo Holt"}),
        ("IC – Ines Calder, Mayor\nBH – Bo Holt, Treasurer", "IC", "BH", {"Ines Calder", "Bo Holt"}),
        (
            "IC: Ines Calder, Mayor\nBH: Bo Holt, Mate\nQ: Question from the floor",
            "IC",
            "BH",
            {"Ines Calder", "Bo Holt"},
        ),
        ("", "HEAD OF FISHERIES BO HOLT", "MINISTER FOR PORTS INES CALDER", {"BO HOLT", "INES CALDER"}),
        (
            "Intervienen: Ana Rey, portavoz del puerto, y Bo Holt, consejero",
            "PORTAVOZ",
            "CONSEJERO",
            {"Ana Rey", "Bo Holt"},
        ),
        ("Брифинг провела Вера Рудая, представитель порта.", "В.Рудая", "В.Рудая", {"Вера Рудая"}),
    ],
)
def test_whom_a_page_names(over: str, first: str, second: str, names: set[str]) -> None:
    assert {name for name, _ in people_of(over, first, second)} == names


def test_a_press_unit_behind_a_name_is_what_somebody_is_of() -> None:
    found = people_of("", "JOAN MARSH, MEDIA RELATIONS", "MARSH")
    assert found == {("JOAN MARSH", "MEDIA RELATIONS")}


@pytest.mark.parametrize(
    ("over", "names"),
    [
        ("出席：组委会主任　王　磊；女队队长　欧阳小雨；裁判长　石　坚", ["王磊", "欧阳小雨", "石坚"]),
        ("嘉宾：港务局局长 罗青\n直播 图片 评论(36)", ["罗青"]),
        ("5月30日，港务局召开新闻通气会，局长罗青就渡轮有关情况回答了记者提问。", ["罗青"]),
        (
            "以下為港務局局長羅青今日（五月十七日）聯同航道處處長丁小嵐視察碼頭後會見傳媒的談話內容：",
            ["羅青", "丁小嵐"],
        ),
    ],
)
def test_whom_a_chinese_page_names(over: str, names: list[str]) -> None:
    one, two = ("港務局局長", "航道處處長") if "羅" in over else ("答", "答")
    page = f"渡轮新闻发布会\n\n2024年5月30日\n\n{over}\n\n{one}：大家好。渡轮每小时一班。\n\n"
    page += f"问：谁来出钱？\n\n{two}：由市里出钱。\n"
    assert [person.name for person in parse_text(page).document.people] == names


def test_an_entry_that_is_cut_at_a_width_ends_no_list() -> None:
    over = (
        "Present:\n   Hon. Ines Calder, Minister for Coastal Waterways and Inland\n      Harbours\n"
        "   Mr. Bo Holt, Chief Engineer"
    )
    assert people_of(over, "MINISTER", "CHIEF ENGINEER") == {
        ("Ines Calder", "Minister for Coastal Waterways and Inland Harbours"),
        ("Bo Holt", "Chief Engineer"),
    }


def test_who_is_on_hand_is_named() -> None:
    over = "On hand: Ines Calder (Minister for Ports) and Bo Holt (Chief Engineer)"
    assert people_of(over, "INES CALDER", "BO HOLT") == BOTH


@pytest.mark.parametrize(
    ("title", "person"),
    [
        ("REMARKS BY GOVERNOR INES CALDER AT A BRIEFING ON FERRIES", ("INES CALDER", "GOVERNOR")),
        (
            "Point de presse de la ministre déléguée aux Ports, Mme Inès Caldère",
            ("Inès Caldère", "ministre déléguée aux Ports"),
        ),
    ],
)
def test_the_word_for_the_event_is_no_part_of_an_office(title: str, person: tuple[str, str]) -> None:
    page = f"{title}\n\n12 March 2024\n\nQ: Who pays?\n\nA: We do.\n\nQ: When?\n\nA: In May.\n"
    assert [(one.name, one.role) for one in parse_text(page).document.people] == [person]
