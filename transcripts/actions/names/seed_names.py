"""Initial data, before the first transcript: names in each language, and the office's own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from transcripts.actions.name_keys import save_name_keys
from transcripts.actions.name_resolution import find_or_make
from transcripts.models import Named, Outlet, Series, SiteIdentity, Speaker, Topic

_KINDS: dict[str, type[Named]] = {"speaker": Speaker, "outlet": Outlet, "topic": Topic, "series": Series}


@transaction.atomic
def seed_names(names: Iterable[tuple[str, str, Mapping[str, str], str]]) -> None:
    """Save each (kind, name, names by other language, family name); kinds: speaker, outlet, topic, series.

    A name in a language, and a speaker's family name, is added where there was none. Raises KeyError on another kind.
    """
    by_kind: dict[str, dict[str, dict[str, str]]] = {kind: {} for kind in _KINDS}
    families: dict[str, str] = {}
    for kind, name, others, family in names:
        by_kind[kind][name] = {language: text for language, text in others.items() if text}
        if kind == "speaker":
            families[name] = family
    for kind, pairs in by_kind.items():
        for name, record in find_or_make(_KINDS[kind], pairs).items():
            if pairs[name].keys() - record.names.keys():
                record.names = pairs[name] | record.names
                record.save(update_fields=["names"])
                save_name_keys([record])
            if isinstance(record, Speaker) and families[name] and not record.family_name:
                record.family_name = families[name]
                record.save(update_fields=["family_name"])


@transaction.atomic
def seed_site_identity(**texts: Any) -> bool:
    """Fill in the site's identity unless somebody has already; return whether it was filled in."""
    if SiteIdentity.objects.exists():
        return False
    SiteIdentity(**texts).save()
    return True
