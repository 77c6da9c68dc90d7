"""Every field of a conference's head goes wherever the head goes: each is tried with whatever takes the head in.

The fields are those of the dataclass. One that has no row in the table of fields fails here; one that has is tried.
"""

import json
from dataclasses import fields, replace
from datetime import UTC, datetime
from html import escape, unescape
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import models
from django.test import Client

from tests.admin.forms import read_form, url
from tests.builders import make_conference, make_draft, make_editor
from tests.documents import document, exchange, head_value
from tests.views.pages import Reader, text_of
from transcripts import actions
from transcripts.actions import Change
from transcripts.actions.transcript.reconcile import DocumentRefusedError, reconcile
from transcripts.actions.transcript.revisions import record_revision, seal
from transcripts.admin.editing.diff import show_differences
from transcripts.document import (
    HEAD,
    HEAD_FIELDS,
    FieldType,
    HeadField,
    How,
    TranscriptDocument,
    compare,
    compare_words,
    from_json,
    to_json,
)
from transcripts.document.merging.import_merge import merge_import
from transcripts.document.merging.three_way import merge_three
from transcripts.document.removing import RemovedWords, blank
from transcripts.exports import FORMATS
from transcripts.intake import join_pages, parse_text, render_sheet
from transcripts.intake.sheet.parser import parse_sheet
from transcripts.listing import ConferenceCorrections
from transcripts.listing.notices import field_label
from transcripts.models import CONTENT_LANGUAGES, Conference, Correction, Preview
from transcripts.reading.transcript import read

NAMES = [field.name for field in fields(TranscriptDocument) if field.name not in {"people", "exchanges"}]
COLUMNS = {
    FieldType.TEXT: models.CharField,
    FieldType.NAME: models.ForeignKey,
    FieldType.PARAGRAPHS: models.TextField,
    FieldType.ADDRESS: models.URLField,
    FieldType.LANGUAGE: models.CharField,
    FieldType.DAY: models.DateField,
    FieldType.TIME: models.TimeField,
    FieldType.NUMBER: models.PositiveSmallIntegerField,
}
NEEDED = {"title", "language"}  # a conference is never without

every_field = pytest.mark.parametrize("name", NAMES)


def with_value(name: str, number: int = 1, **others: Any) -> TranscriptDocument:
    """A document that states this field, a title and a day, and nothing else of its head."""
    plain = document(exchange(1), exchange(2), **others)
    return replace(plain, **{name: head_value(HEAD[name], number)})


def without(name: str) -> TranscriptDocument:
    """The same document without the field."""
    plain = document(exchange(1), exchange(2))
    return plain if name in NEEDED else replace(plain, **{name: HEAD[name].empty})


def shown_value(field: HeadField, number: int = 1) -> list[str]:
    """What readers see of a value: a day in words, a language by its name, a paragraph on its own."""
    value = head_value(field, number)
    if field.type == FieldType.DAY:
        return [f"{value.day} March 2024"]
    if field.type == FieldType.LANGUAGE:
        return [dict(CONTENT_LANGUAGES)[value]]
    return field.to_text(value).split("\n\n")


# The table


def test_the_table_has_the_fields_of_the_document_in_their_order() -> None:
    assert [field.name for field in HEAD_FIELDS] == NAMES


@every_field
def test_an_empty_field_is_what_the_document_has_without_it(name: str) -> None:
    if name != "language":
        assert getattr(TranscriptDocument(), name) == HEAD[name].empty


@every_field
def test_the_column_of_a_conference_is_as_the_table_says(name: str) -> None:
    field, column = HEAD[name], Conference._meta.get_field(name)
    assert type(column) is COLUMNS[field.type]
    assert str(column.verbose_name).capitalize() == field.label  # type: ignore[union-attr]
    record: Any = column.related_model
    if field.type == FieldType.NAME:
        assert record._meta.get_field("name").max_length == field.longest
    elif field.type != FieldType.PARAGRAPHS:
        assert column.max_length == field.longest  # type: ignore[union-attr]


@every_field
def test_a_value_survives_being_text_and_json(name: str) -> None:
    field = HEAD[name]
    for value in (head_value(field), field.empty):
        assert field.from_text(field.to_text(value)) == value
        assert field.from_json(json.loads(json.dumps(field.to_json(value)))) == value


# The document


@every_field
def test_its_json_form_holds_the_field(name: str) -> None:
    written = with_value(name)
    assert from_json(json.loads(json.dumps(to_json(written)))) == written
    assert json.loads(FORMATS["json"].render(written))[name] == HEAD[name].to_json(head_value(HEAD[name]))


@every_field
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sheet_holds_the_field_in_either_language(name: str, language: str) -> None:
    written = with_value(name, language=language)
    sheet = render_sheet(written)
    word = HEAD[name].chinese if written.language.startswith("zh") else HEAD[name].english
    assert any(line.startswith(word) for line in sheet.split("\n"))
    assert parse_sheet(sheet).document == written


