"""What a press room holds that no upgrade may change, in words that stay whatever the code calls these things."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction

from transcripts import actions
from transcripts.models import (
    Conference,
    Edition,
    ImportDraft,
    Merge,
    NameKey,
    NamePair,
    Outlet,
    Redirect,
    Revision,
    Series,
    SiteIdentity,
    Speaker,
    Topic,
)


def tell_accounts() -> dict[str, Any]:
    return {
        user.username: {
            "name": user.get_full_name(),
            "mail": user.email,
            "password": digest(user.password) if user.has_usable_password() else "",
            "staff": user.is_staff,
            "superuser": user.is_superuser,
            "active": user.is_active,
            "groups": sorted(group.name for group in user.groups.all()),
            "permissions": sorted(user.user_permissions.values_list("codename", flat=True)),
        }
        for user in User.objects.all()
    }


def tell_groups() -> dict[str, list[str]]:
    return {group.name: sorted(_codenames(group)) for group in Group.objects.all()}


def _codenames(group: Any) -> Iterator[str]:
    return (f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.select_related("content_type"))


def tell_conferences() -> dict[str, Any]:
    return {
        one.slug: {
            "title": one.title,
            "status": one.status,
            "published": time_of(one.published_at),
            "reason": one.withdrawal_reason,
            "record": one.record_status,
            "revision": one.revision_number,
            "binned": time_of(one.binned_at),
            "words": time_of(one.words_at),
            "entered": time_of(one.created_at),
            "changed": time_of(one.updated_at),
            "preview key": one.preview_key,
            "events": [
                [
                    *(each.what, each.made_by_name, each.made_by and each.made_by.username),
                    *(time_of(each.made_at), each.note),
                ]
                for each in one.events.select_related("made_by").order_by("pk")
            ],
            "comments": [[each.text, each.made_by_name, time_of(each.made_at)] for each in one.comments.order_by("pk")],
            "warnings": [
                [
                    each.file,
                    each.line,
                    each.turn and each.turn.public_id,
                    time_of(each.settled_at),
                    each.settled_by_name,
                ]
                for each in one.import_warnings.select_related("turn").order_by("pk")
            ],
            "attachments": [
                [
                    each.public_id,
                    each.kind,
                    each.title,
                    each.alt,
                    each.caption,
                    each.credit,
                    each.url,
                    each.folder,
                    each.digest,
                    each.width,
                    each.height,
                    each.size,
                    each.content_type,
                ]
                for each in one.attachments.order_by("position")
            ],
            "present": sorted(each.user.username for each in one.presences.select_related("user")),
        }
        for one in Conference.objects.order_by("pk")
    }


def tell_revisions() -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {}
    for one in Revision.objects.select_related("conference", "made_by").order_by("conference", "pk"):
        told.setdefault(one.conference.slug, []).append(
            {
                "number": one.number,
                "base": one.base,
                "state": one.state,
                "digest": one.digest,
                "document": digest(json.dumps(one.document, sort_keys=True)),
                "by": [one.made_by_name, one.made_by and one.made_by.username, one.decided_by_name],
                "at": time_of(one.made_at),
                "note": one.note,
                "major": one.is_major,
                "notes": [
                    [edit.was, edit.now, edit.made_by_name, time_of(edit.made_at), edit.digest]
                    for edit in one.note_edits.order_by("pk")
                ],
                "corrections": [
                    [each.turn_public_id, each.label, each.field, each.was, each.now]
                    for each in one.corrections.order_by("position")
                ],
            }
        )
    return told


def tell_names() -> dict[str, dict[str, Any]]:
    """Every name there is, with its other names, and its row history."""
    told: dict[str, dict[str, Any]] = {}
    for model in (Series, Speaker, Outlet, Topic):
        kind = str(model._meta.model_name)
        told[kind] = {}
        for record in model.objects.order_by("pk"):
            told[kind][record.slug] = {
                **_name_row(record),
                "aliases": sorted(each.name for each in record.aliases.all()) if hasattr(record, "aliases") else [],
                "history": [
                    {
                        **_name_row(row),
                        "slug": row.slug,
                        "type": row.history_type,
                        "why": row.history_change_reason,
                        "by": row.history_user and row.history_user.username,
                        "at": time_of(row.history_date),
                    }
                    for row in record.history.order_by("history_id")
                ],
            }
        told[kind]["gone"] = {
            f"{row.slug} {row.history_id}": {**_name_row(row), "type": row.history_type}
            for row in model.history.order_by("history_id")
            if not model.objects.filter(pk=row.id).exists()
        }
    return told


def _name_row(row: Any) -> dict[str, str]:
    told = {"name": row.name, "name zh-hans": row.names.get("zh-hans", ""), "sorted by": row.sort_name}
    return told | ({"description": row.description} if hasattr(row, "description") else {})


def tell_redirects() -> list[list[Any]]:
    return [
        [one.kind, one.old, one.new, one.conference and one.conference.slug, one.revision, time_of(one.made_at)]
        for one in Redirect.objects.select_related("conference").order_by("kind", "old")
    ]


def tell_merges() -> dict[str, list[Any]]:
    return {
        "merges": [
            [
                one.kind,
                one.kept_name,
                one.gone_name,
                one.made_by_name,
                time_of(one.made_at),
                time_of(one.undone_at),
                one.undone_by_name,
                one.kept,
                one.gone,
            ]
            for one in Merge.objects.order_by("pk")
        ],
        "pairs": [
            [one.kind, one.one, one.other, one.why, time_of(one.dismissed_at), one.dismissed_by_name]
            for one in NamePair.objects.order_by("pk")
        ],
    }


def tell_desk() -> list[Any]:
    """The imports under way: their files, and the editor's word on them."""
    return [
        {
            "id": one.public_id,
            "owner": one.owner.username,
            "title": one.title,
            "names": one.names,
            "files": digest(json.dumps(one.files, sort_keys=True)),
            "word": [one.hints, one.fields, one.choices, one.note, one.is_major, one.is_new],
            "conference": one.conference and one.conference.slug,
            "expires": time_of(one.expires_at),
        }
        for one in ImportDraft.objects.select_related("owner", "conference").order_by("pk")
    ]


SITE_TEXTS = ("name", "tagline", "about", "contact", "licence", "privacy")


def tell_site() -> dict[str, Any]:
    site = SiteIdentity.current()
    return {
        **{field: getattr(site, field) for field in SITE_TEXTS},
        **{f"{field} zh-hans": site.text_in(field, "zh-hans") for field in SITE_TEXTS},
        "second eyes": site.asks_second_eyes,
        "edition": Edition.objects.get().number,
    }


def tell_keys() -> list[list[Any]]:
    """The derived keys of names that today's code would not make, or makes and lacks: none."""

    def keys() -> set[tuple[Any, ...]]:
        return set(NameKey.objects.exclude(key="?").values_list("kind", "record", "name", "key"))

    kept = keys()
    with transaction.atomic():
        actions.save_all_name_keys()
        again = keys()
        transaction.set_rollback(True)
    return sorted(map(list, kept ^ again))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def time_of(value: Any) -> str | None:
    return value and value.astimezone(UTC).isoformat()
