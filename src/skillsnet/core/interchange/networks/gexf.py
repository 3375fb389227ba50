"""GEXF 1.3, as Gephi and its relatives read it (github.com/gephi/gexf, primer of 1.3)."""

from collections.abc import Iterator

from skillsnet.core.interchange.networks.values import Document, NetworkLink, NetworkNode, NodeField, Value, shares
from skillsnet.core.text.xml import xml_escaped

_TYPES = {"text": "string", "texts": "liststring", "number": "double"}
# Places are written in a square of this side, y upwards as Gephi draws.
SIDE = 1000.0
_NAMESPACES = 'xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"'


def gexf(document: Document) -> Iterator[str]:
    """Yield a network as GEXF 1.3.

    Parameters
    ----------
    document : Document

    Yields
    ------
    str
        Pieces of one well-formed XML document; characters that XML forbids are left out of texts.

    Notes
    -----
    ``mutual`` also stands in an edge attribute, since some readers turn it into undirected. Links of different kinds
    between the same nodes differ in ``kind``, as parallel edges must. O(nodes + connections) time, O(1) memory.

    Examples
    --------
    >>> from datetime import date
    >>> empty = Document("T", "D", date(2026, 1, 2), (), tuple, tuple, {})
    >>> "".join(gexf(empty)).count("<nodes></nodes>")
    1
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<gexf {_NAMESPACES} version="1.3">\n<meta lastmodifieddate="{document.made_on.isoformat()}">'
    yield f"<creator>{xml_escaped(document.title)}</creator>"
    yield f"<description>{xml_escaped(document.description)}</description></meta>\n"
    yield '<graph defaultedgetype="undirected" mode="static">\n<attributes class="node">'
    yield from (_attribute(field) for field in document.fields)
    yield '</attributes>\n<attributes class="edge"><attribute id="direction" title="direction" type="string"/>'
    yield '<attribute id="kind" title="kind" type="string"/></attributes>\n<nodes>'
    yield from (_node(node, document.fields) for node in document.nodes())
    yield "</nodes>\n<edges>"
    yield from (_edge(number, connection) for number, connection in enumerate(document.connections()))
    yield "</edges>\n</graph>\n</gexf>\n"


def gexf_list(texts: tuple[str, ...]) -> str:
    """Return texts as a GEXF list: in quotes, with quotes and backslashes escaped.

    Parameters
    ----------
    texts : tuple of str

    Returns
    -------
    str

    Examples
    --------
    >>> print(gexf_list(("Green skills", "Men's health")))
    ['Green skills', 'Men\\'s health']
    """
    quoted = ("'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'" for text in texts)
    return f"[{', '.join(quoted)}]"


def _attribute(field: NodeField) -> str:
    kind = _TYPES[field.kind]
    return f'<attribute id="{xml_escaped(field.key)}" title="{xml_escaped(field.label)}" type="{kind}"/>'


def _node(node: NetworkNode, fields: tuple[NodeField, ...]) -> str:
    values = "".join(
        f'<attvalue for="{xml_escaped(field.key)}" value="{xml_escaped(_value_text(node.values[field.key]))}"/>'
        for field in fields
        if field.key in node.values
    )
    colour = ""
    if node.colour:
        red, green, blue = shares(node.colour)
        colour = f'<viz:color r="{red}" g="{green}" b="{blue}" a="1.0" hex="{node.colour}"/>'
    position = ""
    if node.x is not None and node.y is not None:
        position = f'<viz:position x="{node.x * SIDE:.2f}" y="{(1 - node.y) * SIDE:.2f}" z="0"/>'
    opening = f'<node id="{xml_escaped(node.id)}" label="{xml_escaped(node.label)}">'
    return f"{opening}<attvalues>{values}</attvalues>{colour}{position}</node>\n"


def _value_text(value: Value) -> str:
    return gexf_list(value) if isinstance(value, tuple) else str(value)


def _edge(number: int, connection: NetworkLink) -> str:
    weight = "" if connection.strength is None else f' weight="{connection.strength:.4g}"'
    ends = f'source="{xml_escaped(connection.source)}" target="{xml_escaped(connection.target)}"'
    kind = xml_escaped(connection.kind)
    return (
        f'<edge id="{number}" {ends} type="{connection.direction}" kind="{kind}"{weight}><attvalues>'
        f'<attvalue for="direction" value="{connection.direction}"/><attvalue for="kind" value="{kind}"/>'
        "</attvalues></edge>\n"
    )
