"""Words that address the one under whose label they stand."""

import pytest

from transcripts.intake import parse_text
from transcripts.intake.turns.addressed import addressed_by, own_names


@pytest.mark.parametrize(
    ("label", "name", "role", "words"),
    [
        ("Minister Calder", "Ines Calder", "", "Thank you, Minister. When does it open?"),
        ("MINISTER CALDER", "Ines Calder", "Minister for Ports", "Minister, when does it open?"),
        ("MR. CALDER", "MR. CALDER", "", "Mr. Calder, when does it open?"),
        ("Calder", "Ines Calder", "Minister for Ports", "Does it open today, Minister?"),
        ("MS. CALDER", "Ines Calder", "", "I now give the floor to Ms. Calder."),
        ("Hélène Kervella", "Hélène Kervella", "ministre de la Mer", "Madame la Ministre, combien ?"),
        ("ALCALDESA", "ALCALDESA", "", "Gracias, alcaldesa. ¿Cuándo abre?"),
        ("STS LINDNER", "STS LINDNER", "", "Herr Lindner, wann wird es eröffnet?"),
        ("Министр", "Олег Венин", "министр", "Господин министр, когда откроется мост?"),
        ("윤서진 장관", "윤서진", "장관", "장관님, 언제 개통합니까?"),
        ("大臣", "堀内大臣", "", "大臣に伺います。いつ開きますか。"),
        ("郭立言", "郭立言", "省交通运输厅厅长", "谢谢郭厅长的介绍。"),
        ("郭立言", "郭立言", "省交通运输厅厅长", "下面请郭立言先生作介绍。"),
        ("局长", "阮岚", "局长", "局长您好，请问几时开通？"),
        ("運輸署署長", "羅詠詩", "運輸署署長", "多謝署長。"),
    ],
)
def test_who_is_addressed_does_not_speak(label: str, name: str, role: str, words: str) -> None:
    assert addressed_by(words, own_names(label, name, role))


@pytest.mark.parametrize(
    ("label", "name", "role", "words"),
    [
        ("MS. CALDER", "Ines Calder", "Minister", "I'm Ines Calder, minister for ports. Good morning."),
        ("Minister Calder", "Ines Calder", "", "Thank you, Minister Roe. I agree."),
        ("Minister Calder", "Ines Calder", "", "The minister of the time said so, and I, Ines Calder, agree."),
        ("郭立言", "郭立言", "厅长", "谢谢主持人。我是郭立言，厅长。"),
        ("郭立言", "郭立言", "厅长", "请邱局长回答。"),
    ],
)
def test_who_names_others_or_introduces_himself_may_speak(label: str, name: str, role: str, words: str) -> None:
    assert not addressed_by(words, own_names(label, name, role))


def test_a_name_that_contradicts_the_words_is_a_warning() -> None:
    text = (
        "Harbour Briefing\n\nMarch 12, 2026\n\nMinister Calder: The ferry runs until midnight.\n\n"
        "Jo Marsh, Harbour News: Who pays for it?\n\nMinister Calder: Thank you, Minister. The town does."
    )
    assert [(one.line, "address “Minister”" in one.message) for one in parse_text(text).warnings] == [(9, True)]
