"""What Word prints of each element is read; what it does not print, or nobody said, is left out and named."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.intake.readers.word_files import make_word, paragraph, run, zipped
from transcripts.intake import Source, open_source, parse
from transcripts.intake.left_out import FilePart, Reason
from transcripts.intake.readers.word import read_word

_SIGN = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
_RAISED = '<w:vertAlign w:val="superscript"/>'


def read(body: str, **parts: str) -> Source:
    return open_source(make_word(body, framed=False, **parts), "a.docx")


def texts(source: Source) -> list[str]:
    return [" ".join(line.text.split()) for line in source.lines if line.text.strip()]


def left(source: Source) -> list[tuple[str, Reason, FilePart]]:
    return [(one.text, one.reason, one.part) for one in source.left_out]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(f'<w:fldSimple w:instr=" DATE ">{run("eleven")}</w:fldSimple>', "eleven", id="simple field"),
        pytest.param(
            f"{_SIGN('begin')}<w:r><w:instrText> REF x </w:instrText></w:r>"
            f"{_SIGN('separate')}{run('eleven')}{_SIGN('end')}",
            "eleven",
            id="field",
        ),
        pytest.param(
            f"{_SIGN('begin')}<w:r><w:instrText> EQ \\o\\ad(\\s\\up 9(shan),单) </w:instrText></w:r>{_SIGN('end')}",
            "单",
            id="old reading aid",
        ),
        pytest.param(f'<w:bdo w:val="ltr">{run("eleven")}</w:bdo>', "eleven", id="direction overridden"),
        pytest.param(f'<w:dir w:val="ltr">{run("eleven")}</w:dir>', "eleven", id="direction"),
        pytest.param("<m:oMath><m:r><m:t>2.5%</m:t></m:r></m:oMath>", "2.5%", id="formula"),
        pytest.param(
            "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>n+1</m:t></m:r></m:sup></m:sSup>"
            "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            "x^(n+1)1/2",
            id="power and fraction",
        ),
        pytest.param(run("10") + run("6", _RAISED), "10⁶", id="power"),
        pytest.param(run("the 19") + run("th", _RAISED), "the 19th", id="ordinal"),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>', "°", id="symbol"),
        pytest.param(f"{run('co')}<w:r><w:noBreakHyphen/></w:r>{run('op')}", "co-op", id="hyphen that does not break"),
        pytest.param(f"{run('over')}<w:r><w:softHyphen/></w:r>{run('time')}", "overtime", id="soft hyphen"),
        pytest.param(f"{run('eleven')}<w:r><w:ptab/></w:r>{run('o’clock')}", "eleven o’clock", id="placed tab"),
        pytest.param(f'<w:hyperlink r:id="none">{run("here")}</w:hyperlink>', "here", id="link that leads nowhere"),
        pytest.param(f'<w:customXml w:element="x">{run("eleven")}</w:customXml>', "eleven", id="custom markup"),
        pytest.param(
            f"<w:r><w:instrText> PAGE </w:instrText></w:r>{_SIGN('separate')}{run('eleven')}{_SIGN('end')}",
            "eleven",
            id="field without a beginning",
        ),
    ],
)
def test_what_word_prints_is_read(content: str, text: str) -> None:
    source = read(paragraph(run("At ") + content + run(" as always.")))
    assert texts(source) == [f"At {text} as always.".replace("  ", " ")]


def test_a_field_without_an_end_swallows_no_more_than_its_paragraph_and_that_is_named() -> None:
    source = read(paragraph(run("At ") + _SIGN("begin") + run("eleven.")) + paragraph(run("As always.")))
    assert texts(source) == ["At", "As always."]
    assert left(source) == [("eleven.", Reason.HIDDEN, FilePart.HIDDEN)]


@pytest.mark.parametrize("sign", ["<w:br/>", '<w:br w:type="page"/>', '<w:br w:type="column"/>', "<w:cr/>"])
def test_every_break_ends_a_line(sign: str) -> None:
    source = read(paragraph(f"{run('Q: Is it?')}<w:r>{sign}</w:r>{run('Ines Calder: Yes.')}"))
    assert texts(source) == ["Q: Is it?", "Ines Calder: Yes."]


STYLES = (
    '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Too"><w:name w:val="Too"/><w:basedOn w:val="Hid"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Form"><w:name w:val="Form"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ("<w:vanish/>", Reason.HIDDEN),
        ('<w:rStyle w:val="Hid"/>', Reason.HIDDEN),
        ('<w:rStyle w:val="Too"/>', Reason.HIDDEN),
        ('<w:color w:val="FFFFFF"/>', Reason.HIDDEN),
        ('<w:sz w:val="2"/>', Reason.HIDDEN),
        ("<w:strike/>", Reason.STRUCK),
        ("<w:dstrike/>", Reason.STRUCK),
    ],
)
def test_hidden_and_struck_words_are_left_out_wherever_that_is_said(properties: str, reason: Reason) -> None:
    source = read(paragraph(run("At ") + run("noon ", properties) + run("midnight.")), styles=STYLES)
    assert texts(source) == ["At midnight."]
    part = FilePart.HIDDEN if reason is Reason.HIDDEN else FilePart.BODY
    assert left(source) == [("noon", reason, part)]
    assert source.left_out[0].before == "At"


@pytest.mark.parametrize(
    "properties",
    [
        '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>',
        '<w:strike w:val="false"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
        '<w:rStyle w:val="Unknown"/>',
    ],
)
def test_what_is_shown_again_is_read(properties: str) -> None:
    source = read(paragraph(run("At ") + run("noon.", properties)), styles=STYLES)
    assert (texts(source), left(source)) == (["At noon."], [])


def test_a_paragraph_that_its_style_hides_is_left_out() -> None:
    source = read(paragraph(run("Top of Form"), '<w:pStyle w:val="Form"/>') + paragraph(run("Seen.")), styles=STYLES)
    assert (texts(source), left(source)) == (["Seen."], [("Top of Form", Reason.HIDDEN, FilePart.HIDDEN)])


def test_deleted_and_moved_words_are_left_out_and_deleted_ends_join() -> None:
    gone = (
        f'<w:moveFrom w:id="1">{run("Then")}</w:moveFrom><w:del w:id="2"><w:r><w:delText>noon</w:delText></w:r></w:del>'
    )
    source = read(paragraph(run("At ") + gone, "<w:rPr><w:del/></w:rPr>") + paragraph(run("midnight.")))
    assert texts(source) == ["At midnight."]
    assert left(source) == [("Thennoon", Reason.DELETED, FilePart.BODY)]


def test_a_drop_cap_is_the_first_letter_of_the_next_paragraph() -> None:
    source = read(paragraph(run("Q"), '<w:framePr w:dropCap="drop"/>') + paragraph(run("uestion: Why?")))
    assert texts(source) == ["Question: Why?"]


def test_notes_comments_and_running_heads_are_left_out_with_their_place() -> None:
    body = paragraph(run("There are 241 boats") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("."))
    body += paragraph(run("Thank you.") + '<w:r><w:commentReference w:id="1"/></w:r>')
    source = read(
        body,
        footnotes=f'<w:footnote w:id="2">{paragraph(run("It is 214."))}</w:footnote>',
        comments=f'<w:comment w:id="1">{paragraph(run("Ask Noor."))}</w:comment>',
        header1=paragraph(run("Harbour office")),
        footer1=paragraph(run("Page")),
    )
    assert texts(source) == ["There are 241 boats.", "Thank you."]
    assert [(one.line, one.text, one.reason, one.part, one.before) for one in source.left_out] == [
        (1, "Harbour office", Reason.REPEATED, FilePart.HEAD, ""),
        (1, "It is 214.", Reason.NOTE, FilePart.NOTE, "There are 241 boats"),
        (3, "Ask Noor.", Reason.COMMENT, FilePart.COMMENT, "Thank you."),
        (3, "Page", Reason.REPEATED, FilePart.FOOT, "Thank you."),
    ]


def test_a_note_a_comment_and_a_box_of_one_paragraph_stay_what_they_are() -> None:
    marks = '<w:r><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/></w:r>'
    source = read(
        paragraph(run("There are 241 boats.") + marks + boxed("Nine piers")),
        footnotes=f'<w:footnote w:id="2">{paragraph(run("It is 214."))}</w:footnote>',
        comments=f'<w:comment w:id="1">{paragraph(run("Ask Noor."))}</w:comment>',
    )
    assert left(source) == [
        ("Nine piers", Reason.NOT_UNDERSTOOD, FilePart.BOX),
        ("It is 214.", Reason.NOTE, FilePart.NOTE),
        ("Ask Noor.", Reason.COMMENT, FilePart.COMMENT),
    ]


def test_a_head_of_the_first_page_alone_is_read() -> None:
    section = (
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr></w:pPr></w:p>'
    )
    source = read(paragraph(run("The council met.")) + section, header1=paragraph(run("HARBOUR COUNCIL")))
    assert texts(source) == ["HARBOUR COUNCIL", "The council met."]


def test_placeholders_and_tables_of_contents_are_left_out() -> None:
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    source = read(paragraph(control(run("Click here."))) + paragraph(run("At one.")))
    assert (texts(source), left(source)) == (["At one."], [("Click here.", Reason.FURNITURE, FilePart.BODY)])


def boxed(text: str) -> str:
    inner = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_box_is_read_once_if_somebody_speaks_in_it_or_the_text_stands_in_boxes_else_left_out() -> None:
    around = paragraph(run("Ines Calder: The boats run all night long, as ever."))
    spoken = read(around + paragraph(boxed("Evening Courier: When does it leave?")))
    assert texts(spoken)[1:] == ["Evening Courier: When does it leave?"]
    aside = read(around + paragraph(boxed("Boats in figures")))
    assert left(aside) == [("Boats in figures", Reason.NOT_UNDERSTOOD, FilePart.BOX)]
    alone = read(paragraph(boxed("The boats run all night")))
    assert (texts(alone), left(alone)) == (["The boats run all night"], [])


def numbering(*texts: str, form: str = "decimal") -> str:
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        for n, text in enumerate(texts)
    )
    return levels + "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(texts))
    )


def listed(text: str, number: int = 1) -> str:
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def test_list_numbers_that_are_labels_are_read() -> None:
    body = listed("When?") + listed("At eleven.", 2) + listed("And later?") + listed("At midnight.", 2)
    source = read(body, numbering=numbering("Q%1:", "A:"))
    assert texts(source) == ["Q1: When?", "A: At eleven.", "Q2: And later?", "A: At midnight."]


@pytest.mark.parametrize(
    ("form", "text", "said", "shown"),
    [
        ("decimal", "%1.", "As I said in point 2, it opens.", ["1. The port closes.", "2. The road opens."]),
        ("lowerLetter", "(%1)", "Does part (b) cover Sundays?", ["(a) The port closes.", "(b) The road opens."]),
        ("decimal", "%1.", "As I said, it opens.", ["The port closes.", "The road opens."]),
        ("bullet", "o", "As I said in point 2, it opens.", ["The port closes.", "The road opens."]),
    ],
)
def test_list_numbers_are_read_where_the_words_refer_to_them(form: str, text: str, said: str, shown: list[str]) -> None:
    body = listed("The port closes.") + listed("The road opens.") + paragraph(run(said))
    assert texts(read(body, numbering=numbering(text, form=form))) == [*shown, said]


def test_a_page_within_the_document_is_read() -> None:
    chunk = "<html><body><p>Q: Is it so?</p><p>Ines Calder: <del>No</del> It is.</p></body></html>"
    source = read('<w:altChunk r:id="chunk"/>', chunk=chunk)
    assert texts(source) == ["Q: Is it so?", "Ines Calder: It is."]
    assert left(source) == [("No", Reason.DELETED, FilePart.BODY)]


def test_a_part_within_the_document_that_is_missing_is_told() -> None:
    source = read(paragraph(run("At one.")) + '<w:altChunk r:id="chunk"/>')
    assert [str(warning) for warning in source.warnings] == [
        "A part of the file is another file, which could not be read: open it in Word and save it again."
    ]


def table(*rows: tuple[str, ...]) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def test_every_paragraph_of_a_cell_is_read() -> None:
    people = table(
        (paragraph(run("Office")), paragraph(run("Who"))),
        (
            paragraph(run("Harbour")),
            paragraph(run("Ms Ines Calder, Master")) + paragraph(run("Mr Orville Holt, Deputy")),
        ),
        (paragraph(run("Ferries")), paragraph(run("Mr Tom Adler, Director"))),
    )
    assert texts(read(people))[1:] == [
        "Harbour",
        "Ms Ines Calder, Master",
        "Mr Orville Holt, Deputy",
        "Ferries",
        "Mr Tom Adler, Director",
    ]


def test_a_small_table_of_labels_and_words_is_speech() -> None:
    rows = (("Question", "Is that so?"), ("Ines Calder", "Yes, it is."))
    body = table(*(tuple(paragraph(run(cell)) for cell in row) for row in rows))
    document = parse(open_source(make_word(body), "a.docx")).document
    assert ("Question", ("Is that so?",)) in [(turn.label, turn.paragraphs) for turn in document.turns]


def test_a_strict_document_under_another_name_and_without_its_parts_is_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    data = zipped(
        {
            "_rels/.rels": f'<Relationships xmlns="{space}"><Relationship Id="a" Type="{kind}/officeDocument"'
            ' Target="/word/document2.xml"/></Relationships>',
            "word/_rels/document2.xml.rels": f'<Relationships xmlns="{space}"><Relationship Id="s"'
            f' Type="{kind}/styles" Target="gone.xml"/></Relationships>',
            "word/document2.xml": f'<w:document xmlns:w="{strict}"><w:body><w:p><w:r><w:rPr><w:b/></w:rPr>'
            '<w:t>Ines Calder:</w:t></w:r><w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t> At one.</w:t></w:r></w:p>'
            "</w:body></w:document>",
        }
    )
    (line,) = open_source(data, "a.docx").lines
    assert (line.text, line.bold) == ("Ines Calder: At one.", 12)


@pytest.mark.parametrize(
    "around",
    ["<w:tbl>{}</w:tbl>", "<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:sdt>{}</w:sdt>", "<w:unknown>{}</w:unknown>", "{}"],
)
def test_no_words_are_lost_where_a_file_is_not_as_word_makes_it(around: str) -> None:
    source = read(around.format(paragraph(run("At one."))) + around.format(run("At two.")))
    assert texts(source) == ["At one.", "At two."]


DIAGRAM = (
    '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst>'
    "<dgm:pt><dgm:t><a:p><a:r><a:t>Quay </a:t></a:r><a:r><a:t>first</a:t></a:r></a:p></dgm:t></dgm:pt>"
    "<dgm:pt><dgm:t><a:p><a:r><a:t>Ferries next</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
)
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><c:tx><c:rich><a:p><a:r>'
    "<a:t>Boats a year</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:cat><c:strCache><c:pt><c:v>Winter</c:v>"
    "</c:pt></c:strCache></c:cat><c:val><c:numCache><c:pt><c:v>412</c:v></c:pt></c:numCache></c:val></c:ser></c:chartSpace>"
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_drawings(body: str, files: dict[str, str]) -> bytes:
    """A Word file to which parts of its own are added, those called “diagram” and “chart” with a relationship."""
    data = make_word(body)
    made = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(made, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode()
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    "</Relationships>",
                    f'<Relationship Id="dm" Type="{KINDS}/diagramData" Target="diagrams/data1.xml"/>'
                    f'<Relationship Id="ch" Type="{KINDS}/chart" Target="charts/chart1.xml"/></Relationships>',
                )
            after.writestr(name, content)
        for name, content in files.items():
            after.writestr(f"word/{name}", content)
    return made.getvalue()


def test_the_words_of_diagrams_and_charts_are_left_out_where_they_stand_each_once() -> None:
    smart = '<w:r><w:drawing><a:graphicData><dgm:relIds xmlns:dgm="d" r:dm="dm"/></a:graphicData>'
    smart += "</w:drawing></w:r>"
    chart = '<w:r><w:drawing><a:graphicData><c:chart xmlns:c="c" r:id="ch"/></a:graphicData></w:drawing></w:r>'
    files = {"diagrams/data1.xml": DIAGRAM, "diagrams/drawing1.xml": DIAGRAM, "charts/chart1.xml": CHART}
    files |= {"charts/chart2.xml": CHART.replace("Boats", "Trains")}  # one of a running head: nothing leads to it
    files |= {"charts/_rels/chart1.xml.rels": '<x Target="../embeddings/Table.xlsx"/>'}
    files |= {"embeddings/Table.xlsx": "PK", "embeddings/Other.xlsx": "PK"}
    source = read_word(with_drawings(paragraph(run("See the plan.") + smart) + paragraph(chart), files), "a.docx")
    told = [(one.text, one.before, one.part) for one in source.left_out]
    assert told[0] == ("Quay first Ferries next", "See the plan.", FilePart.BOX)
    assert told[1] == ("Boats a year Winter 412", "See the plan.", FilePart.BOX)
    assert [words for words, _, _ in told[2:]] == ["Trains a year Winter 412"]
    said = [warning for warning in source.warnings if "another file" in warning]
    assert said == ["The file contains another file, “Other.xlsx”, which was not read."]
