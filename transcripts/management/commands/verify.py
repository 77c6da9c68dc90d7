"""`manage.py verify FILE [--log LOG]`: check a downloaded version of a transcript, without a database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from transcripts.document import VerifyError, line_digest, verify_log, verify_version


class Command(BaseCommand):
    """Check that the words in a file are those of its digest, and that the log of the site has this digest."""

    help = (
        "Check a version of a transcript (downloaded as .json?version=N) against its digest and, with --log, against "
        "the site's log (downloaded as /versions/log.jsonl). No database is needed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the version, as JSON")
        parser.add_argument("--log", type=Path, help="the site's log, as JSON Lines")

    def handle(self, *args: Any, file: Path, log: Path | None, **options: Any) -> None:
        form = _read_json(file, _read(file))
        try:
            removed = verify_version(form)
        except VerifyError as error:
            raise CommandError(f"{file}: {error}") from error
        part = f"exchange {form['exchange']} of " if "exchange" in form else ""
        name = f"{part}version {form['version']} of conference {form['conference']}"
        self.stdout.write(f"{file}: the words are those of {name}, digest {form['digest']}.")
        if removed:
            self.stdout.write(f"{removed} removed texts are proved by their digest alone.")
        if log:
            self._find_in(log, form, name)
        else:
            self.stdout.write("Compare the digest with the site's log: --log FILE does, with a saved log.")

    def _find_in(self, log: Path, form: dict[str, Any], name: str) -> None:
        """Check the chain of the log, and that it has this version. Raises CommandError."""
        lines = [_read_json(log, line) for line in _read(log).splitlines() if line.strip()]
        try:
            verify_log(lines)
        except VerifyError as error:
            raise CommandError(f"{log}: {error}") from error
        ours = {key: form[key] for key in ("conference", "version", "time", "digest")}
        found = next((line for line in lines if all(line[key] == ours[key] for key in ("conference", "version"))), None)
        if found is None:
            raise CommandError(f"{log}: the log has no line for {name}.")
        if wrong := next((key for key, value in ours.items() if found[key] != value), None):
            raise CommandError(f"{log}: line {found['number']} has another {wrong}: {found[wrong]}.")
        head = line_digest(lines[-1])
        self.stdout.write(f"{log}: line {found['number']} says the same. {len(lines)} lines are chained, head {head}.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _read_json(path: Path, text: str) -> dict[str, Any]:
    """Return the JSON object that `text` is. Raises CommandError."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CommandError(f"{path} is not a JSON object.")
    return value
