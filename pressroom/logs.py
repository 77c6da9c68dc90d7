"""Logging: lines of JSON or text, each with its request id, and error mails to the office."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.core.mail import mail_admins

QUIET = 600  # seconds in which the same error is mailed once
# The id of the request that is being answered, which each line of the log carries.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestFilter(logging.Filter):
    """Add the request's id, and take addresses out of Django's own lines: a preview's holds a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        request = getattr(record, "request", None)
        if request is not None and record.name == "django.request" and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            record.args = (*record.args[:-1], str(match.route) if match else "-")
        return True


class JsonFormatter(logging.Formatter):
    """A line of JSON: time, level, logger, message, request, and the facts of a request."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_id", ""),
        }
        said |= getattr(record, "facts", {})
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


class OfficeMailHandler(logging.Handler):
    """Mail an error to the office, without anything of the request but its id; the same one only now and then."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            error = record.exc_info[1] if record.exc_info else None
            kind = f"{record.name}:{type(error).__name__ if error else record.msg}"
            if not cache.add(f"mailed-error:{kind}", 1, QUIET):
                return
            trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
            text = f"{record.getMessage()}\nRequest: {getattr(record, 'request_id', '')}\n\n{trace}\n"
            mail_admins(f"Error: {kind}"[:200], text, fail_silently=True)
        except Exception:
            self.handleError(record)
