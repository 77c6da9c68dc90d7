"""`manage.py parse_transcript`: print the parse of a transcript's file, without touching the database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from transcripts.document import HEAD_FIELDS, ExchangeText, TurnText
from transcripts.intake import ACCEPTED_SUFFIXES, IntakeError, ParsedTranscript, read_file

FILE_KINDS = f"the file to read: {', '.join(ACCEPTED_SUFFIXES)} (Akoma Ntoso)"


class Command(BaseCommand):
    """Print one JSON object on standard output: `parse_transcript FILE [--language xx]`."""

    help = "Print the parse of a transcript's file as one JSON object; nothing is saved."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare FILE and --language."""
        parser.add_argument("file", metavar="FILE", type=Path, help=FILE_KINDS)
        parser.add_argument("--language", help="the transcript's language, such as en or zh-hans")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse the file and print the result; raises CommandError when the file cannot be read."""
        try:
            parsed = read_file(options["file"], language=options["language"])
        except IntakeError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(describe(parsed), ensure_ascii=False, indent=2))


def describe(parsed: ParsedTranscript) -> dict[str, Any]:
    """Return the parse as plain data: dates and times in ISO form, what is unknown as null."""
    document = parsed.document
    return {
        **{field.name: field.to_json(getattr(document, field.name)) or None for field in HEAD_FIELDS},
        "page": parsed.page,
        "partial": parsed.is_partial,
        "breadcrumb": list(parsed.breadcrumb),
        "people": describe_people(parsed),
        "turns": [
            describe_turn(turn, number)
            for number, exchange in enumerate(document.exchanges, start=1)
            for turn in exchange.turns
        ],
        "exchanges": [describe_exchange(exchange) for exchange in document.exchanges],
        "labels": [asdict(seen) for seen in parsed.labels],
        "head": [asdict(one) for one in parsed.head],
        "left_out": [asdict(one) for one in parsed.left_out],
        "bilingual": parsed.is_bilingual,
        "warnings": [{"line": warning.line, "message": warning.message} for warning in parsed.warnings],
    }


def describe_people(parsed: ParsedTranscript) -> list[dict[str, str]]:
    """Return the people as plain data: the participants, and those who ask under a name of their own."""
    people = [{"name": one.name, "role": one.role, "part": one.part.value} for one in parsed.document.people]
    return people + [{"name": name, "role": "", "part": "questioner"} for name in parsed.reporters]


def describe_turn(turn: TurnText, exchange: int) -> dict[str, Any]:
    """Return a turn as plain data; `exchange` is the number of its exchange, from 1."""
    return {
        "kind": turn.kind.value,
        "label": turn.label,
        "speaker": turn.speaker,
        "outlet": turn.outlet,
        "journalist": turn.journalist,
        "paragraphs": list(turn.paragraphs),
        **({"times": list(turn.times)} if turn.has_times else {}),
        "exchange": exchange,
    }


def describe_exchange(exchange: ExchangeText) -> dict[str, Any]:
    """Return an exchange as plain data, its turns only counted."""
    return {
        "heading": exchange.heading,
        "topics": list(exchange.topics),
        "page": exchange.page,
        "turns": len(exchange.turns),
    }
