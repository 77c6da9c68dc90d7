"""E-mail alerts: what is news for whom, and mail written when it is sent. (MAIL: imports `actions` and below.)

Nothing here starts from anything but `published()`. What a subscriber follows is a `Subject`; `finding` says for whom
something new is, `writing` makes a message of the outbox into mail, `sending` hands it to the mail server.
"""

from transcripts.alerts.bounces import BounceError, read_bounce
from transcripts.alerts.finding import find_news
from transcripts.alerts.sending import BusyError, MailServerError, send_due, send_test
from transcripts.alerts.subjects import Subject, subject_of

__all__ = [
    "BounceError",
    "BusyError",
    "MailServerError",
    "Subject",
    "find_news",
    "read_bounce",
    "send_due",
    "send_test",
    "subject_of",
]
