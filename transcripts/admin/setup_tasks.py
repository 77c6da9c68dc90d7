"""What remains to be set up, as shown on the admin's front page: unset settings, an old search index."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from transcripts import search
from transcripts.models import SiteIdentity

TEXTS = {
    "name": _("the office’s name"),
    "about": _("who publishes here (about)"),
    "contact": _("how to reach you (contact)"),
    "licence": _("the licence"),
    "privacy": _("privacy"),
}

ENVIRONMENT = {
    "SITE_URL": _("the site’s address, in the server’s environment"),
    "TIME_ZONE": _("the office’s time zone, in the server’s environment"),
}


@dataclass(frozen=True, slots=True)
class UnsetSetting:
    """A setting in words, and the address at which it is set; none where it is set in the environment."""

    words: str
    url: str = ""


def find_unset(request: HttpRequest) -> list[UnsetSetting]:
    """Return the settings that are still unset, for users who may set them. One query, or none."""
    if not request.user.has_perm("transcripts.change_siteidentity"):
        return []
    identity = SiteIdentity.current()
    default = SiteIdentity._meta.get_field("name").get_default()
    form = reverse("admin:transcripts_siteidentity_change", args=[1])
    found = [
        UnsetSetting(str(words), f"{form}#id_{field}")
        for field, words in TEXTS.items()
        if (identity.name == default if field == "name" else not identity.local(field).strip())
    ]
    return [*found, *(UnsetSetting(str(ENVIRONMENT[name])) for name in settings.UNSET)]


def search_is_old(request: HttpRequest) -> bool:
    """Return whether the search index is to be rebuilt, for users who may set what concerns the site. One query."""
    return request.user.has_perm("transcripts.change_siteidentity") and search.is_old()
