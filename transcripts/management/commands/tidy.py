"""`manage.py tidy`: daily housekeeping, such as writing the head of the log."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from transcripts import actions


class Command(BaseCommand):
    """Write what became due in the log, keep its head, delete expired import drafts, and overwrite what was erased."""

    help = (
        "Housekeeping, to be run once a day or more often, on each machine that answers readers: write the log's lines "
        "that are due, append the log's head to the file that LOG_HEADS_FILE names, delete expired import drafts, "
        "sessions and old entries of the log of accounts, and files made for readers before something was taken back, "
        "erase who sent reports of mistakes that were closed some time ago, and subscriptions that nobody confirmed "
        "for seven days, encrypt subscribers’ addresses again after ALERTS_KEY was changed, delete what the settings "
        "say is kept no longer, and rewrite the database file after words were "
        "erased."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{actions.take_note_of_time()} lines written in the log of versions.")
        actions.delete_expired_drafts()
        actions.forget_prepared_replacements()
        if actions.forget_files_left_behind():
            self.stdout.write("Files made for readers were deleted: something was taken back through another machine.")
        if swept := actions.sweep_orphaned_files():
            self.stdout.write(f"{swept} files were deleted that uploads had left behind.")
        self.stdout.write(f"{actions.forget_sessions()} sessions that were over, and what is kept of them, deleted.")
        self.stdout.write(f"{actions.forget_account_events()} old entries of the log of accounts deleted.")
        self.stdout.write(f"{actions.forget_senders()} closed reports of mistakes freed of who sent them.")
        self.stdout.write(f"{actions.forget_reports()} old reports of mistakes deleted.")
        self.stdout.write(f"{actions.forget_desk_log()} old entries of the desk's log deleted.")
        self.stdout.write(f"{actions.empty_old_trash()} conferences deleted that had lain in the trash.")
        self.stdout.write(f"{actions.alerts.forget_unconfirmed()} subscriptions erased that nobody had confirmed.")
        resealed, unread = actions.alerts.reseal_addresses()
        if resealed:
            self.stdout.write(f"{resealed} addresses of subscribers were encrypted again under ALERTS_KEY.")
        if unread:
            self.stderr.write(f"{unread} addresses of subscribers are under a key that is not in ALERTS_KEY_FALLBACKS.")
        if actions.overwrite_freed_pages():
            self.stdout.write("The database file was rewritten: words were erased since the last time.")
        if settings.LOG_HEADS_FILE:
            try:
                is_written = actions.write_head(settings.LOG_HEADS_FILE)
            except (OSError, ValueError) as error:
                raise CommandError(f"{settings.LOG_HEADS_FILE}: the log’s head was not written: {error}") from error
            said = "was written" if is_written else "had been written already"
            self.stdout.write(f"Today's head of the log {said}: {settings.LOG_HEADS_FILE}")
