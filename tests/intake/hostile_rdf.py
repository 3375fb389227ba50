"""Turtle files of some 3 MB that cost a parser far more than they weigh, and an honest one."""

MEGABYTE = 1024 * 1024
SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
ONE = '<urn:x:1> a skos:Concept ; skos:prefLabel "Welding"@en .\n'


def honest(count: int = 900) -> bytes:
    """Return a taxonomy of so many concepts with a text each."""
    lines = (
        f'<urn:x:{at}> a skos:Concept ; skos:prefLabel "Concept {at}"@en ; skos:definition "{"word " * 40}"@en .\n'
        for at in range(count)
    )
    return (SKOS + "".join(lines)).encode()


def hostile(kind: str, *, size: int = 3 * MEGABYTE) -> bytes:
    """Return a file that is larger than any taxonomy in one way."""
    start = SKOS + ONE
    makers = {
        "statements": lambda at: f"<urn:x:1> skos:related <urn:y:{at}> .\n",
        "short_statements": lambda at: f"<a><b><{at:x}>.",
        "collection": lambda at: " 1",
        "collections": lambda at: f"<a><b>(1 2 3 {at}).",
        "blank_nodes": lambda at: "[<b>[<b>1]]<c>[].",
        "prefixes": lambda at: f"@prefix p{at:x}:<urn:{at:x}#>.",
        "nesting": lambda at: "[<b>",
        "nested_lists": lambda at: "(",
        "unclosed": lambda at: '"""a ',
        "quotes": lambda at: "'\"",
    }
    if kind == "literal":
        return (start + '<urn:x:1> skos:definition """' + "long " * (size // 5) + '"""@en .').encode()
    before, after = {
        "collection": ("<a><b>(", ")."),
        "nesting": ("<a><b>", ""),
        "nested_lists": ("<a><b>", ""),
    }.get(kind, ("", ""))
    parts, length, at = [start, before], 0, 0
    while length < size:
        part = makers[kind](at)
        parts.append(part)
        length, at = length + len(part), at + 1
    return "".join([*parts, after]).encode()


KINDS = (
    "statements", "short_statements", "collection", "collections", "blank_nodes", "prefixes", "nesting", "nested_lists",
    "unclosed", "quotes", "literal",
)  # fmt: skip
