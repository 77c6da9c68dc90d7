"""Debates in Akoma Ntoso: elements say who speaks and who asks."""

from collections import Counter
from datetime import date, time

import pytest
from lxml import etree

from transcripts.document import Kind, Part, Person
from transcripts.intake import IntakeError, ParsedTranscript, from_source_form, open_source, parse, to_source_form
from transcripts.intake.account import words_of

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = """<meta><identification source="#ports">
  <FRBRWork><FRBRthis value="/un/debate/2024-03-12/main"/><FRBRuri value="https://ports.example.org/debate/7"/>
    <FRBRdate date="2024-03-11" name="Generation"/><FRBRauthor href="#ports"/><FRBRcountry value="un"/></FRBRWork>
  <FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification>
  <publication date="2024-03-14" name="web" showAs="Ministry of Ports"/>
  <references source="#ports"><TLCOrganization eId="ports" href="/o/ports" showAs="Ministry of Ports"/>
    <TLCOrganization eId="nbtv" href="/o/nbtv" showAs="NBTV"/>
    <TLCPerson eId="lan" href="/p/lan" showAs="Ruo Lan"/><TLCPerson eId="reyl" href="/p/reyl" showAs="Tomas Reyl"/>
    <TLCPerson eId="calder" href="/p/calder" showAs="Ines Calder"/><TLCPerson eId="roe" href="/p/roe" showAs="Jo Roe"/>
    <TLCRole eId="chair" href="/r/chair" showAs="Chair"/><TLCRole eId="press" href="/r/press" showAs="Journalist"/>
    <TLCRole eId="director" href="/r/director" showAs="director of River Crossings"/>
    <TLCConcept eId="fares" href="/c/fares" showAs="Fares"/></references></meta>"""
PREFACE = """<preface><p><docTitle>Night ferries</docTitle> <docDate date="2024-03-12T15:30:00">12 March</docDate>
  <location>Town hall</location></p>
  <p><person refersTo="#reyl" as="#director">Tomas Reyl</person>, <person refersTo="#calder">Ines Calder</person></p>
  </preface>"""
OPENING = """<debateSection name="opening"><heading>Opening</heading>
  <speech by="#lan" as="#chair"><from>Ruo Lan:</from><p>Welcome, all <b>of</b> you.</p></speech>
  <scene>(Applause.)</scene>
  <speech by="#reyl" as="#director"><from>Tomas Reyl:</from><p>The plan is made.</p></speech></debateSection>"""
QUESTIONS = """<debateSection name="questions" refersTo="#fares"><heading>Fares</heading>
  <question by="#nbtv"><from>NBTV:</from><p>How much is it?<eol/>And for children?</p></question>
  <answer by="#calder"><from>Ines Calder:</from><p>Two crowns.<authorialNote><p>In 2024.</p></authorialNote></p>
    <ul><li><p>One for children.</p></li><li><p>None for dogs.</p></li></ul></answer>
  <speech by="#roe" as="#press"><from>Jo Roe:</from><p>Why not three?</p></speech>
  <speech by="#calder"><from>Deputy mayor Calder:</from><p>Because two are enough.</p></speech></debateSection>"""


def debate(*sections: str, meta: str = META, preface: str = PREFACE, namespace: str = NAMESPACE) -> bytes:
    body = "\n".join(sections)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="{namespace}"><debate name="transcript">{meta}{preface}
