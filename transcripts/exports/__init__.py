"""Export formats of a document, in one table from which addresses and links are made. (OUTPUTS.)"""

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from transcripts.document import TranscriptDocument, from_json, to_json
from transcripts.exports.akoma_ntoso import render_akoma_ntoso
from transcripts.exports.captions import has_captions, render_subrip, render_webvtt
from transcripts.exports.epub import render_epub
from transcripts.exports.markdown import render_markdown
from transcripts.exports.pdf import BusyError, MissingLettersError, UnmadeError, render_pdf
from transcripts.exports.plain import render_json, render_object, render_text
from transcripts.exports.tei import render_tei
from transcripts.file_cache import FileCache
from transcripts.presentation import NO_IMPRINT, Imprint

_FILES = FileCache("files", most=2000, most_bytes=200 * 2**20)
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name, its content type, and the function that renders it.

    `make` takes the document and the imprint. One that `needs_times` can be had only of a document with times. Pages
    show those that are `common` first. A format that `is_xml`, or packs XML, cannot hold the two noncharacters that XML
    forbids: they become U+FFFD. One that takes long `is_kept` by a digest of all that it is made from.
    """

    suffix: str
    name: str | Promise
    content_type: str
    make: Callable[[TranscriptDocument, Imprint], bytes]
    is_common: bool = False
    needs_times: bool = False
    is_xml: bool = False
    is_kept: bool = False

    def suits(self, document: TranscriptDocument) -> bool:
        """Whether a document can be had in the format."""
        return not self.needs_times or has_captions(document)

    def render(self, document: TranscriptDocument, imprint: Imprint = NO_IMPRINT) -> bytes:
        """Return the document as a file of the format."""
        return self._keep(document, imprint) if self.is_kept else self._render(document, imprint)

    def _render(self, document: TranscriptDocument, imprint: Imprint) -> bytes:
        return self.make(_for_xml(document) if self.is_xml else document, imprint)

    def _keep(self, document: TranscriptDocument, imprint: Imprint) -> bytes:
        """Return the kept file, or make it and keep it."""
        begun = time.time()
        made_from = "\0".join([settings.RELEASE, self.suffix, json.dumps(to_json(document)), repr(imprint)])
        digest = hashlib.sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        content = _FILES.get(digest)
        if content is None:
            content = self._render(document, imprint)
            _FILES.put(digest, content, begun=begun)
        return content


def _render_word(document: TranscriptDocument, imprint: Imprint) -> bytes:
    """Return the document as a Word file; python-docx is loaded with the first."""
    from transcripts.exports.word import render_word  # noqa: PLC0415

    return render_word(document, imprint)


def _for_xml(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document without the characters that XML forbids."""
    text = json.dumps(to_json(document), ensure_ascii=False)
    if not _NOT_IN_XML.search(text):
        return document
    form: dict[str, Any] = json.loads(_NOT_IN_XML.sub("\ufffd", text))
    return from_json(form)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {
    form.suffix: form
    for form in (
        Format("txt", _("Text"), "text/plain; charset=utf-8", render_text, is_common=True),
        Format("pdf", "PDF", "application/pdf", render_pdf, is_common=True, is_xml=True),
        Format("md", "Markdown", "text/markdown; charset=utf-8", render_markdown),
        Format("docx", "Word", _WORD, _render_word, is_common=True, is_xml=True, is_kept=True),
        Format("epub", "EPUB", "application/epub+zip", render_epub, is_xml=True),
        Format("json", "JSON", "application/json; charset=utf-8", render_json),
        Format("xml", "Akoma Ntoso", "application/xml; charset=utf-8", render_akoma_ntoso, is_xml=True),
        Format("tei.xml", "TEI", "application/tei+xml; charset=utf-8", render_tei, is_xml=True),
        Format("vtt", "WebVTT", "text/vtt; charset=utf-8", render_webvtt, needs_times=True),
        Format("srt", "SubRip", "application/x-subrip; charset=utf-8", render_subrip, needs_times=True),
    )
}


def formats_of(*, has_times: bool) -> tuple[tuple[Format, ...], tuple[Format, ...]]:
    """Return the formats in which a transcript can be had: those that readers ask for most, and the others."""
    found = [form for form in FORMATS.values() if has_times or not form.needs_times]
    return tuple(form for form in found if form.is_common), tuple(form for form in found if not form.is_common)


__all__ = ["FORMATS", "BusyError", "Format", "MissingLettersError", "UnmadeError", "formats_of", "render_object"]
