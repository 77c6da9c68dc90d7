"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
application = get_wsgi_application()

from pressroom.memory import freeze_after_load, share_arena  # noqa: E402 (it loads what needs the settings)

share_arena()
freeze_after_load()