@every_field
def test_differences_name_the_field_and_say_both_values(name: str) -> None:
    field = HEAD[name]
    one, other = with_value(name, 1), with_value(name, 2)
    [change] = compare(one, other).fields
    texts = [field.to_text(head_value(field, number)) for number in (1, 2)]
    assert (change.name, change.old, change.new) == (name, *texts)
    [shown] = show_differences(compare(one, other)).fields
    assert shown.name == field.label
    assert "".join(piece.text for piece in shown.pieces if piece.how != How.GONE) == texts[1]
    assert compare_words(*texts)


@every_field
def test_two_peoples_changes_of_the_field_are_merged_or_a_conflict(name: str) -> None:
    base, mine, theirs = (replace(with_value(name, number), exchanges=()) for number in (1, 2, 3))
    assert merge_three(base, mine, base).document == mine
    assert merge_three(base, base, theirs).document == theirs
    [conflict] = merge_three(base, mine, theirs).conflicts
    assert conflict.place == name
    assert conflict.mine.startswith(HEAD[name].to_text(getattr(mine, name)))


@every_field
def test_pages_that_are_joined_and_imports_keep_what_only_one_states(name: str) -> None:
    with_it, bare = with_value(name), without(name)
    assert merge_import(with_it, with_it, with_it).document == with_it
    if name in NEEDED:
        return
    assert merge_import(with_it, bare, with_it).document == with_it
    assert merge_import(None, bare, with_it).document == with_it
    first, second = (replace(parse_text(render_sheet(one)), page=page) for page, one in ((1, bare), (2, with_it)))
    assert getattr(join_pages([first, second]).document, name) == getattr(with_it, name)


@every_field
def test_a_parse_that_is_printed_has_the_field(name: str, tmp_path: Path) -> None:
    (tmp_path / "sheet.txt").write_text(render_sheet(with_value(name)))
    out = StringIO()
    call_command("parse_transcript", tmp_path / "sheet.txt", stdout=out)
    assert json.loads(out.getvalue())[name] == HEAD[name].to_json(head_value(HEAD[name]))


# The records


@pytest.mark.django_db
@every_field
def test_the_records_hold_the_field_and_take_it_back(name: str) -> None:
    conference = make_draft()
    first, second = with_value(name, 1), with_value(name, 2)
    reconcile(conference, first)
    assert read(conference) == first
    reconcile(conference, second)
    assert read(Conference.objects.get(pk=conference.pk)) == second
    reconcile(conference, without(name))
    assert read(conference) == without(name)
    actions.restore_revision(conference.revisions.get(number=1), change=Change())
    assert read(Conference.objects.get(pk=conference.pk)) == first
    assert not list(actions.find_damage(conference))


@pytest.mark.django_db
@every_field
def test_what_is_too_long_is_refused(name: str) -> None:
    field = HEAD[name]
    if field.longest and field.type != FieldType.LANGUAGE:
        longer = f"https://{'x' * field.longest}"
        with pytest.raises(DocumentRefusedError, match=f"longer than {field.longest} characters"):
            reconcile(make_draft(), replace(document(), **{name: longer}))
    if field.type == FieldType.ADDRESS:
        with pytest.raises(DocumentRefusedError, match="must begin with http"):
            reconcile(make_draft(), replace(document(), **{name: "ftp://gazette.example/"}))


@pytest.mark.django_db
@every_field
def test_a_revision_sealed_before_the_field_was_added_is_whole_and_the_last(name: str) -> None:
    if name in NEEDED:
        return
    conference = make_conference()
    reconcile(conference, without(name), Change(note="Entered.", is_major=False))
    revision = conference.revisions.get()
    del revision.document[name]
    revision.digest = seal(revision, after="")
    revision.save()
    assert not list(actions.find_damage(conference))
    assert record_revision(conference, Change()) is None
    reconcile(conference, with_value(name), Change(note="It is known now.", is_major=True))
    assert [each.number for each in conference.revisions.order_by("number")] == [1, 2]
    assert not list(actions.find_damage(conference))


@pytest.mark.django_db
@every_field
def test_a_public_field_is_corrected_in_public_and_no_other(name: str) -> None:
    field = HEAD[name]
    conference = make_conference()
    reconcile(conference, with_value(name, 1), Change(note="Entered.", is_major=False))
    reconcile(conference, with_value(name, 2), Change(note="It was wrong.", is_major=True))
    found = Correction.objects.values_list("field", "was", "now")
    texts = [field.to_text(head_value(field, number)) for number in (1, 2)]
    assert list(found) == ([(name, *texts)] if field.is_public else [])
    if field.is_public:
        assert field_label(name) == field.label
        assert f"{field.label} " in text_of(Reader().get("/corrections/"))
        [change] = ConferenceCorrections(conference).notices[0].changes
        now = "".join(piece.text for piece in change.pieces if piece.how != How.GONE)
        assert now == " ".join(shown_value(field, 2))


