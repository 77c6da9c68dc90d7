"""The site, whose pages shared caches may keep for SHARED_SECONDS instead of a minute, so that a test sees them end."""

import os

from pressroom.wsgi import application
from transcripts import caching

for _statuses in caching.LIFETIMES.values():
    for _status, _said in _statuses.items():
        _statuses[_status] = _said.replace("s-maxage=60", f"s-maxage={os.environ['SHARED_SECONDS']}")

__all__ = ["application"]
