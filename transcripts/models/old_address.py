"""Addresses of a former site, each with its target here."""

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from transcripts.models.addresses import address
from transcripts.models.conference import Conference

LONGEST = 500


class OldAddress(models.Model):
    """A path of the office's former site, with its query string, and what it leads to by its permanent id."""

    class Kind(models.TextChoices):
        """What an old address leads to."""

        CONFERENCE = "conference", _("conference")
        EXCHANGE = "exchange", pgettext_lazy("record", "exchange")
        TURN = "turn", _("turn")
        PARAGRAPH = "paragraph", _("paragraph")

    path = models.CharField(_("old path"), max_length=LONGEST, unique=True)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    public_id = models.CharField(_("permanent ID"), max_length=16)
    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="old_addresses", verbose_name=_("conference")
    )
    made_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("address of the former site")
        verbose_name_plural = _("addresses of the former site")

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> str:
        """The permanent address that it leads to."""
        return address(f"transcripts:{self.kind}-permalink", self.public_id)


def clean_path(url: str) -> str:
    """Return the path of an address with its query string, decoded; empty where there is none."""
    parts = urlsplit(url.strip())
    path = unquote(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def find_old_address(path: str, query: str, hosts: Sequence[str]) -> str:
    """Return the permanent address of the public or withdrawn conference, or part of one, that once stood at a path.

    It is known from a list, with the query string or without; else by the source address of an import on one of these
    `hosts`. One query; two with hosts. Empty where nothing public stood there.
    """
    asked = [f"{path}?{query}", path] if query else [path]
    rows = {row.path: row for row in OldAddress.objects.filter(path__in=asked).select_related("conference")}
    row = next((rows[each] for each in asked if each in rows), None)
    if row:
        return row.target if row.conference.was_public else ""
    sources = [f"{scheme}://{host}{each}" for scheme in ("https", "http") for host in hosts for each in asked]
    found = Conference.objects.filter(source_url__in=sources).order_by("pk") if sources else ()
    conference = next((each for each in found if each.was_public), None)
    return conference.get_permanent_url() if conference else ""
