"""E-mail alerts: who follows what, and the outbox of their mail. The doors call these as `actions.alerts`."""

from transcripts.actions.alerts.outbox import (
    TRIES,
    News,
    alert_progress,
    claim_message,
    drop_message,
    due_messages,
    note_run,
    queue_news,
    settle_refused,
    settle_sent,
)
from transcripts.actions.alerts.subscriptions import (
    ask_for_alerts,
    confirm_alerts,
    end_alerts,
    end_all_alerts,
    forget_unconfirmed,
    reseal_addresses,
    set_rhythm,
    take_bounce,
)

__all__ = [
    "TRIES",
    "News",
    "alert_progress",
    "ask_for_alerts",
    "claim_message",
    "confirm_alerts",
    "drop_message",
    "due_messages",
    "end_alerts",
    "end_all_alerts",
    "forget_unconfirmed",
    "note_run",
    "queue_news",
    "reseal_addresses",
    "set_rhythm",
    "settle_refused",
    "settle_sent",
    "take_bounce",
]
