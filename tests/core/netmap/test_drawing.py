"""The server's picture of the map."""

from xml.etree import ElementTree

from skillsnet.core.netmap.drawing import HubStyle, PointStyle, draw
from skillsnet.core.netmap.graph import Facet
from skillsnet.core.netmap.layouts import layout

SVG = "{http://www.w3.org/2000/svg}"


def _drawn(label: str = "Training", n: int = 30) -> ElementTree.Element:
    facet = Facet.of_lists("category", ("a", "b"), [(i % 2,) for i in range(n)], is_multi=True)
    styles = {0: HubStyle(label, 1), 1: HubStyle("Other", 2)}
    points = [PointStyle(colour=1, ring=0)] * n
    picture = draw(
        layout(facet), hub_styles=styles, point_styles=points, members=facet.of_point, title="T", description="D"
    )
    return ElementTree.fromstring(picture)


def test_it_draws_each_point_each_hub_and_each_name() -> None:
    root = _drawn()
    dots = [circle for circle in root.iter(f"{SVG}circle") if "dot" in circle.get("class", "")]
    hubs = [circle for circle in root.iter(f"{SVG}circle") if "hub" in circle.get("class", "").split()]
    assert (len(dots), len(hubs)) == (30, 2)
    assert {span.text for span in root.iter(f"{SVG}tspan")} == {"Training", "Other"}


def test_a_name_cannot_break_out_of_the_picture() -> None:
    root = _drawn(label='<script>alert("x")</script> & more')
    assert not list(root.iter(f"{SVG}script"))
    assert "alert" in "".join(root.itertext())


def test_a_large_network_is_drawn_as_an_even_sample() -> None:
    dots = [c for c in _drawn(n=10_000).iter(f"{SVG}circle") if "dot" in c.get("class", "")]
    assert 1500 <= len(dots) <= 3000


def test_it_is_named_and_described_for_people_who_do_not_see_it() -> None:
    root = _drawn()
    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == ["T", "D"]  # type: ignore[union-attr]
