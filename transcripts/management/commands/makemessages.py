"""`manage.py makemessages`: Django's own command, which also collects messages of packages that do not use Django."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, and our keywords: `message`, `template`, a clue's second argument, a head field's second."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=message",
        "--keyword=template",
        "--keyword=Clue:2",
        "--keyword=HeadField:2",
    ]
