"""Lists of speakers and outlets are downloaded, looked through and uploaded."""

import csv
import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart

from tests.admin.forms import messages, url
from tests.admin.test_budgets import cost
from tests.builders import make_conference, make_exchange, make_outlet, make_participation, make_speaker
from transcripts import actions
from transcripts.models import Edition, Outlet, Redirect, Speaker, SpeakerAlias

HEAD = "slug,name,name_zh_hans,sort name,aliases"


def look(client: Client, table: str | bytes, model: str = "speaker") -> Any:
    content = table if isinstance(table, bytes) else table.encode()
    return client.post(url(model, "upload"), {"file": SimpleUploadedFile("names.csv", content)})


def lines(response: Any) -> list[tuple[str, str, str]]:
    return [(line.name, line.outcome, line.reason) for line in response.context["lines"]]


def confirm(client: Client, response: Any, model: str = "speaker") -> Any:
    data = {name: response.context[name] for name in ("table", "seen")}
    return client.post(url(model, "upload"), data | {"confirm": "1"})


def upload(client: Client, table: str, model: str = "speaker") -> Any:
    return confirm(client, look(client, table, model), model)


def as_xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sentence(response: Any) -> str:
    return " ".join(response.context["form"].errors.get("file", []))


def test_a_list_is_looked_through_before_anything_is_saved(editor: Client) -> None:
    make_speaker("Ines Calder")
    make_speaker("Joram Kest")
    row = 'ines-calder,Ines Calder,卡尔德,"Calder, Ines",I. Calder; Minister Calder'
    table = f"{HEAD}\n{row}\n,Joram Kest,,,\n,Tomas Reyl,,,\n"
    response = look(editor, table)
    assert lines(response) == [("Tomas Reyl", "new", ""), ("Ines Calder", "changed", "")]
    page = response.content.decode()
    assert "1 unchanged." in page
    assert "Nothing is saved yet." in page
    assert Speaker.objects.count() == 2
    assert not SpeakerAlias.objects.exists()
    assert messages(editor, confirm(editor, response)) == "1 new. 1 changed."
    speaker = Speaker.objects.get(slug="ines-calder")
    assert (speaker.names["zh-hans"], speaker.sort_name) == ("卡尔德", "Calder, Ines")
    assert {alias.name for alias in speaker.aliases.all()} == {"I. Calder", "Minister Calder"}
    assert Speaker.objects.get(slug="tomas-reyl").name == "Tomas Reyl"


def test_what_is_saved_has_its_history_and_is_found(editor: Client) -> None:
    speaker = make_speaker("Ines Calder")
    make_participation(make_conference(), speaker)
    upload(editor, f"{HEAD}\nines-calder,Ines Roux,,,Inês\n,Tomas Reyl,,,\n")
    row = speaker.history.order_by("-history_id")[0]
    assert (row.history_type, row.name, row.history_user.get_username()) == ("~", "Ines Roux", "editor")
    added = Speaker.objects.get(name="Tomas Reyl").history.get()
    assert (added.history_type, added.history_user.get_username()) == ("+", "editor")
    found = actions.find_or_make(Speaker, ["INES ROUX", "Inês", "Ines Calder", "tomas reyl"])
    assert {record.pk for record in found.values()} == {speaker.pk, added.id}
    assert Edition.objects.get().number >= 1


def test_a_download_can_be_uploaded_again_and_changes_nothing(editor: Client) -> None:
    outlet = make_outlet("Evening Courier", names={"zh-hans": "晚报"}, sort_name="Courier, Evening")
    outlet.aliases.create(name="=1+1")
    outlet.aliases.create(name="-Courier")
    make_outlet("@night")
    for kind in ("csv", "xlsx"):
        content = editor.get(url("outlet", "download", kind)).content
        response = look(editor, content, "outlet")
        assert lines(response) == []
        assert response.context["numbers"]["unchanged"] == 2
        assert not response.context["can_save"]


