"""Parsing of bounces: delivery status reports (RFC 3464) sent to the return address of a message."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from transcripts.models import key_of_token

LARGEST = 1_000_000  # bytes that are read
_TOKEN = re.compile(r"\+([0-9a-f]{40})@")
_FINAL = re.compile(r"5\.(?!7|3|2\.[23])")
_RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "To")


class BounceError(Exception):
    """Mail that is no report about a message of ours; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report: the key of the subscription whose message it is about, and whether the address is none."""

    key: str
    is_final: bool


def read_bounce(data: bytes, recipient: str = "") -> Bounce:
    """Read a report of a mail server. `recipient` is the address that it came to, where the server tells it.

    A token of ours has to be in that address, so nobody can end a subscription by writing to it without having had
    its mail. Raises BounceError.
    """
    mail = message_from_bytes(data[:LARGEST], policy=policy.compat32)
    addresses = [recipient, *(str(value) for name in _RECIPIENTS for value in mail.get_all(name, []))]
    tokens = [match for address in addresses for match in _TOKEN.findall(address.lower())]
    key = next((key for token in tokens if (key := key_of_token(token))), "")
    if not key:
        raise BounceError("It came to no return address of an alert.")
    fields = [
        each
        for part in mail.walk()
        if part.get_content_type() == "message/delivery-status" and isinstance(part.get_payload(), list)
        for each in part.get_payload()
        if isinstance(each, Message) and each.get("Action")
    ]
    if not fields:
        raise BounceError("It is no report of a mail server (message/delivery-status), so it was left alone.")
    return Bounce(key, is_final=any(map(_is_final, fields)))


def _is_final(fields: Message) -> bool:
    """Return whether the fields about a recipient say that mail to it will not arrive, whoever sends it.

    A full mailbox may be emptied; a refusal by policy (5.7) or for the system's sake (5.3) may be our fault, and would
    end all subscriptions at once.
    """
    status = str(fields.get("Status", "")).strip()
    return str(fields["Action"]).strip().lower() == "failed" and _FINAL.match(status) is not None
