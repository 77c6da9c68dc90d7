"""Prepared queries, whose SQL is built once per process; building it often takes longer than running it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import BooleanField, Expression, F, Func, JSONField, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.signals import post_init, pre_init
from django.utils import timezone
from django.utils.connection import ConnectionProxy

from transcripts.models.database.direct import fetch, fetch_planned, in_literals, may_plan
from transcripts.models.database.replica import reading


class Param(Expression):
    """Placeholder of a value that is given by name when a prepared query is run."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class AnyOf(Func):
    """The condition that a column has one of the values of a list, given by name when run; false for an empty list."""

    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, name: str) -> None:
        super().__init__(F(column), Param(name))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        joiner = " IN (SELECT value FROM json_each("
        return super().as_sql(compiler, connection, template="%(expressions)s))", arg_joiner=joiner, **extra)


Record = TypeVar("Record", bound=Model)
NOW = Param("now")  # when the query is run
AsOf = datetime | Param | None
# A place in the row, the type of the values that stay as they are, what makes Python's value of others, and its column.
_Converter = tuple[int, type | None, Sequence[Any], Any]


class PreparedQuery:
    """A query that is always the same but for its parameters. `make` returns it, as a QuerySet of values.

        TOPICS = PreparedQuery(lambda: Topic.objects.published(NOW).filter(AnyOf("pk", "keys")).values_list("pk"))
        rows = TOPICS(keys=[7, 8])

    Filter on publication with NOW: a time written into the SQL would stay that of the first run. `tables` are queries
    that its SQL names and that the database runs once, however often it reads them. PostgreSQL plans the statement each
    time for its values; `is_planned_once` keeps its plan as well, which is right where all values are alike, and is not
    done through a pooler.
    """

    def __init__(
        self,
        make: Callable[[], QuerySet[Any, Any]],
        *,
        tables: Mapping[str, "PreparedQuery"] | None = None,
        is_planned_once: bool = False,
    ) -> None:
        self._make, self._tables, self._is_planned_once = make, tables or {}, is_planned_once

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows. One query."""
        return self._fetch("{}", (), values, tail="")

    def page(self, offset: int, size: int, **values: Any) -> list[tuple[Any, ...]]:
        """Return `size` rows, those after the first `offset`, of a query that is in order and not sliced. One query."""
        tail = None if offset else f" LIMIT {size:d}"  # of the places that readers turn to, the first alone is planned
        return self._fetch("{} LIMIT %s OFFSET %s", (size, offset), values, tail=tail)

    def count(self, most: int, **values: Any) -> int:
        """Return the number of rows of a query that is not sliced, up to `most`. One query."""
        ((number,),) = self._run("SELECT COUNT(*) FROM ({} LIMIT %s) counted", (most,), values, tail=None)
        return int(number)

    def sql(self, **values: Any) -> tuple[str, list[Any]]:
        """Return the statement and its parameters, to be used as part of another one. No queries."""
        sql, parameters, slots = self._statement[:3]
        given = list(parameters)
        for place, name in slots:
            given[place] = _bind(_given(name, values))
        return sql, given

    def _fetch(
        self, around: str, more: Sequence[Any], values: Mapping[str, Any], *, tail: str | None
    ) -> list[tuple[Any, ...]]:
        converters = self._statement[3]
        rows = self._run(around, more, values, tail=tail)
        if not (converters and rows):
            return rows
        connection = reading()
        return [_convert(row, converters, connection) for row in rows]

    def _run(
        self, around: str, more: Sequence[Any], values: Mapping[str, Any], *, tail: str | None
    ) -> list[tuple[Any, ...]]:
        """Return the driver's rows of the statement in the midst of another, which has `more` values.

        That is the statement with `tail` behind it, where there is one, which may be planned once.
        """
        connection = reading()
        if self._is_planned_once and tail is not None and may_plan(connection):
            sql, names = self._planned
            return fetch_planned(connection, sql + tail, [_given(name, values) for name in names])
        sql, parameters = self.sql(**values)
        if around != "{}":
            sql, parameters = around.replace("{}", sql), [*parameters, *more]
        return fetch(connection, sql, parameters)

    @cached_property
    def _planned(self) -> tuple[str, list[str]]:
        """The SQL for PostgreSQL, with numbers in the places of what is given, and what that is, in their order."""
        sql, parameters, slots = self._statement[:3]
        names = list(dict.fromkeys(name for _, name in slots))
        written = in_literals(reading(), [None if isinstance(each, Param) else each for each in parameters])
        for place, name in slots:
            written[place] = f"${names.index(name) + 1}"
        return sql % tuple(written), names

    @cached_property
    def _statement(self) -> tuple[str, Sequence[Any], Sequence[tuple[int, str]], Sequence[_Converter], Any]:
        """The SQL, its parameters, the places and names of those that are given, what converts columns, the compiler.

        Raises ValueError when a second try gives other parameters, as it does when the clock was read.
        """
        database: Any = ConnectionProxy(connections, reading().alias)  # of whatever thread
        compiler, again = (self._make().query.get_compiler(connection=database) for _ in range(2))
        sql, parameters = compiler.as_sql()
        if list(parameters) != list(again.as_sql()[1]):
            raise ValueError("The parameters of a prepared query change. Make slots of them, and of the time, NOW.")
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        parameters = [each.value if isinstance(each, Enum) else each for each in parameters]  # drivers are slow at them
        if self._tables:
            inner = {name: each._statement for name, each in self._tables.items()}
            sql = f"WITH {', '.join(f'{name} AS MATERIALIZED ({each[0]})' for name, each in inner.items())} {sql}"
            parameters = [value for each in (*inner.values(), (sql, parameters)) for value in each[1]]
        slots = [(place, each.name) for place, each in enumerate(parameters) if isinstance(each, Param)]
        converters = compiler.get_converters(columns).items()
        made = [_quickly(place, functions, column) for place, (functions, column) in converters]
        return sql, parameters, slots, made, compiler


class PreparedModels(PreparedQuery, Generic[Record]):
    """A prepared query whose QuerySet is of records, with `select_related`, `annotate` and `defer` as it says.

        BY_SLUG = PreparedModels(lambda: Topic.objects.published(NOW).filter(slug=Param("slug")))
        topics = BY_SLUG(slug="boats")

    Prefetches are not made. Records are as the QuerySet would return them.
    """

    def __call__(self, **values: Any) -> list[Record]:  # type: ignore[override]
        """Return the records. One query."""
        maker, start, end, names, related, annotated = self._shape
        alias, records = reading().alias, []
        for row in super().__call__(**values):
            record: Record = maker.from_db(alias, names, row[start:end])
            for populator in related:
                populator.populate(row, record)
            for name, place in annotated.items():
                setattr(record, name, row[place])
            records.append(record)
        return records

    @cached_property
    def _shape(self) -> tuple[Any, int, int, list[str], list[Any], dict[str, int]]:
        """What makes records, the places and names of their columns, what adds related ones, places of annotations."""
        compiler = self._statement[4]
        info, columns = compiler.klass_info, compiler.select
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in columns[start:end]]
        related = get_related_populators(info, columns, reading().alias)  # type: ignore[call-arg] # of Django 6
        waiting = [*related]
        while waiting:
            populator = waiting.pop()
            populator.model_cls = _maker(populator.model_cls)
            waiting += populator.related_populators
        return _maker(info["model"]), start, end, names, related, compiler.annotation_col_map


class _RecordMaker:
    """Maker of a model's records as `Model.from_db` makes them, which takes three times as long.

    That looks for values that are missing, for defaults and for signals; here the columns are set, and nothing else.
    """

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def from_db(self, alias: str, names: Sequence[str], values: Sequence[Any]) -> Model:
        """Return the record with these values in the fields of these names; the others are deferred."""
        record = self.model.__new__(self.model)
        state = record._state = ModelState()
        state.adding, state.db = False, alias
        record.__dict__.update(zip(names, values, strict=True))
        return record


def _maker(model: type[Model]) -> Any:
    """Return what makes records of the model: the model itself where something waits for its records to be made."""
    is_waited_for = any(signal.has_listeners(model) for signal in (pre_init, post_init))
    return model if is_waited_for else _RecordMaker(model)


def _given(name: str, values: Mapping[str, Any]) -> Any:
    """Return the value of this name: the time is now where none is given."""
    return timezone.now() if name == NOW.name and name not in values else values[name]


def _bind(value: Any) -> Any:
    """Return a value as the database's driver takes it."""
    if isinstance(value, datetime):
        return reading().ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return reading().ops.adapt_datefield_value(value)
    if isinstance(value, list) and reading().vendor == "sqlite":
        return json.dumps(value)
    return value


def _quickly(place: int, functions: Sequence[Any], column: Any) -> _Converter:
    """Return what converts a column. JSON is not read where it is an empty object, nor a number made of a number."""
    if len(functions) == 1 and isinstance(getattr(functions[0], "__self__", None), JSONField):
        (convert,) = functions
        return place, None, [lambda value, of, at: {} if value == "{}" else convert(value, of, at)], column
    numbers = len(functions) == 1 and functions[0] is column.__dict__.get("convert_value") and _is_integer(column)
    return place, int if numbers else None, functions, column


def _is_integer(column: Any) -> bool:
    kind: str = column.output_field.get_internal_type()
    return kind.endswith("IntegerField")


def _convert(row: Sequence[Any], converters: Sequence[_Converter], connection: Any) -> tuple[Any, ...]:
    """Return a row as Python's values; SQLite stores dates and times as text."""
    made = list(row)
    for place, as_it_is, functions, column in converters:
        if type(made[place]) is as_it_is:
            continue
        for convert in functions:
            made[place] = convert(made[place], column, connection)
    return tuple(made)
