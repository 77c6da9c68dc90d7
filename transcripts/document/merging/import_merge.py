"""Import merge: the changes of a file that is imported again, merged into the records.

The changes from the text of the last import, the base, to that of the present one are merged into the records, so that
an editor's changes in between stay. Without a base nothing is taken away, and each difference is a conflict. `mine`
is always the file, `theirs` the site.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from transcripts.document.matching import match
from transcripts.document.merging.three_way import Conflict, merge_three
from transcripts.document.times import follow_times
from transcripts.document.transcript import ExchangeText, Person, TranscriptDocument, TurnText
from transcripts.text import fold

FILE, SITE = "mine", "theirs"  # the choices between the two, as `merge_three` knows them
GONE = "~"  # prefix of the ids of turns and exchanges that the records no longer hold
MOST_ROUNDS = 5  # rounds of merging: a choice can bring back the subject of another conflict

HEAD = [field.name for field in fields(TranscriptDocument) if field.name not in {"people", "exchanges"}]
_Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ImportConflict:
    """A conflict of the file with the site, and its place: numbers from 1, None where it is about no turn.

    `is_gone` means that the place is not on the site any more; the numbers are then those of the previous file.
    """

    conflict: Conflict
    exchange: int | None = None
    turn: int | None = None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ImportMerge:
    """The result of an import merge: the document that the records would hold, and the open conflicts."""

    document: TranscriptDocument
    conflicts: tuple[ImportConflict, ...] = ()


def with_heard_people(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document with everybody who speaks among its people, the unlisted ones last."""
    known = {person.name for person in document.people}
    heard = dict.fromkeys(turn.speaker for turn in document.turns if turn.speaker and turn.speaker not in known)
    return replace(document, people=(*document.people, *(Person(name) for name in heard)))


def pages_of(document: TranscriptDocument, pages: Iterable[int]) -> TranscriptDocument:
    """Return the part of a document that is on certain source pages."""
    wanted = set(pages)
    return replace(document, exchanges=tuple(one for one in document.exchanges if one.page in wanted))


def merge_import(
    base: TranscriptDocument | None,
    new: TranscriptDocument,
    records: TranscriptDocument,
    *,
    is_partial: bool = False,
    is_extract: bool = False,
    choices: Mapping[str, str] | None = None,
    prefer: str = "",
) -> ImportMerge:
    """Return the document of the records once the changes between `base` and `new` are merged into them.

    What a file does not state it never erases, and a partial one removes nothing of other pages; an extract, which
    does not even state its page, removes nothing at all. `choices` map conflicts to the text that wins, FILE or SITE;
    `prefer` decides all that are left.
    """
    heard = with_heard_people(new)
    if base is None:
        origin, mine = _without_base(heard, records, keeps_head=is_partial)
    else:
        origin, mine = _identify(with_heard_people(base), heard, records)
        if is_extract:
            origin = _only_with(origin, {turn.public_id for turn in mine.turns})
        mine = _with_unstated(origin, mine, keeps_people=is_partial or not new.people)
    decided = dict(choices or {})
    merged = merge_three(origin, mine, records, decided)
    for _ in range(MOST_ROUNDS if prefer else 0):
        decided |= {conflict.place: prefer for conflict in merged.conflicts if conflict.place not in decided}
        merged = merge_three(origin, mine, records, decided)
    document = _without_gone_ids(merged.document)
    if is_partial:
        document = _in_page_order(document, records, mine)
    conflicts = tuple(_placed(conflict, records, origin) for conflict in merged.conflicts)
    return ImportMerge(document, conflicts)


def _without_base(
    new: TranscriptDocument, records: TranscriptDocument, *, keeps_head: bool
) -> tuple[TranscriptDocument, TranscriptDocument]:
    """Return a base from which both sides added all of their text, and `new` with the ids of equal parts.

    With `keeps_head` the head of the records wins where it states anything: one page of several states less of it.
    """
    mine = _with_ids(new, _of_these_pages(records, new) if keeps_head else records)
    if keeps_head:
        mine = replace(mine, **{name: getattr(records, name) or getattr(new, name) for name in HEAD})
    head = {}
    for name in HEAD:
        ours, theirs = getattr(mine, name), getattr(records, name)
        head[name] = theirs if ours == theirs or not ours else getattr(_NOTHING, name)
    known = {person.name: person for person in records.people}
    people = [_with_role(known.get(person.name), person) for person in mine.people]
    filled = {name: getattr(mine, name) or getattr(records, name) for name in HEAD}
    return replace(_NOTHING, **head), replace(mine, **filled, people=tuple(people))


