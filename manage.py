#!/usr/bin/env python
"""Run the press room's commands: `manage.py help` lists them."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main() -> None:
    """Run the command on the command line; a setting that is wrong ends it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (reading it loads the settings, so that their errors come first)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are wrong: {error}")
    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        if settings.DEBUG:
            raise
        sys.exit(f"The database cannot be used: {str(error).strip()}. Is it there, and has `migrate` been run?")


if __name__ == "__main__":
    main()
