"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from pressroom.environment import bound_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
bound_statements(settings.DATABASES, settings.STATEMENT_SECONDS)  # of requests alone: commands may take their time
application = get_wsgi_application()

from pressroom.memory import freeze_after_load, share_arena  # noqa: E402 (it loads what needs the settings)
from transcripts.models import watch_tables  # noqa: E402 (as well)

watch_tables()
share_arena()
freeze_after_load()
