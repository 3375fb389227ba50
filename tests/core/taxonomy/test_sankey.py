"""The picture of two editions: well-formed, every text in it, no two labels in one place, both ways round."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skillsnet.core.taxonomy.sankey import NARROW, WIDE, Band, SankeyNode, draw_sankey

SVG = "{http://www.w3.org/2000/svg}"
OLDS = [SankeyNode("1 Work", "12 projects", 1), SankeyNode("2 Media & more", "", 2)]
NEWS = [SankeyNode("1 Work-based learning", "", 1), SankeyNode("2 Life", "", 11)]
BANDS = [Band(0, 0, "Split", 1, 7, "7"), Band(0, 1, "Split", 1, 5, "5"), Band(1, None, "Retired", 2, None),
         Band(None, 1, "Added", 11, None)]  # fmt: skip

FROM_RIGHT, TO_HERE = "\u202b", "\u202c"
WITHOUT_DIRECTION = {ord(FROM_RIGHT): None, ord(TO_HERE): None}


def drawn(**how: bool) -> ElementTree.Element:
    picture = draw_sankey(OLDS, NEWS, BANDS, title="A & B", description="Words <say> it", **how)
    assert "style=" not in picture
    assert "<script" not in picture
    return ElementTree.fromstring(picture)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_every_name_kind_and_count_stands_in_it(is_narrow: bool, is_mirrored: bool) -> None:
    found = drawn(is_narrow=is_narrow, is_mirrored=is_mirrored)
    said = " ".join("".join(text.itertext()) for text in found.iter(f"{SVG}text")).translate(WITHOUT_DIRECTION)
    texts = {
        "".join(text.itertext()).translate(WITHOUT_DIRECTION)
        for text in found.iter(f"{SVG}text")
        if "flow-kind" in text.get("class", "")
    }
    between = "" if is_narrow else " · "
    assert texts == {f"Split{between}7", f"Split{between}5", "Retired", "Added"}
    assert "Media & more".replace(" ", "") in said.replace(" ", "")
    assert [found.findtext(f"{SVG}title"), found.findtext(f"{SVG}desc")] == ["A & B", "Words <say> it"]
    ids = [element.get("id") for element in found if element.get("id")]
    assert found.get("aria-labelledby", "").split() == ids


def test_each_line_of_a_mirrored_picture_reads_from_the_right() -> None:
    lines = [text for element in drawn(is_mirrored=True).iter(f"{SVG}text") for text in element.itertext()]
    assert lines
    assert all((line[0], line[-1]) == (FROM_RIGHT, TO_HERE) for line in lines)
    assert FROM_RIGHT not in "".join(drawn().itertext())


def test_thickness_tells_the_size_and_what_is_unknown_is_dashed() -> None:
    paths = list(drawn().iter(f"{SVG}path"))
    assert [float(path.get("stroke-width", "")) for path in paths] == [
        WIDE.thickest, pytest.approx(3 + (WIDE.thickest - 3) * 5 / 7, abs=0.1), 3, 3
    ]  # fmt: skip
    # An eleventh category repeats the second colour.
    assert [path.get("class") for path in paths] == [
        "flow-band category-1", "flow-band category-1", "flow-band category-2 flow-band--open",
        "flow-band category-2 flow-band--open",
    ]  # fmt: skip


def test_where_nothing_is_counted_nothing_is_dashed() -> None:
    uncounted = [Band(band.old, band.new, band.label, band.colour, None) for band in BANDS]
    assert "flow-band--open" not in draw_sankey(OLDS, NEWS, uncounted, title="", description="")


@pytest.mark.medium
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_label_leaves_the_picture_and_no_two_meet(data: st.DataObject) -> None:
    nodes = st.lists(
        st.builds(SankeyNode, st.text(max_size=90), st.just(""), st.integers(1, 12)), min_size=1, max_size=6
    )
    olds, news = data.draw(nodes), data.draw(nodes)
    ends = st.tuples(st.integers(0, len(olds) - 1), st.integers(0, len(news) - 1))
    pairs = data.draw(st.lists(ends, unique=True, max_size=8))
    bands = [Band(old, new, "Split", 1, 1, "100") for old, new in pairs] + [Band(None, 0, "Added", 1, None)]
    for measures in (WIDE, NARROW):
        picture = draw_sankey(olds, news, bands, title="", description="", is_narrow=measures is NARROW)
        height = float(re.search(r'viewBox="0 0 \d+ (\d+)"', picture)[1])  # type: ignore[index]
        kinds = re.findall(r'class="flow-kind"[^>]* x="(\d+)" y="(\d+)"', picture)
        places = sorted(int(y) for _, y in kinds)
        assert all(
            after - before >= measures.band_font * (2 if measures.is_stacked else 1)
            for before, after in pairwise(places)
        )
        assert all(0 < y < height + 1 for y in places)