# The pages


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_editor())
    return client


def begin_import(client: Client, written: TranscriptDocument) -> str:
    """The address of the preview of a sheet."""
    file = SimpleUploadedFile("sheet.txt", render_sheet(written).encode())
    answer = client.post(url("conference", "import"), {"uploads": [file]})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def sent(client: Client, address: str) -> dict[str, list[str]]:
    """What a browser would send if the import's preview were sent as it stands."""
    page = lxml.html.fromstring(client.get(address).content.decode()).get_element_by_id("import-form")
    data: dict[str, list[str]] = {}
    for name, value in page.form_values():
        data.setdefault(name, []).append("" if name == "is_major" and value == "on" else value)
    return data


@pytest.mark.django_db
@every_field
def test_an_import_shows_the_field_and_takes_the_editors_word(name: str, editor: Client) -> None:
    field = HEAD[name]
    address = begin_import(editor, with_value(name, 1))
    stated, wanted = (head_value(field, number) for number in (1, 2))
    assert (name in sent(editor, address)) == field.is_asked
    if field.is_asked:
        assert sent(editor, address)[name] == [field.to_text(stated)]
        assert f">{escape(field.label)}:</label>" in editor.get(address).content.decode()
        stated = wanted
        editor.post(address, sent(editor, address) | {name: field.to_text(wanted), "_look": "1"})
        assert sent(editor, address)[name] == [field.to_text(wanted)]
    editor.post(address, sent(editor, address) | {"_confirm": "1"})
    [conference] = Conference.objects.all()
    assert getattr(read(conference), name) == stated


@pytest.mark.django_db
@every_field
def test_an_import_shows_what_would_change_of_the_field(name: str, editor: Client) -> None:
    conference = make_conference()
    if name in NEEDED:
        return  # of another title or in another language it is another conference
    reconcile(conference, without(name), Change(note="Entered.", is_major=False))
    address = begin_import(editor, with_value(name))
    data = sent(editor, address) | {"conference": conference.get_absolute_url(), "_look": "1"}
    editor.post(address, data)
    shown = editor.get(address).context["shown"]
    assert HEAD[name].label in [field.name for field in shown.fields]


@pytest.mark.django_db
@every_field
def test_a_preview_shows_the_field_where_readers_will(name: str) -> None:
    field = HEAD[name]
    conference = make_draft()
    reconcile(conference, without(name))
    proposal = actions.propose(conference, with_value(name), base=1, change=Change())
    until = datetime(2044, 4, 4, 4, 4, tzinfo=UTC)  # is shown, so it must hold no value of a field
    answer = Reader().get(f"/preview/{Preview(conference, until, proposal).token}/")
    page = unescape(answer.content.decode())
    if field.type == FieldType.LANGUAGE:
        assert f'<h1 lang="{head_value(field)}"' in page
        return
    shown = page if field.type == FieldType.ADDRESS else text_of(answer)  # ids in the page may hold any number
    assert all((text in shown) == field.is_public for text in shown_value(field))


@every_field
def test_removed_words_leave_the_field(name: str) -> None:
    field = HEAD[name]
    if not field.is_text or field.type == FieldType.LANGUAGE:
        return
    stated = with_value(name)
    blanked = blank(stated, [RemovedWords((getattr(stated, name),))])
    assert getattr(stated, name) not in str(getattr(blanked, name))


@pytest.mark.django_db
@every_field
def test_the_readers_page_shows_a_public_field(name: str) -> None:
    field = HEAD[name]
    conference = make_conference()
    reconcile(conference, with_value(name), Change(note="Entered.", is_major=False))
    page = unescape(Reader().get(conference.get_absolute_url()).content.decode())
    if field.type == FieldType.LANGUAGE:
        assert f'<h1 lang="{head_value(field)}"' in page
    elif field.is_public:
        assert all(text in page for text in shown_value(field))


@pytest.mark.django_db
@every_field
def test_the_form_of_a_conference_has_the_field(name: str, editor: Client) -> None:
    conference = make_draft()
    reconcile(conference, with_value(name))
    assert name in read_form(editor, url("conference", "change", conference.pk))


@pytest.mark.django_db
@every_field
def test_a_form_that_was_open_meanwhile_takes_nothing_back(name: str, editor: Client) -> None:
    conference = make_draft()
    reconcile(conference, with_value(name, 1))
    address = url("conference", "change", conference.pk)
    opened = read_form(editor, address)
    reconcile(Conference.objects.get(pk=conference.pk), with_value(name, 2))
    saved = editor.post(address, opened | {"_save": "1"})
    assert saved.status_code == 302, text_of(saved)
    assert read(Conference.objects.get(pk=conference.pk)) == with_value(name, 2)
