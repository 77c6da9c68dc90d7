"""Two records of one person made one."""

from django.db import transaction

from transcripts.actions.naming import keep_old_address, kind_of
from transcripts.actions.recording import Change, bump_edition, record_revision
from transcripts.models import Conference, Outlet, Participation, Speaker, Turn


@transaction.atomic
def merge_speakers(kept: Speaker, gone: Speaker, *, change: Change) -> None:
    """Give `kept` everything that `gone` said and was called; the address of `gone` redirects.

    What was printed stays as printed. Where both sat at one conference, the seat of `kept` stays, and the
    conference gets a revision.
    """
    if kept == gone:
        return
    both = list(
        Conference.objects.filter(participations__speaker=kept)
        .filter(pk__in=Participation.objects.filter(speaker=gone).values("conference"))
        .select_for_update()
    )
    Participation.objects.filter(speaker=gone, conference__in=both).delete()
    Participation.objects.filter(speaker=gone).update(speaker=kept)
    Turn.objects.filter(speaker=gone).update(speaker=kept)
    names = {gone.name, gone.name_zh_hans, *gone.aliases.values_list("name", flat=True)}
    gone.aliases.all().delete()
    _keep_names(kept, names - {kept.name, kept.name_zh_hans, ""})
    keep_old_address(kind_of(gone), gone.slug, kept.slug)
    gone.delete()
    for conference in both:
        record_revision(conference, change)
    bump_edition()


@transaction.atomic
def merge_outlets(kept: Outlet, gone: Outlet) -> None:
    """Give `kept` everything that `gone` asked and was called; the address of `gone` redirects."""
    if kept == gone:
        return
    Turn.objects.filter(outlet=gone).update(outlet=kept)
    names = {gone.name, gone.name_zh_hans, *gone.aliases.values_list("name", flat=True)}
    gone.aliases.all().delete()
    _keep_names(kept, names - {kept.name, kept.name_zh_hans, ""})
    keep_old_address(kind_of(gone), gone.slug, kept.slug)
    gone.delete()
    bump_edition()


def _keep_names(kept: Speaker | Outlet, names: set[str]) -> None:
    """Keep the other names, so that the next import finds the one record by them."""
    for name in sorted(names):
        if not type(kept).aliases.rel.related_model._default_manager.filter(name=name).exists():
            kept.aliases.create(name=name)
