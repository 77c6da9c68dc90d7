"""Import warnings name the words that they are about, and lead there."""

from pathlib import Path

import lxml.html
import pytest
from django.core.management import call_command
from django.test import Client

from tests.admin.forms import url
from tests.admin.imports.pages import PAGE as WITH_PARTICIPANTS
from tests.admin.imports.pages import a_file, begin, confirm, page, upload
from transcripts.intake import parse_text
from transcripts.models import Conference

pytestmark = pytest.mark.django_db

GREETING = (
    "Good afternoon, and thank you all for coming to the quay on this cold day. We have much to say about the boats, "
    "the fares and the piers."
)
PAGE = f"""Briefing on ferries
12 March 2024

{GREETING}

Then we shall take your questions, as many as there are, until the last boat leaves for the island.

EVENING COURIER: When does the last boat leave?

INES CALDER: At one o’clock.
"""


def test_a_warning_quotes_its_line_where_its_words_do_not() -> None:
    lines = PAGE.splitlines()
    placed = [warning for warning in parse_text(PAGE).warnings if warning.line]
    assert placed
    for warning in placed:
        start = lines[(warning.line or 1) - 1][:12]
        assert start in warning.message or warning.quote.startswith(start)
    assert any(warning.quote for warning in placed)


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_preview_names_the_words_and_leads_to_the_line(editor: Client, prefix: str) -> None:
    address = prefix + begin(editor, PAGE)
    preview = editor.get(address).context["preview"]
    html = page(editor, address)
    assert preview.placed
    for warning in preview.placed:
        assert f'href="#warning-{warning.number}"' in html
        assert f'id="warning-{warning.number}"' in html
        assert f"<q>{warning.quote}</q>" in html or not warning.quote
    assert any(warning.quote for warning in preview.placed)


def test_after_the_import_they_name_the_words_and_lead_to_the_turn(editor: Client) -> None:
    confirm(editor, begin(editor, PAGE))
    conference = Conference.objects.get()
    response = editor.get(url("conference", "change", conference.pk))
    about_turns = [warning for warning in response.context["panel"].import_warnings if warning.url]
    assert [warning.quote[:14] for warning in about_turns] == ["Good afternoon"]
    for warning in about_turns:
        assert f"<q>{warning.quote}</q>" in response.content.decode().replace("&#x27;", "'")
        form, _hash, turn = warning.url.partition("#")
        assert f'id="{turn}"' in editor.get(form).content.decode()


def test_the_command_names_the_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "boats.txt").write_text(PAGE, encoding="utf-8")
    call_command("import_transcript", tmp_path / "boats.txt")
    quoted = next(warning for warning in parse_text(PAGE).warnings if warning.quote)
    assert f"line {quoted.line}: {quoted.message} (“{quoted.quote}”)" in capsys.readouterr().err


def test_the_preview_lists_what_was_left_out_with_what_may_be_speech_on_top(editor: Client) -> None:
    text = "Home\n\nTalk on ferries\n\n1 May 2024\n\nWe sell tickets.\n\nMR REYL: Good day.\n\nQ: When?\n"
    html = editor.get(begin(editor, text)).content.decode()
    left_out = html.partition('id="left-out"')[2].partition("</section>")[0]
    assert "<q>We sell tickets.</q>" in left_out.partition("<details ")[0]
    assert "<q>Home</q>" in left_out.partition("<details ")[2]
    assert "1 line that is probably not speech" in left_out


def test_a_warning_before_the_first_turn_leads_to_what_the_page_shows_of_its_line(editor: Client) -> None:
    words = "Director of the Office of River Crossings\n\nThe sound was bad at first, and what was said then is lost."
    address = begin(editor, WITH_PARTICIPANTS.replace(words.partition("\n")[0], f"{words}\u0007", 1))
    answer = editor.get(address)
    tree = lxml.html.fromstring(answer.content.decode())
    early = [one for one in answer.context["preview"].general if one.where]
    assert early
    for warning in early:
        [link] = tree.xpath(f"//li[@id='warning-{warning.number}']/a")
        assert link.text == warning.where
        assert tree.get_element_by_id(link.get("href").removeprefix("#")) is not None


def test_words_left_out_that_may_be_speech_are_told_once_in_their_list_and_counted_above(editor: Client) -> None:
    text = PAGE.replace(GREETING, "Posted: 09:14, 13 March 2024\n\nTwo boats met in the fog.", 1)
    text = text.replace(
        "Then we shall take your questions, as many as there are, until the last boat leaves", "MR REYL: So"
    )
    answer = editor.get(begin(editor, text))
    preview, html = answer.context["preview"], answer.content.decode()
    left_out = [one.text for one in preview.left_out]
    assert "Two boats met in the fog." in left_out
    told = [warning.message for warning in (*preview.general, *preview.placed)]
    assert not [message for message in told if any(words in message for words in left_out)]
    assert f"{len(left_out)} line" in html.partition('href="#left-out"')[2].partition("</a>")[0]


def test_a_page_number_that_was_read_is_shown(editor: Client) -> None:
    answer = upload(editor, a_file(PAGE, "ferries_p02.txt"))
    assert "source page 2" in page(editor, answer.url)
    assert "source page" not in page(editor, begin(editor, PAGE))