def test_no_cell_of_a_download_is_a_formula(editor: Client) -> None:
    for name in ("=cmd()", "+1", "-1", "@sum"):
        make_speaker(name)
    response = editor.get(url("speaker", "download", "csv"))
    assert response["Content-Disposition"] == 'attachment; filename="speakers.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["slug", "name", "name_zh_hans", "sort name", "family name", "aliases"]
    assert [row[1] for row in rows[1:]] == ["'+1", "'-1", "'=cmd()", "'@sum"]
    book = load_workbook(io.BytesIO(editor.get(url("speaker", "download", "xlsx")).content))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value]
    assert not any(cell.data_type == "f" or str(cell.value).startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_workbook_is_read_by_its_first_sheet(editor: Client) -> None:
    table = as_xlsx(["name", "Native name", None], ["Tomas Reyl", "雷尔", None], [None, None, None], [2024, None, None])
    assert lines(look(editor, table)) == [("Tomas Reyl", "new", ""), ("2024", "new", "")]


def test_family_names_are_a_column_of_speakers_alone(editor: Client) -> None:
    make_speaker("Lin Haiyue", family_name="Lin")
    table = "name,family name\nLin Haiyue,\nInes Calder,Calder\nTomas Reyl,Ryl\n"
    response = look(editor, table)
    assert lines(response) == [
        ("Tomas Reyl", "refused", "The family name must be the beginning or the end of the name."),
        ("Ines Calder", "new", ""),
        ("Lin Haiyue", "changed", ""),
    ]
    confirm(editor, response)
    assert dict(Speaker.objects.values_list("name", "family_name")) == {"Ines Calder": "Calder", "Lin Haiyue": ""}
    assert list(Speaker.history.filter(name="Lin Haiyue").values_list("family_name", flat=True)) == ["", "Lin"]
    down = editor.get(url("speaker", "download", "csv")).content.decode("utf-8-sig")
    assert "ines-calder,Ines Calder,,,Calder," in down
    assert "no column “family name”" in sentence(look(editor, table, "outlet"))
    assert "family name" not in editor.get(url("outlet", "download", "csv")).content.decode()


@pytest.mark.parametrize(
    "content",
    [
        "名称;别名\nTomas Reyl;T. Reyl\n".encode("gb18030"),
        "\ufeffname\taliases\r\nTomas Reyl\tT. Reyl\r\n".encode(),
        "name\taliases\nTomas Reyl\tT. Reyl\n".encode("utf-16"),
        "name\taliases\nTomas Reyl\tT. Reyl\n".encode("utf-16-le"),
        b"sep=;\r\nname;aliases\r\nTomas Reyl;T. Reyl, of the harbour\r\n",
        '\ufeff"sep=|"\r\nname|aliases\r\nTomas Reyl|T. Reyl\r\n'.encode(),
        "SEP=\t\nname\taliases\nTomas Reyl\tT. Reyl\n".encode("utf-16"),
    ],
)
def test_what_spreadsheets_write_is_read(editor: Client, content: bytes) -> None:
    response = look(editor, content)
    assert lines(response) == [("Tomas Reyl", "new", "")]
    confirm(editor, response)
    assert SpeakerAlias.objects.get().name.startswith("T. Reyl")


def test_the_plain_csv_of_a_western_spreadsheet_keeps_its_accents(editor: Client) -> None:
    content = "name;aliases\nInés Calder;Zoë Müller\n".encode("cp1252")
    assert lines(look(editor, content)) == [("Inés Calder", "new", "")]


def test_a_column_may_be_headed_by_its_fields_name(editor: Client) -> None:
    upload(editor, "name,name_zh_hans,sort_name\nTomas Reyl,雷尔,Reyl\n")
    speaker = Speaker.objects.get()
    assert (speaker.name, speaker.names["zh-hans"], speaker.sort_name) == ("Tomas Reyl", "雷尔", "Reyl")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_of_a_workbook_are_passed_over(editor: Client, state: str) -> None:
    book = Workbook()
    for row in (["colours"], ["red"]):
        book.active.append(row)
    book.active.sheet_state = state
    book.create_chartsheet().add_chart(BarChart())
    names, later = book.create_sheet("Names"), book.create_sheet("Later")
    for row in (["name"], ["Tomas Reyl"]):
        names.append(row)
    for row in (["name"], ["Somebody Else"]):
        later.append(row)
    book.active = 2
    file = io.BytesIO()
    book.save(file)
    assert lines(look(editor, file.getvalue())) == [("Tomas Reyl", "new", "")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "The file is empty."),
        (b"slug\nx\n", "There is no column “name”."),
        (b"name,colour\nx,red\n", "There is no column “colour”. The columns are: slug, name,"),
        (b"name,name\nx,y\n", "Duplicate column “name”."),
        (b"name\nx,y\n", "The row “x” has more cells than there are columns."),
        (b'name\n"x\n', "a quotation mark is unclosed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither a CSV file in UTF-8 nor an XLSX file"),
        (b'sep="\nname\nx\n', "There is no column “sep"),
        (b"sep=;\n", "The file is empty."),
        (b"PK\x03\x04 broken", "cannot be read as an XLSX file"),
        (b"name\n" + b"x\n" * 5001, "more than 5000 rows"),
        (b"name\n" + b"x" * (2 * 1024 * 1024), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(editor: Client, content: bytes, told: str) -> None:
    response = look(editor, content)
    assert response.status_code == 200
    assert told in sentence(response)
    assert "Traceback" not in response.content.decode()


def test_a_workbook_that_unpacks_to_very_much_is_refused(editor: Client) -> None:
    file = io.BytesIO()
    with ZipFile(file, "w", compression=8) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (41 * 1024 * 1024))
    assert "too large when unpacked" in sentence(look(editor, file.getvalue()))


def test_rows_that_cannot_be_saved_are_refused_one_by_one_and_the_others_are_saved(editor: Client) -> None:
    make_speaker("Ines Calder").aliases.create(name="Minister Calder")
    Speaker.objects.create(name="Joram Kest", slug="joram-kest")
    Speaker.objects.create(name="Joram Kest", slug="joram-kest-2")
    actions.save_all_name_keys()
    table = f"""{HEAD}
nobody,Somebody,,,
,,卡,,
,Joram Kest,,,
,Minister Calder,,,
,Tomas Reyl,,,Minister Calder
,{"x" * 201},,,
ines-calder,Ines Roux,,,
,Ines Calder,,,
,Anna Roth,,,A. Roth
,Anna Roth,,,
,Berta Roth,,,A. Roth
"""
    response = look(editor, table)
    assert [reason for _, outcome, reason in lines(response) if outcome == "refused"] == [
        "No record has the address “nobody”. Leave the address empty for a new record.",
        "The name is missing.",
        "Several records have this name. Enter the address of the right one: joram-kest, joram-kest-2.",
        "“Ines Calder” already has this name. To change that record, enter its address: ines-calder.",
        "“Minister Calder” is another name of “Ines Calder”.",
        "A name can have at most 200 characters.",
        "Row 8 already refers to this record.",
        "Row 10 already refers to this record.",
        "Row 10 also has the other name “A. Roth”.",
    ]
    assert messages(editor, confirm(editor, response)) == "1 new. 1 changed."
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ines Roux", "Joram Kest", "Anna Roth"}
    assert not SpeakerAlias.objects.filter(name="Minister Calder").exists()  # its cell was empty


def test_names_that_differ_in_capitals_alone_are_one(editor: Client) -> None:
    known = make_speaker("Ines Calder", names={"zh-hans": "Calder Yinesi"})
    known.aliases.create(name="Minister Calder")
    make_speaker("Joram Kest")
    actions.save_all_name_keys()
    table = f"""{HEAD}
,INES  CALDER,Calder Yinesi,,minister calder; ines calder
,calder yinesi,,,
,MINISTER CALDER,,,
,Joram kest,,,MINISTER calder
,Tomas Reyl,,,T. Reyl
,TOMAS REYL,,,
,Anna Roth,,,t. reyl; anna ROTH; A. Roth; a. roth
"""
    response = look(editor, table)
    assert lines(response) == [
        ("calder yinesi", "refused", "Row 2 already refers to this record."),
        (
            "MINISTER CALDER",
            "refused",
            "“Ines Calder” already has this name. To change that record, enter its address: ines-calder.",
        ),
        ("Joram kest", "refused", "“MINISTER calder” is another name of “Ines Calder”."),
        ("TOMAS REYL", "refused", "Row 6 already refers to this record."),
        ("Anna Roth", "refused", "Row 6 also has the other name “t. reyl”."),
        ("Tomas Reyl", "new", ""),
    ]
    assert response.context["numbers"]["unchanged"] == 1
    confirm(editor, response)
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ines Calder", "Joram Kest", "Tomas Reyl"}
    assert set(SpeakerAlias.objects.values_list("name", flat=True)) == {"Minister Calder", "T. Reyl"}


def test_capitals_are_changed_by_a_row_with_the_address(editor: Client) -> None:
    make_speaker("Ines CALDER").aliases.create(name="MINISTER calder")
    upload(editor, "slug,name,aliases\nInes-Calder,Ines Calder,Minister Calder; minister calder\n")
    assert Speaker.objects.get().name == "Ines Calder"
    assert [alias.name for alias in SpeakerAlias.objects.all()] == ["Minister Calder"]


def test_a_column_that_is_not_there_leaves_alone_what_it_is_about(editor: Client) -> None:
    speaker = make_speaker("Ines Calder", names={"zh-hans": "卡尔德"})
    speaker.aliases.create(name="I. Calder")
    actions.save_all_name_keys()
    upload(editor, 'name,sort name\nines calder,"Calder, Ines"\n')
    speaker.refresh_from_db()
    assert (speaker.name, speaker.names["zh-hans"], speaker.sort_name) == ("Ines Calder", "卡尔德", "Calder, Ines")
    assert speaker.aliases.count() == 1


def test_an_old_address_leads_to_the_record_and_a_new_one_is_nobody_elses(editor: Client) -> None:
    make_outlet("Evening Courier")
    Redirect.objects.create(kind="outlet", old="courier", new="evening-courier")
    upload(editor, "slug,name\ncourier,The Evening Courier\n,Courier\n,Night Mail\n,Night-Mail\n", "outlet")
    assert set(Outlet.objects.values_list("slug", "name")) == {
        ("evening-courier", "The Evening Courier"),
        ("courier-2", "Courier"),
        ("night-mail", "Night Mail"),
        ("night-mail-2", "Night-Mail"),
    }


def test_names_that_were_changed_meanwhile_are_shown_again(editor: Client) -> None:
    make_speaker("Ines Calder")
    response = look(editor, "slug,name\nines-calder,Ines Roux\n")
    Speaker.objects.update(name="Ines Calder-Roux")
    again = confirm(editor, response)
    assert "The names have changed since." in again.content.decode()
    assert Speaker.objects.get().name == "Ines Calder-Roux"
    confirm(editor, again)
    assert Speaker.objects.get().name == "Ines Roux"


def test_an_author_adds_names_but_does_not_change_what_readers_see(author: Client) -> None:
    for name in ("Ines Calder", "Joram Kest"):
        make_speaker(name)
    make_participation(make_conference(), Speaker.objects.get(name="Ines Calder"))
    response = look(author, "slug,name\nines-calder,Ines Roux\njoram-kest,J. Kest\n,Tomas Reyl\n")
    assert ("Ines Roux", "refused", "This name is public, so only an Editor can change it.") in lines(response)
    confirm(author, response)
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Ines Calder", "J. Kest", "Tomas Reyl"}


def test_only_who_may_add_and_change_uploads_and_only_who_may_see_downloads(editor: Client) -> None:
    group = Permission.objects.get(codename="add_speaker").group_set
    group.clear()
    assert editor.get(url("speaker", "upload")).status_code == 403
    assert Client().get(url("speaker", "download", "csv")).status_code == 302
    assert editor.get(url("speaker", "download", "pdf")).status_code == 404
    for model in ("outlet", "speaker"):
        assert editor.get(url(model, "download", "csv")).status_code == 200
    shown = editor.get(url("outlet", "changelist")).content.decode()
    assert url("outlet", "upload") in shown
    assert editor.get(url("outlet", "upload")).status_code == 200


def test_a_page_without_a_file_asks_for_one(editor: Client) -> None:
    assert sentence(editor.post(url("speaker", "upload"), {})) == "Choose a file."


def test_looking_costs_the_same_with_twenty_rows_and_four_hundred_and_saving_little_more(editor: Client) -> None:
    for number in range(200):
        make_exchange(make_conference(f"Boats {number}"), speaker=make_speaker(f"Old {number}"))
    prices = []
    for size in (10, 200):
        rows = [f"old-{number},Older {number} {size},,,Oldest {number} {size}" for number in range(size)]
        rows += [f",New {number} {size},,,Newest {number} {size}" for number in range(size)]
        table = "\n".join([HEAD, *rows])
        found: list[Any] = []
        looking = cost(lambda table=table, found=found: found.append(look(editor, table)))
        prices.append((looking, cost(lambda found=found: confirm(editor, found[0]))))
    assert prices[0][0] == prices[1][0] <= 20
    assert prices[1][1] <= 94  # rows are written in batches as large as the database takes