def _of_these_pages(records: TranscriptDocument, new: TranscriptDocument) -> TranscriptDocument:
    """Return the part of the records that may hold the words of some pages: not that of other pages."""
    pages = {one.page for one in new.exchanges}
    if None in pages:
        return records
    exchanges = [one for one in records.exchanges if one.page is None or one.page in pages]
    return replace(records, exchanges=tuple(exchanges))


def add_extract(base: TranscriptDocument | None, new: TranscriptDocument) -> TranscriptDocument:
    """Return a base completed with an extract, whose words replace the base's where the two differ."""
    if base is None:
        return new
    known = _with_gone_ids(_without_ids(base))
    return merge_import(None, _without_ids(new), known, is_partial=True, prefer=FILE).document


_NOTHING = TranscriptDocument(language="")


def _with_ids(new: TranscriptDocument, old: TranscriptDocument) -> TranscriptDocument:
    """Return `new` with the ids of those turns and exchanges of `old` that it holds; others keep their own."""
    found = match(old, new)
    exchanges = []
    for number, exchange in enumerate(new.exchanges):
        places = [found.turns.get((number, index)) for index in range(len(exchange.turns))]
        turns = tuple(
            replace(turn, public_id=place.turn.public_id) if place else turn
            for turn, place in zip(exchange.turns, places, strict=True)
        )
        at = found.exchanges.get(number)
        public_id = exchange.public_id if at is None else old.exchanges[at].public_id
        exchanges.append(replace(exchange, turns=turns, public_id=public_id))
    return replace(new, exchanges=tuple(exchanges))


def _identify(
    base: TranscriptDocument, new: TranscriptDocument, records: TranscriptDocument
) -> tuple[TranscriptDocument, TranscriptDocument]:
    """Return base and `new` with the records' ids, and with the names that the records use for their people.

    What the records no longer hold gets ids that begin with GONE.
    """
    origin = _with_gone_ids(_with_ids(_without_ids(base), records))
    renamed = _renamed_speakers(origin, records)
    origin, mine = _rename(origin, renamed), _rename(_with_ids(new, origin), renamed)
    taken = {turn.public_id for turn in (*origin.turns, *mine.turns)}
    left = [turn for turn in records.turns if turn.public_id not in taken and turn.text]
    return origin, _with_same_words(mine, left)


def _without_ids(document: TranscriptDocument) -> TranscriptDocument:
    exchanges = [
        replace(one, public_id="", turns=tuple(replace(turn, public_id="") for turn in one.turns))
        for one in document.exchanges
    ]
    return replace(document, exchanges=tuple(exchanges))


