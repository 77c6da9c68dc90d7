"""OAI-PMH 2.0 at /oai, by which libraries and archives harvest the record. (Source: the protocol's specification.)"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from transcripts.api.oai_records import (
    METADATA,
    Asked,
    Record,
    clean,
    earliest,
    find_record,
    identifier_of,
    metadata_of,
    public_id_in,
    read_records,
    set_condition,
    sets,
)
from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports.tables import utc
from transcripts.models import SiteIdentity

_OAI = "http://www.openarchives.org/OAI/2.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NAMESPACES: Any = {None: _OAI, "xsi": _XSI}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_LISTING = {"metadataPrefix", "from", "until", "set"}
# The arguments of each verb: those that must be there, and those that may.
_ARGUMENTS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": ({"metadataPrefix"}, _LISTING),
    "ListRecords": ({"metadataPrefix"}, _LISTING),
}
Part = etree._Element


class _RefusedError(Exception):
    """What the protocol calls an error: a code and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@csrf_exempt
@cache_policy(ResponseKind.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a request of the protocol, which takes POST like GET. Fourteen queries at most."""
    data = request.POST if request.method == "POST" else request.GET
    root = etree.Element(f"{{{_OAI}}}OAI-PMH", nsmap=_NAMESPACES)
    root.set(f"{{{_XSI}}}schemaLocation", f"{_OAI} {_OAI}OAI-PMH.xsd")
    _add(root, "responseDate", utc(timezone.now()) or "")
    asked = _add(root, "request", f"{settings.SITE_URL}/oai")
    try:
        given = _read(data)
        part = _VERBS[given["verb"]](given)
        for name, argument in given.items():
            asked.set(name, clean(argument))
        root.append(part)
    except _RefusedError as error:
        if error.code not in {"badVerb", "badArgument"}:
            for name, value in data.items():
                asked.set(name, clean(str(value)))
        _add(root, "error", str(error)).set("code", error.code)
    content = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return HttpResponse(content, content_type="text/xml; charset=utf-8")


def _read(data: QueryDict) -> dict[str, str]:
    """Return the arguments. Raises _RefusedError for those that the verb does not have."""
    verbs = data.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in _ARGUMENTS:
        raise _RefusedError("badVerb", f"The verb must be one of {', '.join(_ARGUMENTS)}, once.")
    verb = verbs[0]
    needed, allowed = _ARGUMENTS[verb]
    given = {name: values[0] for name, values in data.lists() if name != "verb"}
    if any(len(values) > 1 for _, values in data.lists()):
        raise _RefusedError("badArgument", "An argument stands there twice.")
    if "resumptionToken" in given and (allowed == _LISTING or "resumptionToken" in allowed):
        if len(given) > 1:
            raise _RefusedError("badArgument", "A resumptionToken stands alone.")
        return {"verb": verb, **given}
    if unknown := given.keys() - needed - allowed:
        raise _RefusedError("badArgument", f"{verb} has no argument {clean(min(unknown))}.")
    if missing := needed - given.keys():
        raise _RefusedError("badArgument", f"{verb} needs {', '.join(sorted(missing))}.")
    return {"verb": verb, **given}


def _identify(given: Mapping[str, str]) -> Part:
    made, identity = etree.Element(f"{{{_OAI}}}Identify"), SiteIdentity.current()
    _add(made, "repositoryName", identity.local("name"))
    _add(made, "baseURL", f"{settings.SITE_URL}/oai")
    _add(made, "protocolVersion", "2.0")
    found = re.search(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", identity.local("contact"), re.ASCII)
    _add(made, "adminEmail", found[0] if found else f"press@{identifier_of('').split(':')[1]}")
    _add(made, "earliestDatestamp", utc(earliest()) or "")
    _add(made, "deletedRecord", "persistent")
    _add(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return made


def _list_formats(given: Mapping[str, str]) -> Part:
    if "identifier" in given:
        _record(given)
    made = etree.Element(f"{{{_OAI}}}ListMetadataFormats")
    for prefix, metadata in METADATA.items():
        format_ = _add(made, "metadataFormat")
        _add(format_, "metadataPrefix", prefix)
        _add(format_, "schema", metadata.schema)
        _add(format_, "metadataNamespace", metadata.namespace)
    return made


def _list_sets(given: Mapping[str, str]) -> Part:
    if "resumptionToken" in given:
        raise _RefusedError("badResumptionToken", "The list of sets has one page.")
    made = etree.Element(f"{{{_OAI}}}ListSets")
    for spec, name in sets():
        each = _add(made, "set")
        _add(each, "setSpec", spec)
        _add(each, "setName", name)
    return made


def _get_record(given: Mapping[str, str]) -> Part:
    _check_prefix(given["metadataPrefix"])
    record = _record(given)
    made = etree.Element(f"{{{_OAI}}}GetRecord")
    for part in _records([record], given["metadataPrefix"]):
        made.append(part)
    return made


def _list_records(given: Mapping[str, str]) -> Part:
    """List records, or their headers alone."""
    asked = _asked(given)
    is_whole = given["verb"] == "ListRecords"
    size = METADATA[asked.prefix].at_once if is_whole else 200
    records, following = read_records(asked, size)
    if not records:
        raise _RefusedError("noRecordsMatch", "There is none.")
    made = etree.Element(f"{{{_OAI}}}{given['verb']}")
    for part in _records(records, asked.prefix) if is_whole else map(_header, records):
        made.append(part)
    if following:
        _add(made, "resumptionToken", following.token)
    elif "resumptionToken" in given:
        _add(made, "resumptionToken")  # the protocol ends a list of several pages with an empty one
    return made


_VERBS: dict[str, Any] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_records,
    "ListRecords": _list_records,
}


def _asked(given: Mapping[str, str]) -> Asked:
    """Return what is harvested. Raises _RefusedError."""
    if "resumptionToken" in given:
        try:
            return Asked.from_token(given["resumptionToken"])
        except (ValueError, OverflowError):
            raise _RefusedError("badResumptionToken", "It is not one that was given here.") from None
    _check_prefix(given["metadataPrefix"])
    try:
        set_condition(given.get("set", ""))
    except ValueError:
        raise _RefusedError("noRecordsMatch", "There is no such set.") from None
    first, until = given.get("from", ""), given.get("until", "")
    if first and until and len(first) != len(until):
        raise _RefusedError("badArgument", "from and until must be of one granularity.")
    start = _moment(first) if first else None
    end = None
    if until:
        try:
            end = _moment(until) + (timedelta(seconds=1) if "T" in until else timedelta(days=1))
        except OverflowError:
            raise _RefusedError("badArgument", "until is too late.") from None
    if start and end and start >= end:
        raise _RefusedError("badArgument", "from is later than until.")
    return Asked(given["metadataPrefix"], given.get("set", ""), start, end)


def _moment(text: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise _RefusedError("badArgument", "A time is written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def _check_prefix(prefix: str) -> None:
    if prefix not in METADATA:
        raise _RefusedError("cannotDisseminateFormat", f"The formats are {', '.join(METADATA)}.")


def _record(given: Mapping[str, str]) -> Record:
    public_id = public_id_in(given["identifier"])
    record = find_record(public_id) if public_id else None
    if not record:
        raise _RefusedError("idDoesNotExist", "There is no such record.")
    return record


def _records(records: list[Record], prefix: str) -> Iterator[Part]:
    metadata = metadata_of(records, prefix)
    for record in records:
        made = etree.Element(f"{{{_OAI}}}record")
        made.append(_header(record))
        if record.conference.public_id in metadata:
            _add(made, "metadata").append(metadata[record.conference.public_id])
        yield made


def _header(record: Record) -> Part:
    made = etree.Element(f"{{{_OAI}}}header")
    if record.is_deleted:
        made.set("status", "deleted")
    _add(made, "identifier", identifier_of(record.conference.public_id))
    _add(made, "datestamp", utc(record.time) or "")
    for spec in record.sets:
        _add(made, "setSpec", spec)
    return made


def _add(parent: Part, name: str, text: str = "") -> Part:
    made = etree.SubElement(parent, f"{{{_OAI}}}{name}")
    if text:
        made.text = clean(text)
    return made
