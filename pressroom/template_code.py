"""Code generation for compiled templates: lines, bound names, and expressions of values and conditions."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count, groupby
from keyword import iskeyword
from typing import Any

from django.template import Variable
from django.template.base import FilterExpression
from django.template.base import Template as Source
from django.template.defaulttags import TemplateLiteral
from django.utils.safestring import SafeString

from pressroom import template_values

_COMPARED = {"==", "!=", ">", ">=", "<", "<=", "in", "not in", "is", "is not"}
_TEXT = "text "  # begins a line that adds a text to the page
_numbers = count(1)


class NotCompiledError(Exception):
    """Raised for a template with something that the compiler does not know, which it names."""


class _Layer:
    """The names that one level of a template binds, each with its local variable and whether it always has a value.

    `start` is the place in the code where those that may not be bound are marked as missing.
    """

    def __init__(self, outer: "_Layer | None", start: int) -> None:
        self.outer, self.start = outer, start
        self.bound: dict[str, tuple[str, bool]] = {}


class Writer:
    """Writer of the code of one page: its lines, its names, and its expressions."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, Any] = {name: getattr(template_values, name) for name in template_values.__all__}
        self.lines: list[tuple[int, str]] = []
        self.depth = 1
        self.text: list[str] = []  # that waits to be written at once
        self.roots: dict[str, str] = {}
        self.layer = _Layer(None, 0)
        self.loops: list[set[str]] = []  # for each loop around, what is asked of `forloop`
        self.fields: dict[str, str] = {}  # the constants that hold the classes with a field of this name

    # Lines and names

    def _line(self, line: str) -> None:
        self._flush()
        self.lines.append((self.depth, line))

    def _flush(self) -> None:
        if self.text:
            self.lines.append((self.depth, f"{_TEXT}{''.join(self.text)!r}"))
            self.text = []

    def _put(self, expression: str) -> None:
        """Write the code that adds a value to the page, which is a text already."""
        self._line(f"put({expression})")

    def code(self) -> Iterator[str]:
        """Yield the lines of code; texts and values that follow one another are added to the page at once."""
        written = (pair for pair in self.lines if pair[1])
        for (depth, is_put), run in groupby(written, lambda pair: (pair[0], pair[1].startswith((_TEXT, "put(")))):
            lines = [line for _, line in run]
            if is_put:
                added: list[str] = []
                for is_text, same in groupby(lines, lambda line: line.startswith(_TEXT)):
                    values = [line.removeprefix(_TEXT) if is_text else line[4:-1] for line in same]
                    added += [" ".join(values)] if is_text else values  # Python joins texts beside one another
                lines = [f"put({added[0]})" if len(added) == 1 else f"parts += ({', '.join(added)})"]
            yield from (" " * depth + line for line in lines)

    @contextmanager
    def _block(self, line: str) -> Iterator[None]:
        self._line(line)
        self.depth += 1
        before = len(self.lines)
        yield
        self._flush()
        if len(self.lines) == before:
            self.lines.append((self.depth, "pass"))
        self.depth -= 1

    @contextmanager
    def _pushed(self, **bound: str) -> Iterator[None]:
        """Open a layer, as `context.push()` does, with names that have a value already."""
        self._flush()
        self.layer = _Layer(self.layer, len(self.lines))
        self.lines.append((self.depth, ""))
        self.layer.bound |= {name: (variable, True) for name, variable in bound.items()}
        yield
        self._flush()
        missing = [variable for variable, is_sure in self.layer.bound.values() if not is_sure]
        if missing:
            depth, _ = self.lines[self.layer.start]
            self.lines[self.layer.start] = (depth, " = ".join([*missing, "MISSING"]))
        self.layer = self.layer.outer or self.layer

    def _variable(self) -> str:
        return f"v{next(_numbers)}"

    def _constant(self, value: Any) -> str:
        name = f"k{next(_numbers)}"
        self.names[name] = value
        return name

    def _bind(self, name: str, expression: str) -> None:
        """Write what sets a name in the layer, as `context[name] = …` does; a condition may skip it."""
        if name not in self.layer.bound:
            self.layer.bound[name] = (self._variable(), False)
        self._line(f"{self.layer.bound[name][0]} = {expression}")

    def _name(self, name: str) -> str:
        """Return the expression of a name: the innermost value that it has, else that of the page."""
        layer: _Layer | None = self.layer
        found = []
        while layer:
            if name in layer.bound:
                variable, is_sure = layer.bound[name]
                found.append(variable)
                if is_sure:
                    break
            layer = layer.outer
        else:
            found.append(self._root(name))
        said = found.pop()
        while found:
            variable = found.pop()
            said = f"({said} if {variable} is MISSING else {variable})"
        return said

    def _root(self, name: str) -> str:
        if name in {"True", "False", "None"}:
            return name
        return self.roots.setdefault(name, f"r_{name}")

    # Expressions

    def _lookup(self, variable: Variable) -> str:
        """Return the expression of a variable, MISSING where there is none, or of a literal."""
        if variable.lookups is None:
            return self._constant(variable.resolve({}))
        first, *rest = variable.lookups
        if first == "forloop":
            return self._forloop(rest)
        found = self._name(first)
        for bit in rest:
            found = self._part(found, bit)
        return found

    def _part(self, found: str, name: str) -> str:
        """Return the expression of a part of a value: at once where it is a field of a class that was seen with it."""
        if name.isdecimal() and str(int(name)) == name:
            return f"item({found}, {name})"
        if not name.isidentifier() or iskeyword(name):
            return f"look({found}, {name!r})"
        if name not in self.fields:
            self.fields[name] = self._constant(template_values.classes_with(name))
        variable = found if found.isidentifier() else self._variable()
        value = found if variable == found else f"{variable} := {found}"
        return f"({variable}.{name} if type({value}) in {self.fields[name]} else look({variable}, {name!r}))"

    def _forloop(self, rest: list[str]) -> str:
        if not self.loops or len(rest) != 1 or rest[0] not in {"first", "last", "counter", "counter0"}:
            raise NotCompiledError("forloop." + ".".join(rest))
        number = len(self.loops)
        self.loops[-1].add(rest[0])
        return {
            "first": f"(i{number} == 0)",
            "last": f"(i{number} == n{number} - 1)",
            "counter": f"(i{number} + 1)",
            "counter0": f"i{number}",
        }[rest[0]]

    def _value(self, expression: FilterExpression, missing: str = '""') -> str:
        """Return the expression of a value with its filters; `missing` is what represents one that is not there."""
        found = self._raw(expression, missing)
        return found if expression.filters or not may_lack(expression) else _given(found, missing)

    def _raw(self, expression: FilterExpression, missing: str) -> str:
        """Return the same, which is MISSING for a variable that is not there and has no filters."""
        if not expression.is_var:
            found = self._constant(expression.var)
        else:
            found = self._lookup(expression.var)
            if expression.filters and may_lack(expression):
                found = _given(found, missing)
        for function, arguments in expression.filters:
            found = self._filtered(found, function, arguments)
        return found

    def _filtered(self, found: str, function: Any, arguments: list[tuple[bool, Any]]) -> str:
        given = []
        for is_variable, argument in arguments:
            given.append(f"needed({self._lookup(argument)})" if is_variable else self._constant(SafeString(argument)))
        if getattr(function, "expects_localtime", False):
            found = f"localtime({found})"
        if getattr(function, "needs_autoescape", False):
            given.append("autoescape=True")
        called = self._constant(function)
        if getattr(function, "is_safe", False):
            return f"filtered({', '.join([called, found, *given])})"
        return f"{called}({', '.join([found, *given])})"

    def _condition(self, condition: Any) -> str:
        """Return the expression of a condition of `{% if %}`."""
        if isinstance(condition, TemplateLiteral):
            return self._raw(_expression(condition), "None")
        if condition.id in {"and", "or"}:
            return f"({self._condition(condition.first)} {condition.id} {self._condition(condition.second)})"
        if condition.id == "not":
            return f"(not {self._condition(condition.first)})"
        if condition.id not in _COMPARED:
            raise NotCompiledError(condition.id)
        first, second = self._operand(condition.first), self._operand(condition.second)
        if condition.id in {"==", "!=", "is", "is not"}:
            return f"({first} {condition.id} {second})"
        return f"compared(lambda: {first} {condition.id} {second})"

    def _operand(self, condition: Any) -> str:
        found = self._condition(condition)
        is_plain = isinstance(condition, TemplateLiteral) and not may_lack(_expression(condition))
        return found if is_plain else _given(found, "None")


def _given(found: str, missing: str) -> str:
    """Return the expression of a value, or of what represents one that is missing."""
    return f"({missing} if {found} is MISSING else {found})" if found.isidentifier() else f"given({found}, {missing})"


def may_lack(expression: FilterExpression) -> bool:
    """Return whether a value may be missing: it is a variable, and no literal."""
    return expression.is_var and expression.var.lookups is not None


def literal(expression: FilterExpression) -> Any:
    """Return the value of an expression that is a literal without filters."""
    if expression.filters or may_lack(expression):
        raise NotCompiledError(f"a variable where a text is expected: {expression.token}")
    return expression.var.literal if expression.is_var else expression.var


def _expression(literal: TemplateLiteral) -> FilterExpression:
    """Return the expression in a condition."""
    expression: Any = literal.value
    return expression
