"""Collects what is to be translated: Django's own command, and the words of rooms that know no Django."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """As Django's; `message`, `template`, a clue's third argument and a head field's second one are ours."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=message",
        "--keyword=template",
        "--keyword=Clue:3",
        "--keyword=HeadField:2",
    ]
