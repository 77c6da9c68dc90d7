"""Importing a list of the former site's addresses, each with its target here."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext

from transcripts.models import Conference, Exchange, OldAddress, Paragraph, Redirect, Turn
from transcripts.models.old_address import LONGEST, clean_path

MOST_LINES = 100_000
_KINDS: dict[str, tuple[str, Any, str]] = {
    "conference-permalink": ("conference", Conference, ""),
    "exchange-permalink": ("exchange", Exchange, "conference"),
    "turn-permalink": ("turn", Turn, "exchange__conference"),
    "paragraph-permalink": ("paragraph", Paragraph, "turn__exchange__conference"),
}
_OURS = ("/admin", "/static", "/api/", "/health")  # no page of a former site may be there


@dataclass(slots=True)
class Taken:
    """What became of a list: how many addresses are new, lead elsewhere now or are as they were, and lines refused."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def take_old_addresses(content: bytes) -> Taken:
    """Keep the addresses of a CSV file: an old path or address, and the present address of what was there.

    A line that is doubtful is refused by its number; the others are kept. Some queries a line.
    """
    taken = Taken()
    rows: dict[str, tuple[int, OldAddress]] = {}
    for number, cells in _lines(content, taken):
        row = _read_line(cells)
        if isinstance(row, str):
            taken.refused.append((number, row))
        elif row.path in rows and rows[row.path][1].public_id != row.public_id:
            first = rows[row.path][0]
            taken.refused.append((number, gettext("Line %(number)d says something else.") % {"number": first}))
        else:
            rows.setdefault(row.path, (number, row))
    known = {row.path: row for row in OldAddress.objects.filter(path__in=list(rows))} if rows else {}
    for path, (_, row) in rows.items():
        before = known.get(path)
        if before is None:
            taken.new += 1
        elif (before.kind, before.public_id) == (row.kind, row.public_id):
            taken.unchanged += 1
            continue
        else:
            taken.changed += 1
            row.pk, row.made_at = before.pk, before.made_at
        row.save()
    return taken


def _lines(content: bytes, taken: Taken) -> list[tuple[int, list[str]]]:
    """Return the lines with their numbers, without empty ones and a line of headings."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        taken.refused.append((1, gettext("The file is not in UTF-8.")))
        return []
    first = text.partition("\n")[0]
    mark = next((each for each in ("\t", ";", ",") if each in first), ",")
    found = []
    try:
        for cells in (reader := csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num, [cell.strip() for cell in cells]))
            if len(found) > MOST_LINES:
                taken.refused.append((reader.line_num, gettext("The file has too many lines.")))
                return []
    except csv.Error:
        taken.refused.append((reader.line_num, gettext("The line is not CSV.")))
    if found and "/" not in "".join(found[0][1]):
        del found[0]
    return found


def _read_line(cells: list[str]) -> OldAddress | str:
    """Return the address, unsaved, or a sentence on what is doubtful."""
    if len(cells) < 2 or not cells[0] or not cells[1]:
        return gettext("The line does not have two columns: the old address and the current one.")
    try:
        path, url = clean_path(cells[0]), clean_path(cells[1]).partition("?")[0]
        is_elsewhere = "://" in cells[1] and not cells[1].startswith(f"{settings.SITE_URL}/")
    except ValueError:
        return gettext("The address cannot be read.")
    if not path.startswith("/") or path == "/" or len(path) > LONGEST or "\0" in path:
        return gettext("“%(path)s” is not a path of a page.") % {"path": cells[0][:80]}
    if path.startswith(_OURS) or _is_page(path):
        return gettext("“%(path)s” is an address of this site.") % {"path": path[:80]}
    found = None if is_elsewhere else _find(url)
    if found is None:
        return gettext("“%(url)s” is not the address of a transcript here.") % {"url": cells[1][:80]}
    return OldAddress(path=path, kind=found[0], public_id=found[1], conference_id=found[2])


def _resolve(path: str) -> ResolverMatch | None:
    try:
        with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
            return resolve(path)
    except Resolver404:
        return None


def _is_page(path: str) -> bool:
    """Return whether one of our fixed pages or a conference is at the path."""
    match = _resolve(path.partition("?")[0])
    if match is None:
        return False
    slug = match.kwargs.get("slug")
    return not match.kwargs or (slug is not None and Conference.objects.filter(slug=slug).exists())


def _find(url: str) -> tuple[str, str, int] | None:
    """Return the kind, the permanent id and the conference's key of what an address of ours leads to."""
    match = _resolve(url)
    if match is None:
        return None
    if match.url_name in _KINDS:
        kind, model, path = _KINDS[match.url_name]
        row = model.objects.filter(public_id=match.kwargs["public_id"]).values_list("public_id", path or "pk", "pk")
        return next(((kind, public_id, conference if path else key) for public_id, conference, key in row), None)
    slug, number = match.kwargs.get("slug"), match.kwargs.get("n")
    if match.url_name not in {"conference-detail", "conference-full", "exchange-detail"}:
        return None
    slug = Redirect.new_address(Redirect.Kind.CONFERENCE, str(slug)) or slug
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None or not number:
        return ("conference", conference.public_id, conference.pk) if conference else None
    exchange = conference.exchanges.filter(position=number).first()
    return ("exchange", exchange.public_id, conference.pk) if exchange else None
