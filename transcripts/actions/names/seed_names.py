"""Initial data, before the first transcript: names in both languages, and the office's own."""

from collections.abc import Iterable

from django.db import transaction

from transcripts.actions.name_keys import save_name_keys
from transcripts.actions.name_resolution import find_or_make
from transcripts.models import Named, Outlet, Series, SiteIdentity, Speaker, Topic

_KINDS: dict[str, type[Named]] = {"speaker": Speaker, "outlet": Outlet, "topic": Topic, "series": Series}


@transaction.atomic
def seed_names(names: Iterable[tuple[str, str, str]]) -> None:
    """Save each (kind, name, Chinese name); kinds: speaker, outlet, topic, series.

    A Chinese name is added where there was none. Raises KeyError on another kind.
    """
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for kind, name, chinese in names:
        by_kind[kind][name] = chinese
    for kind, pairs in by_kind.items():
        for name, record in find_or_make(_KINDS[kind], pairs).items():
            if pairs[name] and not record.name_zh_hans:
                record.name_zh_hans = pairs[name]
                record.save(update_fields=["name_zh_hans"])
                save_name_keys([record])


@transaction.atomic
def seed_site_identity(**texts: str) -> bool:
    """Fill in the site's identity unless somebody has already; return whether it was filled in."""
    if SiteIdentity.objects.exists():
        return False
    SiteIdentity(**texts).save()
    return True
