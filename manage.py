#!/usr/bin/env python
"""Run the press room's commands: `manage.py help` lists them."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command on the command line; a setting that is wrong ends it with one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (reading it loads the settings, so that their errors come first)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are wrong: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
