"""Entries of lists of people, in the ways in which pages print them; Chinese names and the offices beside them."""

import pytest

from transcripts.document import Part, Person
from transcripts.intake import parse_text
from transcripts.intake.people.chinese_names import (
    japanese_name_and_office,
    name_before_office,
    named_in_chinese,
    surname_and_office,
)
from transcripts.intake.people.index import resolve
from transcripts.intake.people.roster_entries import read_entries

SPEECH = "\n\nMAYOR ROE: We begin.\n\nQ: When?\n\nMAYOR ROE: Soon.\n"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Mr. Bo Marten, Mayor", [("Bo Marten", "Mayor")]),
        ("The Rt Hon Ines Calder MP, Prime Minister", [("Ines Calder", "Prime Minister")]),
        ("Shri Bo Marten – Governor", [("Bo Marten", "Governor")]),
        ("Secretary Ines Calder, Department of Ports", [("Ines Calder", "Secretary, Department of Ports")]),
        ("Deputy Mayor Bo Marten", [("Bo Marten", "Deputy Mayor")]),
        ("Bo Marten (Ports), Ines Calder (Rail)", [("Bo Marten", "Ports"), ("Ines Calder", "Rail")]),
        (
            "Bo Marten (Harbour Master), Ines Calder (Mayor), Jo Marsh",
            [("Bo Marten", "Harbour Master"), ("Ines Calder", "Mayor"), ("Jo Marsh", "")],
        ),
        ("Bo Marten, Mayor; Ines Calder, Head of Rail", [("Bo Marten", "Mayor"), ("Ines Calder", "Head of Rail")]),
        ("港口部部长阮岚、司长陈大文", [("阮岚", "港口部部长"), ("陈大文", "司长")]),
        ("港口組阮小嵐組長", [("阮小嵐", "港口組組長")]),
        ("阮岚（港口部部长）", [("阮岚", "港口部部长")]),
        ("省港口厅党组成员、副厅长 阮岚", [("阮岚", "省港口厅党组成员、副厅长")]),
        ("森田千早港湾大臣、小野寺徹鉄道局長", [("森田千早", "港湾大臣"), ("小野寺徹", "鉄道局長")]),
        ("ordfører Ines Kalder og geolog Bo Marten", [("Ines Kalder", "ordfører"), ("Bo Marten", "geolog")]),
        (
            "мэр города Инна Калдер, начальник порта Бо Мартен.",
            [("Инна Калдер", "мэр города"), ("Бо Мартен", "начальник порта")],
        ),
        ("Daily Press Briefing", []),
        ("Prime Minister", []),
        ("We begin with the ferries, and then the rails.", []),
    ],
)
def test_entries_of_a_list(text: str, people: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role) for one in read_entries(text, Part.SPEAKER)] == people


def test_an_entry_may_say_who_leads() -> None:
    assert read_entries("Secretary Ines Calder (moderator)", Part.SPEAKER)[0].part is Part.CHAIR


@pytest.mark.parametrize(
    "head",
    [
        "Speakers: Bo Marten (Ports), Ines Calder (Rail). In the chair: Jo Lind (Press Office)",
        "PARTICIPANTS FROM THE HARBOUR BANK\n\nShri Bo Marten – Governor\nSmt. Ines Calder – Deputy Governor\n\n"
        "MODERATOR\n\nMs. Jo Lind – Manager",
        "PARTICIPANTS\nName\tFunction\nBo Marten\tGovernor\nIda Calder\tDeputy Governor\n"
        "Chair:\nJo Lind, Press Officer",
        "Speakers: Bo Marten, Governor of the Bank of Harbours and Ferries; Ines\nCalder, Deputy Governor\n\n"
        "Chair: Jo Lind",
    ],
)
def test_lists_over_a_transcript(head: str) -> None:
    people = parse_text(f"Night ferries: press conference\n\n{head}{SPEECH}").document.people
    parts = {one.name: one.part for one in people if one.name != "MAYOR ROE"}
    assert parts.pop("Jo Lind") is Part.CHAIR
    assert set(parts.values()) == {Part.SPEAKER}
    assert len(parts) == 2


def test_a_list_is_read_up_to_a_bound() -> None:
    many = "\n".join(f"Bo M{'a' * (number % 7)}r{'t' * (number // 7)}en, Mayor" for number in range(600))
    assert len(parse_text(f"Ferries\n\nSpeakers:\n{many}{SPEECH}").document.people) <= 502


@pytest.mark.parametrize(
    ("label", "parted"),
    [("阮部长", ("阮", "部长", "")), ("阮副組長小嵐", ("阮", "副組長", "小嵐")), ("港口部长", None), ("部长", None)],
)
def test_a_surname_with_an_office(label: str, parted: tuple[str, str, str] | None) -> None:
    assert surname_and_office(label) == parted