<debateBody>
{body}</debateBody></debate></akomaNtoso>""".encode()


def read(data: bytes) -> ParsedTranscript:
    return parse(open_source(data, "ferries.xml"), name="ferries.xml")


def test_elements_and_references_say_who_speaks() -> None:
    parsed = read(debate(OPENING, QUESTIONS))
    assert [(turn.kind, turn.label, turn.speaker, turn.outlet, turn.journalist) for turn in parsed.document.turns] == [
        (Kind.MODERATOR, "Ruo Lan", "Ruo Lan", "", ""),
        (Kind.NOTE, "", "", "", ""),
        (Kind.STATEMENT, "Tomas Reyl", "Tomas Reyl", "", ""),
        (Kind.QUESTION, "NBTV", "", "NBTV", ""),
        (Kind.ANSWER, "Ines Calder", "Ines Calder", "", ""),
        (Kind.QUESTION, "Jo Roe", "", "", "Jo Roe"),
        (Kind.ANSWER, "Deputy mayor Calder", "Ines Calder", "", ""),
    ]
    assert parsed.document.people == (
        Person("Tomas Reyl", "director of River Crossings"),
        Person("Ines Calder"),
        Person("Ruo Lan", "", Part.CHAIR),
    )


def test_what_stands_over_the_debate_is_read() -> None:
    document = read(debate(OPENING)).document
    assert (document.title, document.language, document.venue) == ("Night ferries", "en", "Town hall")
    assert (document.held_on, document.starts_at) == (date(2024, 3, 12), time(15, 30))
    assert (document.posted_on, document.source) == (date(2024, 3, 14), "Ministry of Ports")
    assert document.source_url == "https://ports.example.org/debate/7"


def test_sections_begin_exchanges_and_a_new_questioner_does_too() -> None:
    exchanges = read(debate(OPENING, QUESTIONS)).document.exchanges
    assert [(exchange.heading, exchange.topics, len(exchange.turns)) for exchange in exchanges] == [
        ("Opening", (), 3),
        ("Fares", ("Fares",), 2),
        ("", ("Fares",), 2),
    ]
    stated = QUESTIONS.replace('name="questions"', 'name="exchange"')
    assert [len(exchange.turns) for exchange in read(debate(stated)).document.exchanges] == [4]


def test_line_ends_and_lists_are_kept_and_footnotes_are_not() -> None:
    parsed = read(debate(QUESTIONS))
    [asked, answered, *_] = parsed.document.turns
    assert asked.paragraphs == ("How much is it?\nAnd for children?",)
    assert answered.paragraphs == ("Two crowns.", "One for children.", "None for dogs.")
    assert [warning.message for warning in parsed.warnings] == ["Footnotes were left out."]


def test_what_the_standard_does_not_know_is_kept_and_told() -> None:
    odd = "<debateSection><jingle>Ta.</jingle><speech by='#nobody'><from>Ruo Lan:</from><verse>Hello.</verse></speech>"
    parsed = read(debate(f"{odd}</debateSection>"))
    assert [(turn.kind, turn.text) for turn in parsed.document.turns] == [
        (Kind.NOTE, "Ta."),
        (Kind.STATEMENT, "Hello."),
    ]
    assert [(warning.line, warning.message) for warning in parsed.warnings] == [
        (18, "The element “jingle” is not supported; its text was kept as a note."),
        (18, "“nobody” is not among the references; the speaker was taken from the label."),
        (18, "The element “verse” is not supported in a speech; its text was kept."),
    ]


def test_groups_say_who_speaks_for_those_inside() -> None:
    group = (
        "<debateSection><speechGroup by='#lan' as='#chair'><speech><p>Next.</p></speech></speechGroup></debateSection>"
    )
    [turn] = read(debate(group)).document.turns
    assert (turn.kind, turn.speaker, turn.label) == (Kind.MODERATOR, "Ruo Lan", "Ruo Lan")


def test_older_versions_and_what_is_missing_are_no_trouble() -> None:
    speech = "<debateSection><speech><from>Ruo Lan:</from><p>Hello.</p></speech></debateSection>"
    parsed = read(debate(speech, meta="", preface="", namespace="http://www.akomantoso.org/2.0"))
    assert [turn.speaker for turn in parsed.document.turns] == ["Ruo Lan"]
    assert [warning.message for warning in parsed.warnings] == [
        "No line was found that could be the title.",
        "No date was found, neither of the conference nor of the page.",
    ]


SPEAKER = "<debateSection><speech by='{by}' as='{role}'><from>{label}</from><p>Hello.</p></speech></debateSection>"


@pytest.mark.parametrize(
    ("by", "role", "label", "kind", "speaker"),
    [
        ("", "", "", Kind.STATEMENT, ""),
        ("#", "", "  ", Kind.STATEMENT, ""),
        ("#reyl", "", "", Kind.STATEMENT, "Tomas Reyl"),
        ("/p/reyl", "", "Director", Kind.STATEMENT, "Tomas Reyl"),
        ("#lan", "#chair", "The <role refersTo='#chair'>Chair</role>:", Kind.MODERATOR, "Ruo Lan"),
        ("#unlisted", "#chair", "The Speaker", Kind.MODERATOR, "The Speaker"),
        ("#roe", "#press", "Jo Roe", Kind.QUESTION, ""),
    ],
)
@pytest.mark.parametrize("older", [False, True])
def test_speakers_by_references_roles_and_labels(
    by: str, role: str, label: str, kind: Kind, speaker: str, *, older: bool
) -> None:
    speech = SPEAKER.format(by=by, role=role, label=label)
    if older:
        data = debate(speech, meta=META.replace("eId", "id"), namespace="http://www.akomantoso.org/2.0")
    else:
        data = debate(speech)
    [turn] = read(data).document.turns
    assert (turn.kind, turn.speaker, turn.text) == (kind, speaker, "Hello.")


def test_empty_titles_narratives_and_scenes() -> None:
    section = """<debateSection><heading> </heading><narrative>They met.</narrative><scene>(Noise.)</scene>
      <speech by="#reyl"><from/><p/><p>Well.</p></speech><summary>They left.</summary></debateSection>"""
    parsed = read(debate(section, preface="<preface><p><docTitle/></p></preface>"))
    assert parsed.document.title == ""
    assert "No line was found that could be the title." in [warning.message for warning in parsed.warnings]
    [exchange] = parsed.document.exchanges
    assert [turn.text for turn in exchange.turns] == ["They met.", "(Noise.)", "Well.", "They left."]


def test_other_encodings_are_read() -> None:
    speech = "<debateSection><speech><from>Inès Calder:</from><p>Déjà.</p></speech></debateSection>"
    for encoding in ("iso-8859-1", "utf-16"):
        data = debate(speech).decode().replace("UTF-8", encoding).encode(encoding)
        assert [turn.text for turn in read(data).document.turns] == ["Déjà."]


def test_a_kept_source_is_parsed_alike() -> None:
    source = open_source(debate(OPENING, QUESTIONS), "ferries.xml")
    assert parse(from_source_form(to_source_form(source))) == parse(source)


def told(parsed: ParsedTranscript) -> Counter[str]:
    texts = [f"{turn.label} {turn.text}" for turn in parsed.document.turns]
    texts += [exchange.heading for exchange in parsed.document.exchanges]
    texts += [one.text for one in (*parsed.head, *parsed.left_out)]
    return Counter(words_of("\n".join(texts)))


ODDITIES = """<debateSection><num>7</num><heading>Ferries</heading><subheading>Second reading</subheading>
  <speech by="#quill"><from>Maria Quill <recordedTime time="10:05:00">(10.05)</recordedTime>:</from>
  <p>When? <remark type="sceneDescription">Laughter</remark> Well?</p></speech>
  <speech by="#calder"><from>Ines Calder:</from><p>Two <del>three</del> parts:</p>
  <blockList><item><num>1.</num><p>rent</p></item><item><num>2.</num><p>tax</p></item></blockList></speech>
  <speech by="#quill"><p>Thank you.</p></speech>
  <debateSection><heading>Papers</heading><p>They were laid.</p></debateSection>
  <narrative>They rose at <recordedTime time="11:20:00">11.20</recordedTime> a.m.</narrative></debateSection>
  <debateSection><heading>Closing of the quay</heading></debateSection>"""


def test_every_word_of_a_debate_is_said_in_the_head_or_left_out() -> None:
    for sections in ((OPENING, QUESTIONS), (ODDITIES,)):
        data = debate(*sections)
        words = Counter(words_of(" ".join(etree.fromstring(data).itertext())))
        parsed = read(data)
        unsaid = Counter({"Maria": 1, "Quill": 1}) if sections == (ODDITIES,) else Counter[str]()
        assert (words - told(parsed), told(parsed) - words) == (Counter(), unsaid)


def test_times_numbers_remarks_and_second_headings_are_read() -> None:
    parsed = read(debate(ODDITIES))
    first, second = parsed.document.exchanges
    assert (first.heading, second.heading) == ("7 Ferries – Second reading", "Papers")
    assert [(turn.label, turn.paragraphs) for turn in first.turns] == [
        ("Maria Quill", ("When? (Laughter) Well?",)),
        ("Ines Calder", ("Two parts:", "1. rent", "2. tax")),
        ("Maria Quill", ("Thank you.",)),
    ]
    assert [turn.text for turn in second.turns] == ["They were laid.", "They rose at 11.20 a.m."]
    assert [(one.text, one.reason.value) for one in parsed.left_out] == [
        ("(10.05)", "time_code"),
        ("three", "deleted"),
        ("Closing of the quay", "not_understood"),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<speech/>", "ferries.xml is XML, but not Akoma Ntoso: its root element is “speech”."),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "ferries.xml is a web page, not Akoma Ntoso: save it as "),
        (b"<akomaNtoso><act/></akomaNtoso>", "ferries.xml is Akoma Ntoso, but not a debate: it contains “act”."),
        (b"<akomaNtoso/>", "ferries.xml is Akoma Ntoso, but it is empty."),
        (b"<akomaNtoso>\n<debate>", "ferries.xml is not well-formed XML: there is an error in line 2."),
        (b"Ines Calder: Hello.", "ferries.xml is not well-formed XML: there is an error in line 1."),
        (b"\x00\x01\x02", "ferries.xml is not well-formed XML: there is an error in line 1."),
        (b"<a>" * 5000, "ferries.xml cannot be read: its elements are nested too deeply."),
        (
            b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><akomaNtoso>&c;</akomaNtoso>",
            "ferries.xml declares a document type (DOCTYPE), which can load other files and is not accepted.",
        ),
        (
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><akomaNtoso/>".encode("utf-16"),
            "ferries.xml declares a document type (DOCTYPE), which can load other files and is not accepted.",
        ),
        (
            debate("<debateSection/>"),
            "ferries.xml contains no speech: its debate has no speech, question or answer with ",
        ),
    ],
)
def test_it_refuses_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read(data)
    assert str(refused.value).startswith(sentence)
