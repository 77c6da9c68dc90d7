"""A folder of files: read in steps that end, each file with its state, each conference with its preview."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.admin.forms import messages, url
from tests.admin.imports.pages import PAGE, TITLE, a_file, confirm, page, say, upload
from tests.admin.test_budgets import cost
from tests.zips import make_zip
from transcripts import actions
from transcripts.actions.imports import import_batches
from transcripts.models import BatchFile, Conference, ImportBatch, ImportDraft

pytestmark = pytest.mark.django_db
OTHER = PAGE.replace("winter ferries", "spring bridges").replace("12 March", "13 April")
BAD = "Nobody says anything here.\n\nNothing at all."


def hand_over(client: Client, files: dict[str, str]) -> str:
    data = make_zip({name: text.encode() for name, text in files.items()})
    answer = upload(client, SimpleUploadedFile("march.zip", data))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def read_on(client: Client, address: str, most: int = 20) -> None:
    for _ in range(most):
        if "batch-on" not in page(client, address):
            return
        assert client.post(address).status_code == 302
    raise AssertionError("It did not end.")


def states() -> list[tuple[str, str]]:
    return list(BatchFile.objects.values_list("name", "state"))


def test_a_zip_file_is_read_file_by_file_and_one_bad_file_stops_none(editor: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE, "b.txt": BAD, "c.txt": OTHER, "d.png": "no text"})
    assert [state for _, state in states()] == ["waiting"] * 4
    assert not ImportDraft.objects.exists()
    read_on(editor, address)
    assert states() == [("a.txt", "ready"), ("b.txt", "refused"), ("c.txt", "ready"), ("d.png", "refused")]
    words = page(editor, address)
    assert "b.txt contains no speech" in words
    assert "d.png is not a supported type of file" in words
    assert not Conference.objects.exists()
    assert not BatchFile.objects.exclude(data=None, source=None).exists()
    draft = ImportDraft.objects.get(title=TITLE)
    preview = url("conference", "import_draft", draft.public_id)
    assert preview in words
    assert address in page(editor, preview)
    confirm(editor, preview)
    assert ("a.txt", "imported") in states()
    assert url("conference", "change", Conference.objects.get().pk) in page(editor, address)


def test_many_files_are_a_batch_as_well(editor: Client) -> None:
    files = [a_file(PAGE.replace("winter ferries", f"ferry {number}"), f"{number}.txt") for number in range(12)]
    read_on(editor, upload(editor, *files, series="Ferries").url)
    assert ImportDraft.objects.count() == 12
    assert {draft.fields["series"] for draft in ImportDraft.objects.all()} == {"Ferries"}
    assert "ferry 3" not in page(editor, url("conference", "import"))  # each stands on the batch's page


def test_pages_of_one_conference_are_one_preview_and_a_copy_is_told(editor: Client) -> None:
    first, _, second = PAGE.partition("RADIO ESTUARY")
    second = f"{TITLE}\n12 March 2024\n\nRADIO ESTUARY{second}"
    pages = {"ferries_p01.txt": first, "ferries_p02.txt": second, "z_p01.txt": first}
    address = hand_over(editor, {**pages, "w1.txt": OTHER, "w2.txt": OTHER + "\nINES CALDER: More.\n"})
    read_on(editor, address)
    assert ImportDraft.objects.get().names == "ferries_p01.txt, ferries_p02.txt"
    words = page(editor, address)
    assert "z_p01.txt is the same file as ferries_p01.txt" in words
    assert (
        "w1.txt and w2.txt belong to one conference" in words or "w2.txt and w1.txt belong to one conference" in words
    )


def test_a_request_ends_after_some_seconds_and_the_next_goes_on(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = hand_over(editor, {"a.txt": PAGE, "b.txt": OTHER})
    monkeypatch.setattr(import_batches, "STEP_SECONDS", 0.0)
    batch = ImportBatch.objects.get()
    seen = []
    while actions.go_on(batch, seconds=0.0):
        seen.append([state for _, state in states()])
    assert seen == [["read", "waiting"], ["read", "read"], ["ready", "read"]]
    assert "batch-on" not in page(editor, address)


def test_a_file_that_ends_the_server_is_refused_and_the_others_go_on(editor: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE, "b.txt": OTHER})
    BatchFile.objects.filter(name="a.txt").update(tries=2)  # it was begun twice, and what read it was killed
    read_on(editor, address)
    assert states() == [("a.txt", "refused"), ("b.txt", "ready")]
    assert "Reading a.txt was interrupted twice." in page(editor, address)


def test_two_windows_make_no_conference_twice(editor: Client) -> None:
    hand_over(editor, {"a.txt": PAGE})
    batch = ImportBatch.objects.get()
    import_batches._read_next(batch)
    (files,) = import_batches._conferences(batch)
    import_batches._make_draft(batch, files)
    import_batches._make_draft(batch, files)
    assert ImportDraft.objects.count() == 1


def test_it_is_its_owners_alone_and_can_be_discarded(editor: Client, administrator: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE})
    assert address in page(editor, url("conference", "import"))
    assert "no longer exists" in messages(administrator, administrator.get(address))
    assert "no longer exists" in messages(administrator, administrator.post(address))
    assert "march.zip" not in page(administrator, url("conference", "import"))
    assert [state for _, state in states()] == ["waiting"]
    assert Client().get(address).status_code == 302
    read_on(editor, address)
    editor.post(address, {"_drop": "1"})
    assert not ImportBatch.objects.exists()
    assert not ImportDraft.objects.exists()


def test_what_was_corrected_or_discarded_shows(editor: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE.replace("12 March 2024\n", "")})
    read_on(editor, address)
    assert BatchFile.objects.get().warnings > 0
    assert "needs attention" in page(editor, address)
    preview = url("conference", "import_draft", ImportDraft.objects.get().public_id)
    say(editor, preview, "_drop")
    assert states() == [("a.txt", "discarded")]


def test_it_expires_with_its_previews(editor: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE})
    read_on(editor, address)
    assert ImportDraft.objects.get().expires_at == ImportBatch.objects.get().expires_at
    for model in (ImportBatch, ImportDraft):
        model._default_manager.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert "no longer exists" in messages(editor, editor.get(address))
    actions.delete_expired_drafts()
    assert not ImportBatch.objects.exists()
    assert not ImportDraft.objects.exists()


def test_a_bad_zip_file_and_too_many_batches_are_said_beside_the_field(editor: Client) -> None:
    answer = upload(editor, SimpleUploadedFile("march.zip", b"PK is all that it has"))
    assert "march.zip is damaged, or not a zip file." in str(answer.context["form"].errors)
    for _ in range(import_batches.MOST_BATCHES):
        hand_over(editor, {"a.txt": PAGE})
    answer = upload(editor, SimpleUploadedFile("march.zip", make_zip({"a.txt": b"x"})))
    assert "too many import batches" in str(answer.context["form"].errors)


def test_a_batch_costs_the_same_with_three_files_and_with_thirty(editor: Client) -> None:
    costs = []
    for number in (3, 30):
        address = hand_over(editor, {f"{name}.txt": PAGE for name in range(number)})
        BatchFile.objects.update(state=BatchFile.State.REFUSED, sentence="No.")
        costs.append(cost(lambda address=address: editor.get(address)))
    assert costs[0] == costs[1]


def test_previews_without_warnings_are_imported_at_once_and_the_others_stay(editor: Client) -> None:
    undated = OTHER.replace("13 April 2024\n", "").replace("spring", "autumn")
    files = {"a.txt": PAGE, "b.txt": OTHER, "c.txt": undated, "d.txt": BAD}
    address = hand_over(editor, files)
    read_on(editor, address)
    quiet = [name for name, count in BatchFile.objects.values_list("name", "warnings") if not count]
    assert "Import the 2 previews without warnings" in " ".join(page(editor, address).split()), quiet
    answer = editor.post(address, {"_import": "1"})
    assert "2 transcripts were imported as drafts." in messages(editor, answer)
    assert states() == [("a.txt", "imported"), ("b.txt", "imported"), ("c.txt", "ready"), ("d.txt", "refused")]
    assert {one.status for one in Conference.objects.all()} == {"draft"}
    assert "previews without warnings" not in page(editor, address)


def test_a_preview_that_changes_a_conference_is_left_for_somebody_to_see(editor: Client) -> None:
    address = hand_over(editor, {"a.txt": PAGE, "b.txt": OTHER})
    read_on(editor, address)
    one = ImportDraft.objects.get(title=TITLE)
    Conference.objects.create(title=TITLE, language="en", held_on="2024-03-12")
    answer = editor.post(address, {"_import": "1"})
    assert "1 transcript was imported as a draft." in messages(editor, answer)
    assert states() == [("a.txt", "ready"), ("b.txt", "imported")]
    assert ImportDraft.objects.get() == one
