"""Collects what is to be translated: Django's own command, and the sentences of intake, which knows no Django."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """As Django's; `say` and `template` are intake's, and a clue says why in its third place."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=say",
        "--keyword=template",
        "--keyword=Clue:3",
    ]
