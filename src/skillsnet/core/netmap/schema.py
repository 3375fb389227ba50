"""The definition of the map's files: the island's reader is generated from it (tools/contract.py).

A change here is a change of the format: raise `VERSION`, and describe it in docs/reference/map-payload.md.
"""

MAGIC = "SNM2"
VERSION = 3
# Files of these versions are read as well: an upgrade draws the map anew only when the data change.
OLDEST_READ = 2
ALIGNMENT = 8
# Places are whole numbers from 0 to this, in both directions.
FULL_SCALE = 65535
# Element types and their bytes, always unsigned and little-endian.
TYPES = {"u8": 1, "u16": 2, "u32": 4}
# plain: one element after another; planes: all lowest bytes, then all next ones; deltas: differences to the element
# before (modulo the type's range, the first to zero), as planes.
CODINGS = ("plain", "planes", "deltas")
KINDS = ("nodes", "places", "links", "names")
AUDIENCES = ("public", "members")
# The value of a facet with one value a node, where none is stated: all ones.
MISSING = {"u8": 0xFF, "u16": 0xFFFF}
# Bits of a node's state.
STATE_SUGGESTED = 1
STATE_SEVERAL = 2
STRENGTH_SCALE = 255
# Strengths are written in so many steps: nobody sees more of them, and fewer compress better.
STRENGTH_STEPS = 15
# A place is rounded to this share of the mean distance between nodes.
ROUNDING_SHARE = 1 / 32

# Columns by kind of file; {…} stands for a key that the header lists.
COLUMNS: dict[str, dict[str, str]] = {
    "nodes": {
        "id": "Public number of each node, ascending.",
        "state": "Bit 0: categories are suggested only; bit 1: its participant has several projects.",
        "facet.{key}": "For a facet with one value: its index, all ones where none is stated.",
        "facet.{key}.count": "For a facet with several values: how many a node has.",
        "facet.{key}.item": "For a facet with several values: their indexes, nodes one after another.",
    },
    "places": {
        "x": "Each node's distance from the left, 0 to 65,535; absent where nodes stand in discs.",
        "y": "Each node's distance from the top, 0 to 65,535.",
        "disc": "Each node's disc, where nodes stand in discs.",
        "skip": "Each node's seed in its disc, less how many nodes of the disc come before it.",
        "disc.x": "Each disc's centre, from the left.",
        "disc.y": "Each disc's centre, from the top.",
        "disc.start": "Where each disc's seeds start, in halves.",
        "outline.start": "Where each ring of the outline begins, and where the last one ends.",
        "outline.x": "The outline's points, from the left.",
        "outline.y": "The outline's points, from the top.",
    },
    "links": {
        "tie.count": "How many declared links a node has to nodes after it.",
        "tie.gap": "Their other ends: the distance to the other end before, the first one's to the node itself.",
        "similar.count": "How many similar nodes after it a node has.",
        "similar.gap": "Their other ends, written as those of declared links.",
        "similar.strength": "How alike, 0 to 255.",
        "number.{key}": "A number of each node, in the unit that the header has for it; else in ones.",
    },
    "names": {
        "title.length": "Bytes of each node's title.",
        "title.bytes": "The titles as UTF-8, one after another.",
        "organisation.length": "Bytes of each node's organisation.",
        "organisation.bytes": "The organisations as UTF-8, one after another.",
        "picture.length": "Bytes of the address of each node's picture; absent where no node has one.",
        "picture.bytes": "The addresses as UTF-8, one after another; absent where no node has one.",
    },
}
