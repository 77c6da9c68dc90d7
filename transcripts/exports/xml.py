"""Making of XML: elements of one namespace, and their bytes."""

from collections.abc import Iterable, Mapping

from lxml import etree

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Child = etree._Element | str


class Maker:
    """Maker of elements of a namespace; `prefixes` are those that their root declares, None for none."""

    def __init__(self, namespace: str, prefixes: Mapping[str | None, str]) -> None:
        self.namespace, self.prefixes = namespace, dict(prefixes)

    def __call__(
        self, name: str, /, *children: Child, attributes: Mapping[str, str] | None = None, **more: str
    ) -> etree._Element:
        """Return an element with these children, text among them; empty attributes are left out."""
        element = etree.Element(f"{{{self.namespace}}}{name}", None, nsmap=self.prefixes)  # type: ignore[arg-type]  # None is the default one
        for key, value in {**(attributes or {}), **more}.items():
            if value:
                element.set(key, value)
        extend(element, children)
        return element


def extend(element: etree._Element, children: Iterable[Child]) -> None:
    """Add children to an element; text goes behind what is before it."""
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child


def serialise(element: etree._Element, *, doctype: str = "", indent: bool = False) -> bytes:
    """Return a file in UTF-8. Only XML in which no white space counts may be indented."""
    if indent:
        etree.indent(element, space=" ")
    etree.cleanup_namespaces(element, keep_ns_prefixes=list(filter(None, element.nsmap)))
    body = etree.tostring(element, encoding="unicode")
    return "\n".join(filter(None, ('<?xml version="1.0" encoding="UTF-8"?>', doctype, str(body), ""))).encode() + b"\n"
