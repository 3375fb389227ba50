"""GraphML (graphml.graphdrawing.org), which has no lists and no places of its own."""

from collections.abc import Iterator

from skillsnet.core.interchange.networks.values import Document, NetworkLink, NetworkNode, NodeField, Value
from skillsnet.core.text.xml import xml_escaped

SEPARATOR = "|"
# Takes the place of a separator within a value, so that a value never splits in two.
STAND_IN = "¦"
_BASE_KEYS = (("label", "string"), ("x", "double"), ("y", "double"), ("colour", "string"))


def graphml(document: Document) -> Iterator[str]:
    """Yield a network as GraphML.

    Parameters
    ----------
    document : Document

    Yields
    ------
    str
        Pieces of one well-formed XML document.

    Notes
    -----
    Several values are joined by pipes, and the key's name says so; a pipe within a value becomes a broken bar. Readers
    drop or refuse mixed directions, so each edge tells its direction in a data key too. O(nodes + connections) time,
    O(1) memory.

    Examples
    --------
    >>> from datetime import date
    >>> fields = (NodeField("language", "Languages", "texts"),)
    >>> node = NetworkNode("1", "A", {"language": ("en", "f|r")})
    >>> one = Document("T", "D", date(2026, 1, 2), fields, lambda: [node], tuple, {})
    >>> "en|f¦r" in "".join(graphml(one))
    True
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield f"<desc>{xml_escaped(document.description)}</desc>\n"
    yield from (_key(f"n_{name}", "node", name, kind) for name, kind in _BASE_KEYS)
    yield from (_key(f"f_{field.key}", "node", _title(field), _type(field)) for field in document.fields)
    yield from (_key(f"e_{name}", "edge", name, "string") for name in ("kind", "direction"))
    yield _key("e_weight", "edge", "weight", "double")
    yield '<graph id="network" edgedefault="undirected">\n'
    yield from (_node(node, document.fields) for node in document.nodes())
    yield from (_edge(number, connection) for number, connection in enumerate(document.connections()))
    yield "</graph>\n</graphml>\n"


def _key(name: str, of: str, title: str, kind: str) -> str:
    return f'<key id="{xml_escaped(name)}" for="{of}" attr.name="{xml_escaped(title)}" attr.type="{kind}"/>\n'


def _title(field: NodeField) -> str:
    return f"{field.label} (separated by |)" if field.kind == "texts" else field.label


def _type(field: NodeField) -> str:
    return "double" if field.kind == "number" else "string"


def _data(name: str, value: Value) -> str:
    text = str(value) if not isinstance(value, tuple) else SEPARATOR.join(_without_separator(part) for part in value)
    return f'<data key="{xml_escaped(name)}">{xml_escaped(text)}</data>'


def _without_separator(text: str) -> str:
    return text.replace(SEPARATOR, STAND_IN)


def _node(node: NetworkNode, fields: tuple[NodeField, ...]) -> str:
    parts = [_data("n_label", node.label)]
    if node.x is not None and node.y is not None:
        parts += [_data("n_x", round(node.x, 5)), _data("n_y", round(node.y, 5))]
    if node.colour:
        parts.append(_data("n_colour", node.colour))
    parts += [_data(f"f_{field.key}", node.values[field.key]) for field in fields if field.key in node.values]
    return f'<node id="{xml_escaped(node.id)}">{"".join(parts)}</node>\n'


def _edge(number: int, connection: NetworkLink) -> str:
    is_directed = "true" if connection.direction == "directed" else "false"
    ends = f'source="{xml_escaped(connection.source)}" target="{xml_escaped(connection.target)}"'
    parts = [_data("e_kind", connection.kind), _data("e_direction", connection.direction)]
    if connection.strength is not None:
        parts.append(_data("e_weight", round(connection.strength, 4)))
    return f'<edge id="e{number}" {ends} directed="{is_directed}">{"".join(parts)}</edge>\n'
