"""`manage.py generate_corpus`: a synthetic archive of any size, for measuring."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model, Value
from django.db.models.functions import Concat
from tqdm import tqdm

from transcripts import actions
from transcripts.management.corpus import Corpus, MadeConference
from transcripts.models import (
    Conference,
    Exchange,
    Outlet,
    Paragraph,
    Participation,
    Series,
    Speaker,
    Status,
    Topic,
    Turn,
)
from transcripts.models.database.statistics import count_tables
from transcripts.text import paragraphs

BATCH = 200  # conferences
CORRECTED = 40  # one conference in so many
TAGGED: Any = Exchange.topics.through
_COLUMNS: dict[Any, tuple[str, ...]] = {
    Exchange: ("id", "conference_id", "position", "public_id", "heading"),
    Turn: (
        "id",
        "exchange_id",
        "position",
        "public_id",
        "kind",
        "speaker_id",
        "outlet_id",
        "journalist",
        "label_as_printed",
        "text",
    ),
    Paragraph: ("turn_id", "position", "public_id"),
    TAGGED: ("exchange_id", "topic_id"),
    Participation: ("conference_id", "speaker_id", "position", "name_as_printed", "role_as_printed", "part"),
}


class Command(BaseCommand):
    """Write a synthetic archive past the actions: rows only, without revisions, and not yet in the search index."""

    help = (
        "Write a reproducible synthetic archive: published conferences of 2005 to 2026 in English and Chinese. "
        "Needs a database without conferences. Run rebuild_search afterwards."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--exchanges", type=int, required=True, metavar="N", help="how many exchanges")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="S", help="the random seed; another number gives another archive"
        )
        parser.add_argument(
            "--corrections",
            action="store_true",
            help=f"one in {CORRECTED} conferences is corrected once, with revisions, versions and their log",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the archive batch by batch, and print what was written."""
        if options["exchanges"] < 1:
            raise CommandError("--exchanges must be at least 1.")
        if Conference.objects.exists():
            raise CommandError("The database already has conferences; a synthetic archive needs an empty one.")
        corpus = Corpus(options["exchanges"], options["seed"])
        conferences = corpus.conferences()
        with transaction.atomic():
            writer = _Writer(corpus)
        with tqdm(total=corpus.exchanges, unit="exchange", file=sys.stderr) as bar:
            while batch := list(islice(conferences, BATCH)):
                with transaction.atomic():
                    writer.write(batch)
                bar.update(sum(len(each.exchanges) for each in batch))
        _tell_sequences()
        if options["corrections"]:
            _correct()
        count_tables()
        self.stdout.write(f"{Conference.objects.count()} conferences, {corpus.exchanges} exchanges.")


class _Writer:
    """Writer of conferences, which holds the keys of the names."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.topics = _names(Topic, corpus.topics)
        self.outlets = _names(Outlet, corpus.outlets)
        self.speakers = _names(Speaker, corpus.speakers)
        self.series = _names(Series, corpus.series)
        self.next = {model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in (Exchange, Turn)}

    def write(self, batch: Sequence[MadeConference]) -> None:
        """Write the conferences with their contents. A fixed number of statements, or COPY."""
        rows = Conference.objects.bulk_create(self._conference(each) for each in batch)
        found: dict[Any, list[tuple]] = {model: [] for model in _COLUMNS}
        for row, made in zip(rows, batch, strict=True):
            self._fill(found, row.pk, made)
        for model, values in found.items():
            _insert(model, _COLUMNS[model], values)

    def _conference(self, made: MadeConference) -> Conference:
        return Conference(
            title=made.title,
            slug=f"{made.day}-{made.number}",
            language=made.language,
            date=made.day,
            held_on=made.day,
            series_id=self.series[made.series],
            status=Status.PUBLISHED,
            published_at=datetime.combine(made.day, time(12), UTC),
        )

    def _fill(self, found: dict[Any, list[tuple]], pk: int, made: MadeConference) -> None:
        """Add the rows of one conference to those `found`."""
        names = self.corpus.speakers
        for place, person in enumerate(made.people, start=1):
            found[Participation].append((pk, self.speakers[person], place, names[person], "", "speaker"))
        for place, exchange in enumerate(made.exchanges, start=1):
            exchange_id, self.next[Exchange] = self.next[Exchange], self.next[Exchange] + 1
            found[Exchange].append((exchange_id, pk, place, self.corpus.public_id(), exchange.heading))
            found[TAGGED] += ((exchange_id, self.topics[topic]) for topic in exchange.topics)
            for position, turn in enumerate(exchange.turns, start=1):
                turn_id, self.next[Turn] = self.next[Turn], self.next[Turn] + 1
                speaker = None if turn.speaker is None else self.speakers[turn.speaker]
                outlet = None if turn.outlet is None else self.outlets[turn.outlet]
                label = names[turn.speaker] if turn.speaker is not None else self.corpus.outlets[turn.outlet or 0]
                key = self.corpus.public_id()
                found[Turn].append(
                    (turn_id, exchange_id, position, key, turn.kind, speaker, outlet, "", label, turn.text)
                )
                found[Paragraph] += (
                    (turn_id, number, self.corpus.paragraph_id())
                    for number, _ in enumerate(paragraphs(turn.text), start=1)
                )


def _names(model: Any, names: Iterable[str]) -> list[int]:
    """Make the records, and return their keys in the order of the names."""
    rows = [model(name=name, slug=f"{number}-{name.lower().replace(' ', '-')}") for number, name in enumerate(names)]
    return [row.pk for row in model.objects.bulk_create(rows)]


def _insert(model: type[Model], columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Insert rows in the database's quickest way."""
    table, listed = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608 (our own names)


def _correct() -> None:
    """Correct the last words of one in CORRECTED conferences, as an editor does."""
    keys = list(Conference.objects.order_by("pk").values_list("pk", flat=True))[CORRECTED // 2 :: CORRECTED]
    for key in tqdm(keys, unit="correction", file=sys.stderr):
        with transaction.atomic():
            conference = Conference.objects.get(pk=key)
            actions.record_revision(conference, actions.Change())
            turn = Turn.objects.filter(exchange__conference=key).order_by("exchange__position", "position").last()
            Turn.objects.filter(pk=turn.pk if turn else 0).update(text=Concat("text", Value(" Corrected.")))
            actions.record_revision(conference, actions.Change(note="A word was missing.", is_major=True))


def _tell_sequences() -> None:
    """Advance the database's sequences past the keys that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Exchange, Turn]):
            cursor.execute(statement)
