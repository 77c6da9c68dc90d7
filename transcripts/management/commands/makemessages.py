"""`manage.py makemessages`: Django's own command, which also collects messages of packages that do not use Django."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's command, and our keywords: `message`, `template`, a clue's third argument, a head field's second."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=message",
        "--keyword=template",
        "--keyword=Clue:3",
        "--keyword=HeadField:2",
    ]
