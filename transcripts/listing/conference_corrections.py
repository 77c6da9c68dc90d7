"""The corrections of one conference, for its own pages."""

from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import cached_property

from transcripts.listing.notices import Change, Notice, NoticeKind, closed_view, entry_address
from transcripts.models import NOW, Conference, Correction, Param, PreparedModels, address
from transcripts.presentation import CorrectionView
from transcripts.reading.versions import number_before


def _of_conference() -> QuerySet[Correction]:
    found = Correction.objects.published(NOW).filter(revision__conference=Param("conference"))
    found = found.select_related("revision__removal", "closed_by").annotate(before=number_before("revision"))
    return found.defer("revision__document", "closed_by__document").order_by("-revision__number", "position")


_OF_CONFERENCE: PreparedModels[Correction] = PreparedModels(_of_conference, is_planned_once=True)


class ConferenceCorrections:
    """The corrections and removals of one published conference, for its own pages.

    One query, on first access; none where it is known that there are none.
    """

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    @cached_property
    def notices(self) -> list[Notice]:
        """A notice for each revision with corrections, the newest first."""
        notices: dict[int, Notice] = {}
        correction: Any
        has_any = getattr(self.conference, "has_corrections", True)
        for correction in _OF_CONFERENCE(conference=self.conference.pk) if has_any else ():
            revision = correction.revision
            revision.conference = self.conference
            removal = getattr(revision, "removal", None)
            notice = notices.setdefault(
                revision.pk,
                Notice(
                    NoticeKind.REMOVAL if removal else NoticeKind.CORRECTION,
                    revision.made_at,
                    self.conference,
                    removal.reason if removal else revision.note,
                    revision.pk,
                    revision,
                    removal,
                    before=correction.before or 0,
                ),
            )
            notice.changes.append(Change(correction))
            notice.total += 1
        return list(notices.values())

    @cached_property
    def by_turn(self) -> dict[str, list[CorrectionView]]:
        """The corrections to show in each turn, the newest first, by the turn's public id."""
        found: dict[str, list[CorrectionView]] = defaultdict(list)
        for notice in self.notices:
            for correction in (change.correction for change in notice.changes):
                if correction.turn_public_id and notice.revision:
                    found[correction.turn_public_id].append(
                        CorrectionView(
                            day=notice.day,
                            note=notice.note,
                            was=correction.was,
                            now=correction.now,
                            url=entry_address(self.conference, notice.revision),
                            is_of_name=bool(correction.field),
                            is_removal=notice.removal is not None,
                            closed=closed_view(correction, self.conference),
                            before=notice.before if notice.shows_words and (correction.was or correction.field) else 0,
                        )
                    )
        return dict(found)

    @property
    def total(self) -> int:
        """Number of revisions that corrected something."""
        return len(self.notices)

    @property
    def latest(self) -> date | None:
        """Day of the last correction."""
        return self.notices[0].day if self.notices else None

    def address(self) -> str:
        """Return the address of the list of all of them."""
        return f"{address('transcripts:correction-list')}?{urlencode({'conference': self.conference.slug})}"
