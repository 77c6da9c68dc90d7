"""Two records of one person made one."""

from django.db import transaction
from django.utils.translation import gettext

from transcripts import search
from transcripts.actions.name_keys import forget_keys, keep_keys
from transcripts.actions.naming import keep_old_address, kind_of
from transcripts.actions.recording import bump_edition
from transcripts.actions.states import WrongStateError
from transcripts.models import Conference, Outlet, Participation, Speaker, Turn
from transcripts.models.exchange import TurnQuerySet

BATCH = 50  # conferences that are indexed at once


@transaction.atomic
def merge_speakers(kept: Speaker, gone: Speaker) -> None:
    """Give `kept` everything that `gone` said and was called; the address of `gone` redirects.

    What was printed stays as printed, and so two who sat at one conference are not merged. Raises WrongStateError.
    """
    if kept == gone:
        return
    if both := Conference.objects.filter(participations__speaker=kept).filter(participations__speaker=gone).first():
        raise WrongStateError(
            gettext(
                "Both sit at “%(title)s”, where each is printed with a role. If they are one person, first give the "
                "turns of the one to the other there and remove the seat; then merge."
            )
            % {"title": both}
        )
    Participation.objects.filter(speaker=gone).update(speaker=kept)
    _give_turns(Turn.objects.filter(speaker=gone), speaker=kept)
    names = {gone.name, gone.name_zh_hans, *gone.aliases.values_list("name", flat=True)}
    gone.aliases.all().delete()
    _keep_names(kept, names - {kept.name, kept.name_zh_hans, ""})
    keep_old_address(kind_of(gone), gone.slug, kept.slug)
    forget_keys([gone])
    gone.delete()
    keep_keys([kept])
    bump_edition()


@transaction.atomic
def merge_outlets(kept: Outlet, gone: Outlet) -> None:
    """Give `kept` everything that `gone` asked and was called; the address of `gone` redirects."""
    if kept == gone:
        return
    _give_turns(Turn.objects.filter(outlet=gone), outlet=kept)
    names = {gone.name, gone.name_zh_hans, *gone.aliases.values_list("name", flat=True)}
    gone.aliases.all().delete()
    _keep_names(kept, names - {kept.name, kept.name_zh_hans, ""})
    keep_old_address(kind_of(gone), gone.slug, kept.slug)
    forget_keys([gone])
    gone.delete()
    keep_keys([kept])
    bump_edition()


def _give_turns(turns: TurnQuerySet, **whose: Speaker | Outlet) -> None:
    """Give the turns to another, in the index too. Some ten queries for every BATCH of conferences."""
    conferences = list(turns.order_by().values_list("exchange__conference", flat=True).distinct())
    turns.update(**whose)
    for at in range(0, len(conferences), BATCH):
        search.index(*conferences[at : at + BATCH])


def _keep_names(kept: Speaker | Outlet, names: set[str]) -> None:
    """Keep the other names, so that the next import finds the one record by them."""
    for name in sorted(names):
        if not type(kept).aliases.rel.related_model._default_manager.filter(name=name).exists():
            kept.aliases.create(name=name)
