"""The server's picture of the map."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.netmap.drawing import Caption, HubStyle, LegendItem, Marks, Picture, Theme, colours, draw, hues_of
from skillsnet.core.netmap.drawing.frame import Viewport, fit_frame
from skillsnet.core.netmap.drawing.labels import Marker, place_labels
from skillsnet.core.netmap.drawing.marks import sample_nodes
from skillsnet.core.netmap.drawing.svg import SCREENS
from skillsnet.core.netmap.drawing.texts import break_lines, text_width
from skillsnet.core.netmap.graph import Facet, Hub, Layout, Links, Outline
from skillsnet.core.netmap.layouts import hub_layout

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = Path(__file__).resolve().parents[3] / "frontend" / "src" / "styles" / "tokens.css"


def _picture(n: int = 30, *, label: str = "Training", key: str = "category") -> Picture:
    rng = np.random.default_rng(5)
    facet = Facet("category", ("a", "b"), np.full(n, 1), np.arange(n) % 2, is_multi=True)
    points = rng.random((n, 2))
    hubs = (Hub(0, 0.2, 0.5, 0.1, 3.0, 15), Hub(1, 0.8, 0.5, 0.1, 0.0, 15))
    nothing = np.full(n, -1)
    return Picture(
        Layout(key, hubs, points, spacing=0.5 / n**0.5),
        {0: HubStyle(label, "1"), 1: HubStyle("Other", "2")},
        Marks(("1", "2"), facet.main, nothing, np.ones(n, dtype=bool)),
        title="T",
        description="D",
        facet=facet,
    )


def _parsed(picture: Picture, **how: object) -> ElementTree.Element:
    return ElementTree.fromstring(draw(picture, **how))  # type: ignore[arg-type]


def _dots(root: ElementTree.Element) -> list[tuple[str, ElementTree.Element]]:
    groups = [group for group in root.iter(f"{SVG}g") if "dot" in group.get("class", "").split()]
    return [(group.get("class", ""), dot) for group in groups for dot in group]


def test_it_draws_each_point_each_hub_with_its_count_and_each_name() -> None:
    root = _parsed(_picture())
    assert sorted(name for name, _ in _dots(root)) == ["dot fill-1"] * 15 + ["dot fill-2"] * 15
    hubs = [circle.get("class") for circle in root.iter(f"{SVG}circle") if "hub" in circle.get("class", "").split()]
    assert hubs == ["hub ring-1", "hub ring-2"]
    texts = {text.get("class"): [] for text in root.iter(f"{SVG}text")}
    for text in root.iter(f"{SVG}text"):
        texts[text.get("class")].append("".join(text.itertext()))
    assert texts == {"hub-count": ["15", "15"], "hub-label": ["Training", "Other"] * len(SCREENS)}


def test_a_second_value_is_a_ring_and_what_is_not_chosen_is_faint_and_has_no_lines() -> None:
    picture = _picture(4)
    marks = replace(picture.marks, rings=np.array([1, -1, -1, -1]), is_chosen=np.array([True, True, False, True]))
    root = _parsed(replace(picture, marks=marks))
    assert sorted(name for name, _ in _dots(root)) == [
        *("dot fill-1 faint", "dot fill-1 ring-2", "dot fill-2", "dot fill-2"),
    ]
    lines = [path.get("d", "").count("M") for path in root.iter(f"{SVG}path") if path.get("class", "")[:5] == "links"]
    assert lines == [1, 2]


def test_points_without_a_value_are_linked_to_the_hub_of_the_not_stated() -> None:
    picture = _picture(4)
    facet = Facet("category", ("a", "b"), np.array([1, 0, 2, 0]), np.array([0, 1, 0]), is_multi=True)
    hubs = (*picture.layout.hubs, Hub(-1, 0.5, 0.1, 0.1, 0.0, 2))
    styles = {**picture.hubs, -1: HubStyle("Not stated")}
    root = _parsed(replace(picture, facet=facet, hubs=styles, layout=replace(picture.layout, hubs=hubs)))
    found = {path.get("class"): path.get("d", "").count("M") for path in root.iter(f"{SVG}path")}
    assert found == {"links ring-1": 2, "links ring-2": 1, "links ring-0": 2}


def test_sizes_follow_the_number_and_the_selected_point_is_marked() -> None:
    picture = _picture(3)
    marks = replace(picture.marks, sizes=np.array([0.0, 0.25, 1.0]), selected=2)
    root = _parsed(replace(picture, marks=marks))
    radii = sorted(float(dot.get("r", "")) for _, dot in _dots(root))
    assert radii[0] < radii[1] < radii[2]
    assert [circle.get("class") for circle in root.iter(f"{SVG}circle")].count("selected") == 1


def test_ties_are_drawn_between_chosen_points_and_a_world_behind_them() -> None:
    picture = _picture(4, key="place")
    outline = Outline(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), np.array([0, 4]))
    marks = replace(picture.marks, is_chosen=np.array([True, True, True, False]))
    drawn = replace(
        picture,
        layout=replace(picture.layout, outline=outline),
        links=Links.of_pairs([(0, 1), (1, 3)]),
        marks=marks,
        facet=None,
    )
    paths = {path.get("class"): path.get("d", "") for path in _parsed(drawn).iter(f"{SVG}path")}
    assert (sorted(paths), paths["ties"].count("M"), paths["outline"][-1]) == (["outline", "ties"], 1, "z")


def test_names_of_a_landscape_stand_on_their_place_and_carry_the_count() -> None:
    root = _parsed(_picture(key="issue"))
    assert [text.get("class") for text in root.iter(f"{SVG}text")] == ["hub-label", "hub-label"] * len(SCREENS)
    assert {"".join(text.itertext()) for text in root.iter(f"{SVG}text")} == {"Training\u00a015", "Other\u00a015"}


@pytest.mark.medium
@given(st.text(max_size=60), st.sampled_from([Theme(), Theme("light"), Theme("dark", is_rtl=True)]))
def test_no_name_breaks_out_of_the_picture(name: str, theme: Theme) -> None:
    picture = replace(_picture(6, label=name), title=name, description=name)
    caption = Caption(name, name, (LegendItem(name, "1", 3),))
    root = ElementTree.fromstring(draw(picture, theme=theme, width=1200, height=630, caption=caption))
    known = {"svg", "title", "desc", "rect", "g", "circle", "path", "text", "tspan"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= known
    assert not any(key.startswith("on") or key == "style" for element in root.iter() for key in element.attrib)


def test_markup_in_a_name_is_shown_as_text() -> None:
    root = _parsed(_picture(label='<b x="1">&amp;</b>'))
    assert '<b x="1">&amp;</b>' in {span.text for span in root.iter(f"{SVG}tspan")}


@pytest.mark.medium
@pytest.mark.parametrize(("n", "values"), [(0, 1), (1, 1), (473, 9), (100_000, 9), (100_000, 1000)])
def test_any_size_is_a_small_file_and_the_same_each_time(n: int, values: int) -> None:
    rng = np.random.default_rng(1)
    counts = rng.integers(0, 4, n)
    facet = Facet("x", tuple(f"value {i}" for i in range(values)), counts, rng.integers(0, values, counts.sum()), True)
    hubs = tuple(Hub(i, *rng.random(2).tolist(), 0.01, 0.0, 5) for i in range(values))
    styles = {i: HubStyle(f"A long name of a value {i}", f"h{i % 8 + 1}") for i in range(values)}
    styles[-1] = HubStyle("Not stated")
    marks = Marks(hues_of(facet), facet.main, np.full(n, -1), rng.random(n) > 0.5)
    picture = Picture(Layout("x", hubs, rng.random((n, 2)), spacing=0.002), styles, marks, "T", "D", facet=facet)
    first = draw(picture)
    assert len(first.encode()) < 300_000
    assert first == draw(picture)


def test_a_sample_is_even_and_favours_what_is_chosen() -> None:
    is_chosen = np.zeros(100_000, dtype=bool)
    is_chosen[::100] = True
    nothing = np.zeros(100_000, dtype=np.int64)
    kept = sample_nodes(Marks(("1",), nothing, nothing, is_chosen, selected=7), 100_000)
    assert np.array_equal(kept[is_chosen[kept]], np.flatnonzero(is_chosen))
    assert 7 in kept
    assert len(kept) <= 2401
    assert np.ptp(np.histogram(kept, bins=10)[0]) <= 2


@pytest.mark.medium
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.text(max_size=40)), min_size=1, max_size=25),
    st.booleans(),
    st.booleans(),
)
def test_no_name_meets_another_a_hub_or_a_point_and_each_hub_is_named_or_counted(
    places: list[tuple[float, float, str]], is_phone: bool, is_landscape: bool
) -> None:
    hubs = [Hub(i, x, y, 0.03, 0.0, i % 5) for i, (x, y, _) in enumerate(places)]
    points = np.random.default_rng(len(places)).random((200, 2))
    layout = Layout("x", tuple(hubs), points)
    frame = fit_frame(layout, Viewport(width=1000))
    placed = frame.to_picture(points)
    middles = frame.to_picture(np.array([[hub.x, hub.y] for hub in hubs]))
    markers = [Marker(hub, *middles[i].tolist(), 0.0 if is_landscape else 9.0, 20.0) for i, hub in enumerate(hubs)]
    styles = {i: HubStyle(name) for i, (_, _, name) in enumerate(places)}
    labelling = place_labels(markers, styles, placed, frame, radius=4.0, is_landscape=is_landscape, is_phone=is_phone)
    boxes = [label.box for label in labelling.labels]
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
        for marker in markers:
            if marker.hub.count and marker.radius:
                assert right <= marker.x - 9 or left >= marker.x + 9 or bottom <= marker.y - 9 or top >= marker.y + 9
        x, y = placed[:, 0], placed[:, 1]
        assert not ((x > left - 4) & (x < right + 4) & (y > top - 4) & (y < bottom + 4)).any()
    named = [marker.hub.value for marker in (*(label.marker for label in labelling.labels), *labelling.unnamed)]
    assert sorted(named) == [hub.value for hub in hubs if hub.count]


def test_hubs_without_room_for_a_name_are_counted_and_a_name_further_away_has_a_line_to_its_hub() -> None:
    rng = np.random.default_rng(1)
    crowd = np.concatenate([rng.random((700, 2)) * (0.45, 1), [[1.0, 0.0], [1.0, 1.0]]])
    hubs = tuple(Hub(i, 0.3 + 0.02 * (i % 5), 0.1 + 0.02 * i, 0.01, 0.0, 40 - i) for i in range(40))
    picture = replace(
        _picture(len(crowd)),
        layout=Layout("x", hubs, crowd, spacing=0.004),
        hubs={i: HubStyle(f"Value {i}", "1") for i in range(40)},
        facet=None,
        unnamed="and {count} more",
    )
    root = _parsed(picture)
    for screen in SCREENS:
        group = next(group for group in root.iter(f"{SVG}g") if group.get("class") == f"names-{screen}")
        names = [text for text in group.iter(f"{SVG}text") if text.get("class") == "hub-label"]
        said = next(text.text for text in group.iter(f"{SVG}text") if text.get("class") == "hub-note")
        assert said == f"and {40 - len(names)} more"
        assert 0 < len(names) < 40
        assert any(path.get("class") == "lead" for path in group.iter(f"{SVG}path"))


@pytest.mark.parametrize("is_phone", [True, False])
def test_the_largest_hubs_in_the_middle_of_many_are_named(is_phone: bool) -> None:
    hubs = [
        Hub(i, 0.2 + 0.06 * ((i + 44) % 100 % 10), 0.2 + 0.06 * ((i + 44) % 100 // 10), 0.02, 0.0, 100 - i)
        for i in range(100)
    ]
    around = [[hub.x + dx, hub.y + dy] for hub in hubs for dx in (-0.02, 0.02) for dy in (-0.02, 0.02)]
    points = np.array([*around, [0.0, 0.0], [1.0, 1.0]])
    frame = fit_frame(Layout("x", tuple(hubs), points), Viewport(width=1000))
    middles = frame.to_picture(np.array([[hub.x, hub.y] for hub in hubs]))
    markers = [Marker(hub, *middles[i].tolist(), 9.0, 24.0) for i, hub in enumerate(hubs)]
    styles = {i: HubStyle(f"Country {i}") for i in range(100)}
    placed = frame.to_picture(points)
    labelling = place_labels(markers, styles, placed, frame, radius=4.0, is_landscape=False, is_phone=is_phone)
    named = {label.marker.hub.value for label in labelling.labels}
    assert set(range(12)) - named == set()
    assert labelling.unnamed
    for far in (label for label in labelling.labels if label.is_far):
        # The line begins at the edge of the name's own box, and lies on no other name.
        hub = np.array([far.marker.x, far.marker.y])
        line = np.linspace(np.clip(hub, far.box[:2], far.box[2:]), hub, 50)
        for other in (label.box for label in labelling.labels if label is not far):
            assert not ((line > np.array(other[:2]) + 3) & (line < np.array(other[2:]) - 3)).all(axis=1).any()


@given(st.text(max_size=80), st.floats(3, 20), st.integers(1, 4))
def test_a_broken_text_keeps_to_its_lines_and_their_width(text: str, limit: float, lines: int) -> None:
    made = break_lines(text, limit=limit, lines=lines)
    assert 1 <= len(made) <= lines
    assert all(text_width(line, 1) <= limit * 1.35 for line in made)
    if "…" not in "".join(made):
        assert " ".join(made).split() == text.split()


def test_all_of_a_layout_lies_in_its_frame() -> None:
    facet = Facet.of_lists("category", ("a", "b"), [(i % 2,) for i in range(40)], is_multi=True)
    layout = hub_layout(facet)
    for height in (None, 400.0):
        frame = fit_frame(layout, Viewport(width=1000, height=height))
        placed = frame.to_picture(layout.points)
        assert (placed >= 0).all()
        assert (placed <= [frame.width, frame.height]).all()


def test_it_is_named_and_described_for_people_who_do_not_see_it() -> None:
    root = _parsed(_picture())
    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{name}").text for name in ("title", "desc")] == ["T", "D"]  # type: ignore[union-attr]


def test_a_picture_of_its_own_has_colours_heading_and_legend_in_it_and_no_classes() -> None:
    caption = Caption("Network", "473 participants", (LegendItem("Training", "1", 15), LegendItem("Other", "2", 15)))
    svg = draw(_picture(), theme=Theme("dark"), width=1200, height=630, caption=caption)
    root = ElementTree.fromstring(svg)
    assert "class=" not in svg
    assert (root.get("width"), root.get("height")) == ("1200", "630")
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(colours("dark").values())
    assert {"Network", "473 participants", "Training\u00a0\u00a015"} <= {t.text for t in root.iter(f"{SVG}text")}


@pytest.mark.parametrize("theme", [None, "light"])
def test_a_value_whose_shade_another_has_is_told_by_a_dashed_hub_and_a_ring(theme: Literal["light"] | None) -> None:
    picture = _picture()
    hubs = {value: replace(style, is_broken=True) for value, style in picture.hubs.items()}
    legend = (LegendItem("First", "1", 1), LegendItem("Tenth", "1", 1, is_broken=True))
    plain = draw(picture, theme=Theme(theme), caption=Caption(legend=legend[:1]))
    svg = draw(replace(picture, hubs=hubs), theme=Theme(theme), caption=Caption(legend=legend))
    assert ("stroke-dasharray" in plain, svg.count('stroke-dasharray="5 3"') > 0) == (False, True)
    assert (svg.count('r="7"/>'), svg.count('stroke-width="4" cx=')) == (1, 1)


def test_a_legend_longer_than_the_picture_says_how_much_is_left_out() -> None:
    legend = tuple(LegendItem(f"Value {i}", "1", 1) for i in range(40))
    svg = draw(_picture(), theme=Theme("light"), height=400, caption=Caption(legend=legend, more="and {count} more"))
    shown = re.findall(r">Value \d+", svg)
    assert f"and {40 - len(shown)} more" in svg
    assert 1 <= len(shown) < 40


def test_the_rarest_values_share_a_shade() -> None:
    facet = Facet.of_lists("x", "abcdefghij", [(i,) for i in range(10)] + [(9,)], is_multi=False)
    assert hues_of(facet) == ("h2", "h3", "h4", "h5", "h6", "h7", "h8", "other", "other", "h1")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_are_those_of_the_style_sheet(theme: str) -> None:
    text = TOKENS.read_text(encoding="utf-8")
    start = 0 if theme == "light" else text.index("prefers-color-scheme: dark")
    told: dict[str, str] = {}
    for name, colour in re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", text[start:]):
        told.setdefault(name, colour)
    for name, colour in colours(theme).items():  # type: ignore[arg-type]
        token = name if name.isalpha() or "-" in name else f"category-{name}"
        token = {"category-0": "category-none", "other": "hue-other"}.get(token, token.replace("category-h", "hue-"))
        if token in told:
            assert colour == told[token], token
    assert {"ink", "paper", "category-9"} <= told.keys()
