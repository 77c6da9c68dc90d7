"""Reordering the rows of an inline: its up and down buttons save the form and move a row."""

import re

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.models import Attachment, Participation, Turn

MOVE = "_move"  # the buttons' name; their value is the table's letter, the row's key and the step: 12:-1, or 12:split
_VALUE = re.compile(r"([a-z]?)(\d{1,18}):([+-]1|split)")
_SPLIT = "split"


class OrderedInline(admin.options.InlineModelAdmin):
    """An inline whose saved rows have buttons to move them. They save the form, so that nothing typed is lost."""

    letter = ""  # tells the buttons of two inlines of one form apart
    can_split = False  # whether there is a button to split the parent record before a row

    @admin.display(description=_("order"))
    def order(self, row: Participation | Attachment | Turn) -> SafeString | str:
        """Return the buttons of a saved row, as HTML."""
        if not row.pk:
            return ""
        buttons = []
        steps = [("-1", gettext("Up")), ("+1", gettext("Down"))]
        if self.can_split and row.position > 1:
            steps.append((_SPLIT, gettext("Split here")))
        for step, label in steps:
            name = gettext("%(label)s: number %(number)d") % {"label": label, "number": row.position}
            buttons.append(
                format_html(
                    '<button class="desk-move" name="{}" value="{}{}:{}" aria-label="{}">{}</button>',
                    MOVE, self.letter, row.pk, step, name, label,
                )
            )  # fmt: skip
        return format_html_join(" ", "{}", ([button] for button in buttons))


def read_move(request: HttpRequest, letter: str = "") -> tuple[int, int] | None:
    """Return key and step of the row of the table `letter` that the form was saved to move, if any."""
    found = _VALUE.fullmatch(request.POST.get(MOVE, ""))
    return (int(found[2]), int(found[3])) if found and found[1] == letter and found[3] != _SPLIT else None


def read_split(request: HttpRequest) -> int | None:
    """Return the key of the row before which the form was saved to split the parent record, if any."""
    found = _VALUE.fullmatch(request.POST.get(MOVE, ""))
    return int(found[2]) if found and found[3] == _SPLIT else None
