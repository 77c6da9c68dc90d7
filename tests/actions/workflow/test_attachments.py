"""Photos lose everything but their pixels; handouts are what they say; files go when nothing names them."""

import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import Image

from tests.builders import draw, make_author, make_conference, make_draft, make_handout, make_photo, make_video
from transcripts import actions
from transcripts.actions import Change, UploadRefusedError, read_handout, read_photo
from transcripts.actions.workflow import uploads
from transcripts.caching import edition_stamp
from transcripts.models import Attachment
from transcripts.models.attachment import PLACE

GPS = 0x8825
ORIENTATION = 0x0112


def opened(upload: actions.Upload, width: int) -> Image.Image:
    return Image.open(io.BytesIO(upload.files[f"{width}.webp"]))


def test_a_photo_is_kept_in_three_sizes() -> None:
    upload = read_photo(draw((3200, 2000), "JPEG"))
    assert list(upload.files) == ["480.webp", "960.webp", "1600.webp"]
    assert (upload.width, upload.height, upload.content_type) == (1600, 1000, "image/webp")
    assert opened(upload, 480).size == (480, 300)


def test_a_small_photo_is_not_made_larger() -> None:
    assert list(read_photo(draw((300, 200))).files) == ["300.webp"]


def test_place_camera_comments_and_profile_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (51.0, 30.0, 0.0)
    profile = uploads.ImageCms.ImageCmsProfile(uploads.ImageCms.createProfile("sRGB")).tobytes()
    file = draw((900, 600), "JPEG", exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta>place</x:xmpmeta>", comment=b"me")
    assert b"Camera of somebody" in file.getvalue()
    upload = read_photo(file)
    for width in (480, 900):
        picture = opened(upload, width)
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
    whole = b"".join(upload.files.values())
    for word in (b"EXIF", b"XMP ", b"ICCP", b"somebody", b"xmpmeta"):
        assert word not in whole


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    upload = read_photo(draw((800, 400), "JPEG", exif=exif))
    assert (upload.width, upload.height) == (400, 800)


@pytest.mark.parametrize(("orientation", "where"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)])
def test_each_way_of_holding_a_camera_is_known(orientation: int, where: int) -> None:
    """The bright corner, the upper left one of the file, goes where it was seen."""
    picture = Image.new("RGB", (200, 200))
    picture.paste((250, 250, 250), (0, 0, 100, 100))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    file = io.BytesIO()
    picture.save(file, "PNG", exif=exif)
    seen = opened(read_photo(file), 200).convert("L")
    corners = [seen.getpixel(place) for place in ((50, 50), (150, 50), (50, 150), (150, 150))]
    assert corners.index(max(corners)) == where  # type: ignore[type-var]  # each is a number: the picture is grey


def test_what_a_broken_camera_wrote_does_not_matter() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x011A] = 1.5
    file = io.BytesIO()
    Image.new("RGB", (60, 40)).save(file, "JPEG", exif=exif)
    data = bytearray(file.getvalue())
    data[data.index(b"Exif") + 43] = 2  # says that the resolution is words
    assert read_photo(io.BytesIO(bytes(data))).height == 60


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "RGBA"])
def test_pictures_of_other_colours_are_read(mode: str) -> None:
    form = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    colour = {"L": 90, "P": 3, "CMYK": (0, 90, 90, 10), "RGBA": (20, 90, 90, 100)}[mode]
    assert read_photo(draw((200, 100), form, mode=mode, colour=colour)).width == 200


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        b"\xff\xd8\xff\xe0 not a picture",
        b"%PDF-1.7",
        b"",
        draw((300, 200), "PNG").getvalue()[:90],
        draw((300, 200), "GIF").getvalue(),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UploadRefusedError, match=r"\.$"):
        read_photo(io.BytesIO(data))


