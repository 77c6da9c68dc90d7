"""Values of a document as text for people, as a conflict shows them."""

from datetime import date, time

from transcripts.document.transcript import ExchangeText, Part, Person, TurnText


def field_text(value: object) -> str:
    """Return a value of a document as text that can be read; nothing for a value that is not there.

    Days are YYYY-MM-DD, times HH:MM, several values are parted by semicolons, a person is the name and the role.
    """
    if isinstance(value, tuple | list):
        text = "; ".join(field_text(one) for one in value)
    elif isinstance(value, time):
        text = value.strftime("%H:%M")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, Person):
        part = f" ({value.part.value})" if value.part != Part.SPEAKER else ""
        text = ", ".join(filter(None, (value.name, value.role))) + part
    elif isinstance(value, TurnText):
        text = value.text
    elif isinstance(value, ExchangeText):
        text = "\n".join(filter(None, (value.heading, field_text(value.topics))))
    else:
        text = "" if value is None else str(value)
    return text