def test_a_unit_and_an_office_are_no_name() -> None:
    assert name_before_office("港口组阮小岚组长") == ("阮小岚", "港口组组长")
    assert name_before_office("港口部新闻发言人") is None
    assert name_before_office("運輸署署長") is None


def test_a_label_of_surname_and_office_means_the_one_who_has_it() -> None:
    people = [Person("阮小岚", "港口组组长"), Person("阮大文", "铁路司司长"), Person("陈江", "副组长")]
    assert resolve("阮组长", people) == people[0]
    assert resolve("阮司长大文", people) == people[1]
    assert resolve("林组长", people) is None


@pytest.mark.parametrize(
    ("text", "labels", "people"),
    [
        (
            "2024年3月12日，港口司副司长、发言人阮岚，铁路司司长陈大文出席并回答提问，新闻官林江主持。",
            ["阮岚", "陈大文", "林江", "记者"],
            [("阮岚", "speaker"), ("陈大文", "speaker"), ("林江", "chair")],
        ),
        (
            "以下是港口署署長阮小嵐聯同鐵路署副署長陳大文今日會見傳媒的談話全文：",
            ["港口署署長", "鐵路署副署長", "記者"],
            [("阮小嵐", "speaker"), ("陳大文", "speaker")],
        ),
        ("港口署署長於立法會會見傳媒談話全文", ["港口署署長", "記者"], []),
    ],
)
def test_people_of_a_chinese_sentence(text: str, labels: list[str], people: list[tuple[str, str]]) -> None:
    assert [(one.name, one.part.value) for one in named_in_chinese(text, labels)] == people


def test_a_line_as_long_as_a_speech_lists_nobody() -> None:
    people = "Jo Roe, Ana Ruiz, Bo Marten"
    assert len(read_entries(people, Part.SPEAKER)) == 3
    assert read_entries(", ".join([people] * 400), Part.SPEAKER) == []


def test_an_office_before_a_japanese_name_in_halves() -> None:
    people = read_entries("知事 森田 玲子、港湾課長 秋山 みどり", Part.SPEAKER)
    assert [(one.name, one.role) for one in people] == [("森田 玲子", "知事"), ("秋山 みどり", "港湾課長")]


def test_letters_in_brackets_behind_surnames_beside_an_office() -> None:
    people = read_entries("Staatssekretär Venn, Moss (BMV), Roe (BMF)", Part.SPEAKER)
    assert [one.name for one in people][1:] == ["Moss", "Roe"]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("DG Calder", "Director-General"),
        ("Mme la préfète", "préfète de la Vallée"),
        ("Le ministre", "ministre des Ports"),
    ],
)
def test_offices_in_short_mean_who_has_them(label: str, role: str) -> None:
    calder = Person("Ines Calder", role)
    assert resolve(label, [calder, Person("Bo Marten", "Harbour Master")]) == calder
    assert resolve(label, [Person("Ines Calder", "Treasurer"), Person("Bo Marten", "Harbour Master")]) is None


def test_a_surname_and_the_field_of_an_office_are_no_name() -> None:
    assert japanese_name_and_office("森田鉄道局長") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "Briefing given on 3 May 2024. In attendance: Ines Calder, Mayor; Bo Marten, Clerk.",
            ["Ines Calder", "Bo Marten"],
        ),
        ("Head Coach Ines Calder and captain Bo Marten faced the media on 3 May 2024.", ["Ines Calder", "Bo Marten"]),
        (
            "Presentes: o ministro dos Portos, Ines Calder, e a assessora, Bo Marten, que falou.",
            ["Ines Calder", "Bo Marten"],
        ),
    ],
)
def test_initials_are_those_of_whom_the_head_names(line: str, names: list[str]) -> None:
    parsed = parse_text(
        f"The ferries of the night\n\n{line}\n\nIC: We begin.\n\nQ: When?\n\nIC: Soon.\n\nBM: In June.\n"
    )
    assert [one.name for one in parsed.document.people] == names
    turns = [turn for exchange in parsed.document.exchanges for turn in exchange.turns]
    assert [(turn.label, turn.speaker) for turn in turns if turn.speaker] == [
        ("IC", "Ines Calder"),
        ("IC", "Ines Calder"),
        ("BM", "Bo Marten"),
    ]


def test_an_office_of_something_in_capitals_is_nobodys_name() -> None:
    page = "Pilar Calder, ministra de Salud, compareció hoy.\n\nMINISTRA DE SALUD: Empezamos.\n\nPRENSA: ¿Hoy?\n"
    assert [one.name for one in parse_text(f"{page}\nMINISTRA DE SALUD: Sí.\n").document.people] == ["Pilar Calder"]


def test_a_room_of_the_office_is_nobody() -> None:
    assert read_entries("広報室", Part.CHAIR) == []