def test_a_picture_that_would_unfold_too_far_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_PIXELS", 10_000)
    with pytest.raises(UploadRefusedError, match="million pixels"):
        read_photo(draw((200, 100)))


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_HANDOUT", 3)
    with pytest.raises(UploadRefusedError, match="larger"):
        read_handout(io.BytesIO(b"%PDF-1.7"))


def office(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


@pytest.mark.parametrize(
    ("data", "name", "suffix"),
    [
        (b"%PDF-1.7 and so on", "table.txt", "pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "a.docx", "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "xlsx"),
        ("季度,班次\n".encode(), "a.csv", "csv"),
        (b"\xef\xbb\xbfWords\r\n", "a.TXT", "txt"),
    ],
)
def test_a_handout_is_what_its_bytes_are(data: bytes, name: str, suffix: str) -> None:
    upload = read_handout(named(data, name))
    assert upload.suffix == suffix
    assert suffix in {"docx", "xlsx"} or upload.files == {f"handout.{suffix}": data}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>", "a.txt"),
        (b"<svg/>", "a.csv"),
        (b"MZ\x90\x00", "a.txt"),
        (b"plain words", "a.html"),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (office("readme.txt"), "a.docx"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"\xff\xfe\x00\x01", "a.csv"),
    ],
)
def test_other_files_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(UploadRefusedError, match=r"\.$"):
        read_handout(named(data, name))


def is_there(row: Attachment) -> bool:
    return default_storage.exists(f"{PLACE}/{row.folder}/{row.name}")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_replaced_and_removed_files_are_deleted_after_the_commit() -> None:
    conference = make_draft()
    photo = make_photo(conference)
    old = Attachment.objects.get(pk=photo.pk)
    actions.save_attachments(conference, [photo], uploads={0: read_photo(draw((500, 300)))}, change=Change())
    assert is_there(photo)
    assert not is_there(old)
    with transaction.atomic():
        actions.save_attachments(conference, [], removed=[photo], change=Change())
        transaction.set_rollback(True)
    assert is_there(photo)
    actions.save_attachments(conference, [], removed=[Attachment.objects.get(pk=photo.pk)], change=Change())
    assert not is_there(photo)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_emptying_the_trash_deletes_the_files() -> None:
    conference = make_draft()
    photo = make_photo(conference)
    actions.move_to_trash(conference, change=Change())
    assert actions.empty_trash() == 1
    assert not is_there(photo)


@pytest.mark.django_db
def test_a_public_change_needs_a_note_and_an_editor_and_makes_an_edition_and_an_event() -> None:
    conference = make_conference()
    before = edition_stamp()
    video = Attachment(conference=conference, kind="video", url="https://video.example.org/a")
    with pytest.raises(actions.NoteRequiredError):
        actions.save_attachments(conference, [video], change=Change())
    with pytest.raises(PermissionDenied):
        actions.save_attachments(conference, [video], change=Change(make_author(), "A recording", is_major=False))
    assert edition_stamp() == before
    actions.save_attachments(conference, [video], change=Change(note="A recording", is_major=False))
    assert edition_stamp() != before
    assert conference.events.get().what == "attached"


@pytest.mark.django_db
def test_they_keep_an_order_without_gaps() -> None:
    conference = make_draft()
    first, second, third = make_photo(conference), make_handout(conference), make_video(conference)
    actions.save_attachments(conference, [], removed=[first], move=(third.pk, -1), change=Change())
    assert list(conference.attachments.values_list("pk", "position")) == [(third.pk, 1), (second.pk, 2)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "photo", "folder": "x", "width": 5, "height": 5},
        {"kind": "photo", "alt": "A boat", "width": 5, "height": 5},
        {"kind": "handout", "folder": "x"},
        {"kind": "handout", "title": "Boats"},
        {"kind": "video", "url": "http://video.example.org/"},
        {"kind": "video", "url": "javascript:alert(1)"},
        {"kind": "video", "url": "https://video.example.org/", "folder": "x"},
    ],
)
def test_the_database_refuses_half_an_attachment(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(conference=make_draft(), position=1, **fields)
