"""The table of a conference's head fields: their names, their types, and the places that show them.

The JSON form, the transcript sheet, the records, differences, the import form, previews and corrections are made from
it. A new field is a field of `TranscriptDocument`, a row here, and a column of `models.Conference`.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

Value = str | int | date | time | None


class FieldType(StrEnum):
    """The type of a field's values. All but days, times and numbers are texts."""

    TEXT = "text"
    PARAGRAPHS = "paragraphs"
    ADDRESS = "address"  # of a web page: http:// or https://
    LANGUAGE = "language"  # a BCP 47 tag in lower case
    NAME = "name"  # of another record, such as the series
    DAY = "day"
    TIME = "time"
    NUMBER = "number"


_NOT_TEXT = {FieldType.DAY, FieldType.TIME, FieldType.NUMBER}


@dataclass(frozen=True, slots=True)
class HeadField:
    """One field of the head.

    `label` is English, and what `gettext` translates: `manage.py makemessages` collects the second argument. `english`
    and `chinese` are the words before it on a transcript sheet. A public field is printed for readers, and a major
    change of it is a public correction. `is_asked` means that an import shows it to the editor, who may correct it.
    `longest` is in characters; None is no bound.
    """

    name: str
    label: str
    type: FieldType
    english: str
    chinese: str
    longest: int | None = None
    is_public: bool = True
    is_asked: bool = True

    @property
    def is_text(self) -> bool:
        """Whether its values are strings, and "" is the empty one; else it is None."""
        return self.type not in _NOT_TEXT

    @property
    def holds_words(self) -> bool:
        """Whether readers are shown its values as sentences or names, so that words can be removed from them."""
        return self.is_public and self.type in (FieldType.TEXT, FieldType.PARAGRAPHS)

    @property
    def empty(self) -> Value:
        """The value of a field that states nothing."""
        return "" if self.is_text else None

    def to_text(self, value: Value) -> str:
        """Return a value as text: days as YYYY-MM-DD, times as HH:MM, "" where there is none."""
        if value is None:
            return ""
        if isinstance(value, time):
            return value.strftime("%H:%M")
        return value.isoformat() if isinstance(value, date) else str(value)

    def from_text(self, text: str) -> Value:
        """Return the value that `text` is, the empty one for "". Raises ValueError."""
        if self.is_text or not text:
            return text or self.empty
        if self.type == FieldType.DAY:
            return date.fromisoformat(text)
        if self.type == FieldType.TIME:
            return time.fromisoformat(text)
        if not (text.isascii() and text.isdigit() and int(text)):
            raise ValueError(f"“{text}” is no number from 1 up")
        return int(text)

    def to_json(self, value: Value) -> str | int | None:
        """Return a value as JSON holds it: texts and numbers as they are, days and times as text, else null."""
        if value is None or isinstance(value, str | int):
            return value
        return self.to_text(value)

    def from_json(self, value: object) -> Value:
        """Return the value that JSON holds. Raises ValueError, with a clause, for what the field cannot hold."""
        if self.type == FieldType.NUMBER:
            if value is None or type(value) is int:
                return value
        elif isinstance(value, str):
            return self.from_text(value)
        elif value is None and not self.is_text:
            return None
        raise ValueError(f"“{self.name}” is {value!r}")


HEAD_FIELDS = (
    HeadField("title", "Title", FieldType.TEXT, "Title", "标题", longest=400),
    HeadField("series", "Series", FieldType.NAME, "Series", "系列", longest=200),
    HeadField("language", "Language", FieldType.LANGUAGE, "Language", "语言", longest=12),
    HeadField("held_on", "Held on", FieldType.DAY, "Held", "举行日期"),
    HeadField("starts_at", "Starts at", FieldType.TIME, "Time", "时间"),
    HeadField("posted_on", "Posted on", FieldType.DAY, "Posted", "发布日期"),
    HeadField("venue", "Venue", FieldType.TEXT, "Venue", "地点", longest=200),
    HeadField("source", "Source", FieldType.TEXT, "Source", "来源", longest=200),
    HeadField("source_url", "Source address", FieldType.ADDRESS, "Source URL", "来源网址", longest=500),
    HeadField(
        "translation_group",
        "Translation group",
        FieldType.TEXT,
        "Translations",
        "译本",
        longest=80,
        is_public=False,
        is_asked=False,
    ),
    HeadField("pages", "Source pages", FieldType.NUMBER, "Pages", "页数", is_public=False, is_asked=False),
    HeadField("summary", "Summary", FieldType.PARAGRAPHS, "Summary", "摘要", is_asked=False),
)
HEAD = {field.name: field for field in HEAD_FIELDS}  # by name, in the order of the document