def _with_gone_ids(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document with an id unknown to the records for each turn and exchange that had none."""
    exchanges = []
    for number, exchange in enumerate(document.exchanges, start=1):
        turns = tuple(
            turn if turn.public_id else replace(turn, public_id=f"{GONE}{number}-{index}")
            for index, turn in enumerate(exchange.turns, start=1)
        )
        exchanges.append(replace(exchange, turns=turns, public_id=exchange.public_id or f"{GONE}{number}"))
    return replace(document, exchanges=tuple(exchanges))


def _without_gone_ids(document: TranscriptDocument) -> TranscriptDocument:
    """Return the document without the ids that begin with GONE: turns that come back are new."""

    def own(public_id: str) -> str:
        return "" if public_id.startswith(GONE) else public_id

    exchanges = [
        replace(
            one,
            public_id=own(one.public_id),
            turns=tuple(replace(turn, public_id=own(turn.public_id)) for turn in one.turns),
        )
        for one in document.exchanges
    ]
    return replace(document, exchanges=tuple(exchanges))


def _renamed_speakers(origin: TranscriptDocument, records: TranscriptDocument) -> dict[_Names, _Names]:
    """Return the records' speaker or outlet for each one of the file that the records do not know."""
    held = {turn.public_id: turn for turn in records.turns}
    known = {person.name for person in records.people} | {turn.outlet for turn in records.turns} - {""}
    became: dict[_Names, Counter[_Names]] = defaultdict(Counter)
    for turn in origin.turns:
        if turn.public_id in held and (turn.speaker or turn.outlet) and not {turn.speaker, turn.outlet} & known:
            now = held[turn.public_id]
            became[turn.speaker, turn.outlet][now.speaker, now.outlet] += 1
    return {was: counts.most_common(1)[0][0] for was, counts in became.items()}


def _rename(document: TranscriptDocument, renamed: Mapping[_Names, _Names]) -> TranscriptDocument:
    """Return the document with these speakers and outlets under their other names."""
    if not renamed:
        return document
    speakers = {was: speaker for (was, _), (speaker, _) in renamed.items() if was}
    people = [replace(person, name=speakers.get(person.name, person.name)) for person in document.people]
    exchanges = [replace(one, turns=tuple(_said_by(turn, renamed) for turn in one.turns)) for one in document.exchanges]
    return replace(document, people=tuple(people), exchanges=tuple(exchanges))


def _said_by(turn: TurnText, renamed: Mapping[_Names, _Names]) -> TurnText:
    speaker, outlet = renamed.get((turn.speaker, turn.outlet), (turn.speaker, turn.outlet))
    return replace(turn, speaker=speaker, outlet=outlet, journalist=turn.journalist if outlet else "")


def _with_same_words(new: TranscriptDocument, left: Iterable[TurnText]) -> TranscriptDocument:
    """Return `new`, its turns without an id given those of the turns in `left` with the very same words."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for turn in left:
        waiting[fold(turn.text)].append(turn.public_id)
    exchanges = []
    for exchange in new.exchanges:
        turns = []
        for turn in exchange.turns:
            same = waiting.get(fold(turn.text)) if not turn.public_id else None
            turns.append(replace(turn, public_id=same.pop(0)) if same else turn)
        exchanges.append(replace(exchange, turns=tuple(turns)))
    return replace(new, exchanges=tuple(exchanges))


def _only_with(document: TranscriptDocument, ids: set[str]) -> TranscriptDocument:
    """Return the part of a document that holds these turns."""
    exchanges = [
        replace(one, turns=tuple(turn for turn in one.turns if turn.public_id in ids)) for one in document.exchanges
    ]
    return replace(document, exchanges=tuple(one for one in exchanges if one.turns))


def _with_unstated(base: TranscriptDocument, new: TranscriptDocument, *, keeps_people: bool) -> TranscriptDocument:
    """Return `new` completed with facts that only the base states: a file's silence is no change."""
    head = {name: getattr(new, name) or getattr(base, name) for name in HEAD}
    before = {one.public_id: one for one in base.exchanges}
    timed = {turn.public_id: turn for turn in base.turns if turn.public_id and turn.has_times}
    exchanges = []
    for exchange in new.exchanges:
        was = before.get(exchange.public_id, ExchangeText())
        exchanges.append(
            replace(
                exchange,
                turns=tuple(_with_times_of(timed.get(turn.public_id), turn) for turn in exchange.turns),
                heading=exchange.heading or was.heading,
                topics=exchange.topics or was.topics,
                page=exchange.page or was.page,
            )
        )
    known = {person.name: person for person in base.people}
    people = {person.name: _with_role(known.get(person.name), person) for person in new.people}
    if keeps_people:
        people = {**known, **people}
    return replace(new, **head, people=tuple(people.values()), exchanges=tuple(exchanges))


def _with_times_of(before: TurnText | None, turn: TurnText) -> TurnText:
    """Return the turn with the times that are known, where none is stated."""
    if before is None or turn.has_times:
        return turn
    return replace(turn, times=follow_times(before, turn.paragraphs))


def _with_role(before: Person | None, person: Person) -> Person:
    """Return the person with the role that is known, where none is stated."""
    return replace(person, role=before.role, part=before.part) if before and not person.role else person


def _in_page_order(
    document: TranscriptDocument, records: TranscriptDocument, new: TranscriptDocument
) -> TranscriptDocument:
    """Return the document with exchanges of new pages between those of earlier and those of later pages."""
    held = {one.public_id for one in records.exchanges}
    pages = {one.page for one in new.exchanges if one.public_id in held}
    fresh = [
        one
        for one in document.exchanges
        if one.public_id not in held and one.page not in pages and one.page is not None
    ]
    placed = [one for one in document.exchanges if not any(one is other for other in fresh)]
    for exchange in fresh:
        later = (at for at, one in enumerate(placed) if (one.page or 0) > (exchange.page or 0))
        placed.insert(next(later, len(placed)), exchange)
    if new.exchanges and not held & {one.public_id for one in new.exchanges}:
        # Pages without a number come after all others, in the order in which they were passed.
        late = [one for one in placed if one.public_id not in held and one.page is None]
        placed = [one for one in placed if not any(one is other for other in late)] + late
    return replace(document, exchanges=tuple(placed))


def _placed(conflict: Conflict, records: TranscriptDocument, origin: TranscriptDocument) -> ImportConflict:
    """Return the conflict with the numbers of the exchange and the turn that it is about."""
    key = conflict.place.partition(" ")[0]
    for document in (records, origin):
        for number, exchange in enumerate(document.exchanges, start=1):
            ids = [turn.public_id for turn in exchange.turns]
            if key in ids:
                return ImportConflict(conflict, number, ids.index(key) + 1, document is origin)
            if key and key == exchange.public_id:
                return ImportConflict(conflict, number, None, document is origin)
    return ImportConflict(conflict)
