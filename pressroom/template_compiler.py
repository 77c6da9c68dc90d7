"""A compiler for Django templates: one Python function per page and language, with all it extends and includes.

Django walks a tree of nodes for each page and looks each name up in a stack of dictionaries; that takes most of the
time of a page. The function does what these nodes do, in their order and with their rules, as straight code: names
that a template binds are local variables, and what depends on the language alone (translations, addresses without
arguments, static files) stands in it as text. A template with a tag that is not known here raises NotCompiledError, and
Django renders it as it is. `tests/test_compiled_templates.py` compares both ways on every page.
"""

import linecache
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, cast

from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, TextNode, VariableNode
from django.template.base import Template as Source
from django.template.defaulttags import (
    CommentNode,
    FilterNode,
    FirstOfNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, GetCurrentLanguageNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils import translation

from pressroom import template_values
from pressroom.template_code import NotCompiledError, Writer, literal, may_lack

Page = Callable[[dict[str, Any]], str]
MOST_INCLUDES = 12  # one inside the other
_numbers = count(1)


def compile_template(source: Source) -> Page:
    """Return the function that renders the template in the language that is active: from the values by name to HTML.

    Raises NotCompiledError.
    """
    writer = _PageWriter(source)
    text = writer.write()
    name = f"<{source.name} in {translation.get_language()}, {next(_numbers)}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)  # tracebacks show its lines
    exec(compile(text, name, "exec"), writer.names)  # noqa: S102 (the project's own templates)
    page: Page = writer.names["page"]
    return page


class _PageWriter(Writer):
    """Writer of a page's nodes, each as Django renders it."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.blocks: dict[str, BlockNode] = {}  # by name, as the page has them
        self.includes: list[str] = []

    def write(self) -> str:
        """Return the code."""
        with self._pushed():
            self._template(self.source)
        head = ["def page(values):", " parts = []", " put = parts.append", " get = values.get"]
        head += [f" {variable} = called(get({name!r}, MISSING))" for name, variable in self.roots.items()]
        return "\n".join([*head, *self.code(), ' return "".join(parts)', ""])

    def _template(self, source: Source) -> None:
        """Write a template, with those that it extends around it."""
        before, self.blocks = self.blocks, {}
        while True:
            extends = next((node for node in source.nodelist if not isinstance(node, TextNode)), None)
            block: Any
            for block in source.nodelist.get_nodes_by_type(BlockNode):
                self.blocks.setdefault(block.name, block)
            if not isinstance(extends, ExtendsNode):
                break
            source = self.source.engine.get_template(literal(cast(FilterExpression, extends.parent_name)))
        self._nodes(source.nodelist)
        self.blocks = before

    def _nodes(self, nodes: NodeList) -> None:
        for node in nodes:
            write = self._WRITERS.get(type(node))
            if not write:
                raise NotCompiledError(type(node).__name__)
            write(self, node)

    def _text_node(self, node: TextNode) -> None:
        self.text.append(node.s)

    def _nothing(self, node: Node) -> None:
        """Write nothing: a comment, or a tag for the parser."""

    def _variable_node(self, node: VariableNode) -> None:
        expression = node.filter_expression
        if expression.is_var and expression.var.var == "block.super":
            raise NotCompiledError("block.super")
        self._put(f"escaped({self._raw(expression, chr(34) * 2)})")

    def _if(self, node: IfNode) -> None:
        word = "if"
        for condition, nodes in node.conditions_nodelists:
            line = "else:" if condition is None else f"{word} {self._condition(condition)}:"
            if line == "else:" and word == "if":
                self._nodes(nodes)
                return
            with self._block(line):
                self._nodes(nodes)
            word = "elif"

    def _for(self, node: Any) -> None:
        number = len(self.loops) + 1
        self._line(f"s{number} = listed({self._value(node.sequence, 'None')})")
        self._line(f"n{number} = len(s{number})")
        over = f"reversed(s{number})" if node.is_reversed else f"s{number}"
        variables = [self._variable() for _ in node.loopvars]
        self.loops.append(set())
        with self._block(f"if n{number}:"), self._pushed():
            start = len(self.lines)
            with self._block(f"for {', '.join(variables)} in {over}:"):
                if len(variables) == 1:  # it is set in the layer of the loop, so that other names in it stay
                    self.layer.bound[node.loopvars[0]] = (variables[0], True)
                    self._nodes(node.nodelist_loop)
                else:
                    with self._pushed(**dict(zip(node.loopvars, variables, strict=True))):
                        self._nodes(node.nodelist_loop)
            if self.loops[-1]:
                depth, target = self.lines[start][0], f"({', '.join(variables)})"
                self.lines[start] = (depth, f"for i{number}, {target} in enumerate({over}):")
        self.loops.pop()
        if node.nodelist_empty:
            with self._block("else:"), self._pushed():
                self._nodes(node.nodelist_empty)

    def _bound(self, values: dict[str, FilterExpression]) -> dict[str, str]:
        """Write local variables with the values; return them by name."""
        bound = {}
        for name, expression in values.items():
            bound[name] = self._variable()
            self._line(f"{bound[name]} = {self._value(expression)}")
        return bound

    def _with(self, node: Any) -> None:
        with self._pushed(**self._bound(node.extra_context)):
            self._nodes(node.nodelist)

    def _filter(self, node: Any) -> None:
        """Write the body apart, and put what the filter makes of it."""
        outer, body = self._variable(), self._variable()
        self._line(f"{outer}, parts = parts, []")
        self._line("put = parts.append")
        self._nodes(node.nodelist)
        self._line(f"{body} = SafeString(''.join(parts))")
        self._line(f"parts = {outer}")
        self._line("put = parts.append")
        with self._pushed(var=body):
            self._put(self._value(node.filter_expr))

    def _include(self, node: IncludeNode) -> None:
        name = literal(node.template)
        if node.isolated_context or name.startswith(".") or len(self.includes) > MOST_INCLUDES:
            raise NotCompiledError(f"include of {name}")
        self.includes.append(name)
        with self._pushed(**self._bound(node.extra_context)):
            self._template(self.source.engine.get_template(name))
        self.includes.pop()

    def _block_node(self, node: BlockNode) -> None:
        with self._pushed():
            self._nodes(self.blocks[node.name].nodelist)

    def _firstof(self, node: FirstOfNode) -> None:
        values = [self._value(expression, "None") for expression in node.vars]
        chosen = f"escaped({' or '.join([*values, chr(34) * 2])})"
        if node.asvar:
            self._bind(node.asvar, chosen)
        else:
            self._put(chosen)

    def _simple(self, node: SimpleNode) -> None:
        if node.takes_context:
            raise NotCompiledError(node.func.__name__)
        given = [self._value(each) for each in node.args]
        given += [f"{name}={self._value(each)}" for name, each in node.kwargs.items()]
        called = f"{self._constant(node.func)}({', '.join(given)})"
        if node.target_var is None:
            self._put(f"conditional_escape({called})")
        else:
            self._bind(node.target_var, called)

    def _url(self, node: URLNode) -> None:
        if node.kwargs:
            raise NotCompiledError("url with named parts")
        asked = ", ".join(self._value(each) for each in (node.view_name, *node.args))
        if node.asvar:
            self._bind(node.asvar, f"address_or_nothing({asked})")
        elif node.args or node.view_name.filters or may_lack(node.view_name):
            self._put(f"escaped({self._address(node, asked)})")
        else:
            self._fixed(node)

    def _address(self, node: URLNode, asked: str) -> str:
        """Return the expression of an address; what is the same for all slugs and ids is looked up now."""
        if len(node.args) != 1 or node.view_name.filters or may_lack(node.view_name):
            return f"address({asked})"
        make = self._constant(template_values.addresses(literal(node.view_name)))
        return f"{make}({self._value(node.args[0])})"

    def _fixed(self, node: Node, name: str | None = None) -> None:
        """Write the text of a node that depends on nothing but the language; with `name`, bind it."""
        context = Context()
        with context.bind_template(self.source):
            text = node.render(context)
            if name:
                self._bind(name, self._constant(context[name]))
        self.text.append(text)

    def _static(self, node: StaticNode) -> None:
        literal(node.path)
        self._fixed(node, node.varname)

    def _translate(self, node: TranslateNode) -> None:
        literal(node.filter_expression)
        if node.message_context:
            literal(node.message_context)
        self._fixed(node, node.asvar)

    def _current_language(self, node: GetCurrentLanguageNode) -> None:
        self._bind(node.variable, repr(translation.get_language()))

    def _language(self, node: LanguageNode) -> None:
        """Write the body once for each language, for one of them is the current one when it is rendered."""
        language = self._variable()
        self._line(f"{language} = {self._value(node.language)}")
        for code, _name in settings.LANGUAGES:
            chosen = self._block(f"if {language} == {code!r}:")
            with chosen, self._block(f"with override({code!r}):"), translation.override(code):
                self._nodes(node.nodelist)

    def _blocktranslate(self, node: BlockTranslateNode) -> None:
        bound = self._bound(node.extra_context)
        singular, names = node.render_token_list(node.singular)
        context = [literal(node.message_context)] if node.message_context else []
        with self._pushed(**bound):
            if node.plural and node.countervar and node.counter:
                plural, more = node.render_token_list(node.plural)
                names += more
                number = self._variable()
                self._line(f"{number} = {self._value(node.counter)}")
                self.layer.bound[node.countervar] = (number, True)
                called: Callable[..., str] = translation.npgettext if context else translation.ngettext
                say = partial(called, *context, singular, plural)
                said = f"{self._constant(template_values.numbered(say, translation.get_language()))}({number})"
            else:
                said = repr(_in_words(context, singular, names))
            values = [f"{name!r}: escaped({self._name(name)})" for name in dict.fromkeys(names)]
            said = f"{said} % {{{', '.join(values)}}}"
            if not node.asvar:
                self._put(said)
        if node.asvar:
            self._bind(node.asvar, f"SafeString({said})")

    _WRITERS: dict[type, Callable[["_PageWriter", Any], None]] = {
        TextNode: _text_node,
        VariableNode: _variable_node,
        CommentNode: _nothing,
        LoadNode: _nothing,
        IfNode: _if,
        ForNode: _for,
        WithNode: _with,
        FilterNode: _filter,
        IncludeNode: _include,
        BlockNode: _block_node,
        FirstOfNode: _firstof,
        SimpleNode: _simple,
        URLNode: _url,
        StaticNode: _static,
        TranslateNode: _translate,
        GetCurrentLanguageNode: _current_language,
        LanguageNode: _language,
        BlockTranslateNode: _blocktranslate,
    }


def _in_words(context: list[str], singular: str, names: list[str]) -> str:
    """Return the translation; the original where the translation asks for other values."""
    said = _say(context, singular)
    try:
        said % dict.fromkeys(names, "")
    except (KeyError, ValueError):
        with translation.override(None):
            said = _say(context, singular)
        said % dict.fromkeys(names, "")
    return said


def _say(context: list[str], singular: str) -> str:
    return translation.pgettext(context[0], singular) if context else translation.gettext(singular)
