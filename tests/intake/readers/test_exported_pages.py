"""Pages that programs export: comments, changes, hidden words and marks that no reader of the page sees."""

import pytest

from transcripts.intake import ParsedTranscript, open_source, parse
from transcripts.intake.left_out import Reason

# Google Docs states everything by classes, and prints comments under the text.
GOOGLE = """<html><head><style type="text/css">.b{font-weight:700}.n{font-weight:400}.gone{display:none}</style></head>
<body><p class="title"><span class="b">Talk on the night boats</span></p><p><span class="n">5 May 2024</span></p>
<p><span class="b">Mara Lind: </span><span class="n">Good evening.</span></p>
<p><span class="b">Shore Gazette: </span><span class="n">When do they sail?</span></p>
<p><span class="b">Mara Lind: </span><span class="n">At ten.</span>
<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>
<p class="gone"><span class="n">not for print</span></p>
<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span class="n">Ask the mayor first.</span></p></div></body></html>"""
# Word's "save as web page" keeps changes and comments.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=WordSection1>
<p class=MsoTitle>Talk on the night boats</p><p class=MsoNormal>5 May 2024</p>
<p class=MsoNormal><b>Mara Lind:</b> Good evening.<o:p></o:p></p>
<p class=MsoNormal><b>Shore Gazette:</b> <span class=MsoCommentReference><a href="#_msocom_1">[ML1]</a></span>When?</p>
<p class=MsoNormal><b>Mara Lind:</b> At <del cite="x">nine</del><ins cite="x">ten</ins>.</p></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>[ML1] Who asked?</p>
</div></div></body></html>"""
PAGE = """<html><head><style>.h{{display:none}}</style></head><body><main><h1>Talk on the boats</h1><p>5 May 2024</p>
<p><b>Mara Lind:</b> Good evening.</p><p><b>Shore Gazette:</b> When?</p><p><b>Mara Lind:</b> At {0}ten.</p>
</main></body></html>"""


def read(page: str) -> ParsedTranscript:
    return parse(open_source(page.encode(), "page.html"), name="page.html")


def words(parsed: ParsedTranscript) -> list[str]:
    return [turn.text for turn in parsed.document.turns]


def left_out(parsed: ParsedTranscript) -> dict[str, Reason]:
    return {one.text: one.reason for one in parsed.left_out}


def test_comments_and_hidden_lines_of_google_docs_are_no_speech() -> None:
    parsed = read(GOOGLE)
    assert words(parsed) == ["Good evening.", "When do they sail?", "At ten."]
    assert [turn.label for turn in parsed.document.turns] == ["Mara Lind", "Shore Gazette", "Mara Lind"]
    assert left_out(parsed) == {
        "[a]": Reason.COMMENT,
        "not for print": Reason.HIDDEN,
        "[a]Ask the mayor first.": Reason.COMMENT,
    }


def test_comments_and_changes_of_words_web_pages_are_no_speech() -> None:
    parsed = read(WORD)
    assert words(parsed) == ["Good evening.", "When?", "At ten."]
    assert left_out(parsed) == {
        "[ML1]": Reason.COMMENT,
        "nine": Reason.DELETED,
        "[ML1] Who asked?": Reason.COMMENT,
    }


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<s>nine</s> ", Reason.STRUCK),
        ('<span style="text-decoration: line-through">nine</span> ', Reason.STRUCK),
        ('<span class="visually-hidden">nine</span> ', Reason.HIDDEN),
        ('<span class="tooltip-text" role="tooltip">nine</span> ', Reason.HIDDEN),
        ('<span style="font-size:0">nine</span> ', Reason.HIDDEN),
        ('<span class="h">nine</span> ', Reason.HIDDEN),
        ("<button>nine</button> ", Reason.FURNITURE),
        ("<template>nine</template> ", Reason.HIDDEN),
    ],
)
def test_what_no_reader_of_the_page_sees_as_speech_is_left_out_and_told(inside: str, reason: Reason) -> None:
    parsed = read(PAGE.format(inside))
    assert words(parsed) == ["Good evening.", "When?", "At ten."]
    assert left_out(parsed) == {"nine": reason}
