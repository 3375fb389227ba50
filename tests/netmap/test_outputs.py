"""What goes out of the map: pictures, files of other tools, frames and short addresses."""

import io
import json
import re
import struct
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from skillsnet.calls.models import Call, Link, Project
from skillsnet.core.interchange.kumu import KumuSheet, read_tables
from skillsnet.netmap.models import ShortLink
from skillsnet.netmap.short_links.actions import MAX_QUERY
from skillsnet.taxonomy.models import Edition
from skillsnet.web.sheets import unescape_formula
from tests.factories import make_call, make_organisation, make_project

SVG, GEXF, GRAPHML = "{http://www.w3.org/2000/svg}", "{http://gexf.net/1.3}", "{http://graphml.graphdrawing.org/xmlns}"
EXPORTS = ("map_json", "map_gexf", "map_graphml", "map_kumu_xlsx", "map_kumu_json")
HOSTILE = "=cmd() <b>|\u202eشبكة 👩‍🏭"


@pytest.fixture
def network(taxonomy: Edition) -> dict[str, Project]:
    """Three projects: one in Kenya with a hostile name, one in Senegal, and an individual's; two ties."""
    found = {
        "ke": make_project(HOSTILE, categories=("life-skills", "work-based-learning"), country="KE", stage="idea"),
        "sn": make_project("Sewing", categories=("life-skills",), country="SN", languages=("fr", "wo")),
        "alone": make_project("Alone", country="KE", organisation=make_organisation("Zz Person", type="individual")),
    }
    Link.objects.create(source=found["sn"], target=found["ke"], direction="directed", kind="secret kind")
    Link.objects.create(source=found["ke"], target=found["alone"], direction="directed")
    Link.objects.create(source=found["alone"], target=found["ke"], direction="directed", kind="other")
    return found


def _body(client: Client, name: str, query: str = "") -> bytes:
    return b"".join(iter(client.get(f"{reverse(name)}?{query}")))


def _ids(client: Client, query: str) -> set[int]:
    return {int(point["id"]) for point in json.loads(_body(client, "map_json", query))["points"]}


def test_the_json_holds_every_point_with_its_values_in_the_readers_language(
    client: Client, network: dict[str, Project]
) -> None:
    told = json.loads(_body(client, "map_json"))
    points = {point["label"]: point for point in told["points"]}
    assert set(points) == {HOSTILE, "Sewing", "Alone"}
    values = points["Sewing"]["values"]
    assert (values["country"], values["region"], values["language"]) == ("Senegal", "Africa", ["French", "Wolof"])
    assert values["page"] == f"http://testserver/projects/{network['sn'].pk}/"
    assert points["Alone"]["values"]["organisation"] == ""
    assert all(0 <= point["x"] <= 1 and 0 <= point["y"] <= 1 for point in points.values())
    assert re.fullmatch(r"#[0-9a-f]{6}", points["Sewing"]["colour"])


def test_ties_keep_their_direction_and_not_their_kind(client: Client, network: dict[str, Project]) -> None:
    body = _body(client, "map_json")
    ke, sn, alone = (str(network[key].pk) for key in ("ke", "sn", "alone"))
    ties = [(link["source"], link["target"], link["direction"]) for link in json.loads(body)["links"]]
    assert sorted(ties) == sorted([(sn, ke, "directed"), (ke, alone, "mutual")])
    assert b"secret" not in body


@pytest.mark.medium
@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", {"ke", "sn", "alone"}),
        ("country=KE", {"ke", "alone"}),
        ("country=KE&category=life-skills", {"ke"}),
        ("category=-", {"alone"}),
        ("category=life-skills&category=work-based-learning&all=category", {"ke"}),
        ("q=sewing", {"sn"}),
        ("country=XX", {"ke", "sn", "alone"}),
    ],
)
def test_an_export_holds_the_choice_and_nothing_else(
    client: Client, network: dict[str, Project], query: str, keys: set[str]
) -> None:
    assert _ids(client, query) == {network[key].pk for key in keys}
    ids = {str(network[key].pk) for key in keys}
    root = ElementTree.fromstring(_body(client, "map_gexf", query))
    assert {node.get("id") for node in root.iter(f"{GEXF}node")} == ids
    assert {edge.get(end) for edge in root.iter(f"{GEXF}edge") for end in ("source", "target")} <= ids
    root = ElementTree.fromstring(_body(client, "map_graphml", query))
    assert {node.get("id") for node in root.iter(f"{GRAPHML}node")} == ids
    assert {element["id"] for element in json.loads(_body(client, "map_kumu_json", query))["elements"]} == ids


def test_the_kumu_workbook_comes_back_as_it_was_and_calculates_nothing(
    client: Client, network: dict[str, Project]
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(_body(client, "map_kumu_xlsx")))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    labels = [row[1] for row in sheets["Elements"][1:]]
    assert (list(sheets), labels) == (["Elements", "Connections"], ["'=cmd() <b>¦شبكة 👩‍🏭", "Sewing", "Alone"])
    tables = [
        KumuSheet(name, [(place, [unescape_formula(str(cell)) for cell in row]) for place, row in enumerate(rows, 1)])
        for name, rows in sheets.items()
    ]
    project = read_tables(tables)
    assert [element.id for element in project.elements] == [str(network[key].pk) for key in ("ke", "sn", "alone")]
    assert sorted(connection.direction for connection in project.connections) == ["directed", "mutual"]


def test_positions_and_colours_follow_the_grouping_and_the_colour_facet(
    client: Client, network: dict[str, Project]
) -> None:
    plain, other = (json.loads(_body(client, "map_json", q))["points"] for q in ("", "group=country&colour=country"))
    assert [(p["x"], p["y"]) for p in plain] != [(p["x"], p["y"]) for p in other]
    by_country = {point["values"]["country"]: point["colour"] for point in other}
    assert len({*by_country.values()}) == 2


@pytest.mark.medium
def test_exports_take_as_many_queries_for_three_projects_as_for_nine(
    client: Client, network: dict[str, Project]
) -> None:
    before = _query_count(client)
    for _ in range(6):
        make_project(categories=("life-skills",))
    assert _query_count(client) == before


def _query_count(client: Client) -> int:
    _body(client, "map_json")
    with CaptureQueriesContext(connection) as asked:
        _body(client, "map_json", "country=KE")
    return len(asked)


@pytest.mark.parametrize("name", EXPORTS)
def test_without_a_network_there_is_nothing_to_export(client: Client, taxonomy: Edition, name: str) -> None:
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.medium
@pytest.mark.parametrize("group", ["category", "country", "type", "language", "nonsense"])
def test_the_picture_stands_alone(client: Client, network: dict[str, Project], group: str) -> None:
    answer = client.get(reverse("map_picture_svg"), {"group": group, "colour": "country", "theme": "dark"})
    root = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"] == "image/svg+xml"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "public" in answer["Cache-Control"]
    assert {"Kenya 2", "Senegal 1"} <= {re.sub(r"\W+", " ", "".join(t.itertext())) for t in root.iter(f"{SVG}text")}


@pytest.mark.medium
@pytest.mark.parametrize(
    ("asked", "width"), [("", 1200), ("600", 600), ("601", 1200), ("99999", 2400), ("-5", 1200), ("1e9", 1200)]
)
def test_a_png_has_one_of_a_few_widths(client: Client, network: dict[str, Project], asked: str, width: int) -> None:
    answer = client.get(reverse("map_picture_png"), {"width": asked})
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24])[0] == width


@pytest.mark.medium
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_picture_of_any_name_is_drawn(client: Client, taxonomy: Edition, language: str) -> None:
    names = [HOSTILE, "\u202b\u2067مشاركًا 473 \u202c\u0301 في", "技能 \x00\x0b", "\u0651\u0651", "🇰🇪\u200d"]
    for place, name in enumerate(names):
        call = make_call(f"call-{place}")
        Call.objects.filter(pk=call.pk).update(title=name.replace("\x00", ""))
        make_project(f"Project {place}", call=call, categories=("life-skills",))
    answer = client.get(
        reverse("map_picture_png"), {"group": "call", "colour": "call"}, headers={"Accept-Language": language}
    )
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")


@pytest.mark.medium
def test_pages_name_a_picture_for_those_who_link_to_them(client: Client, network: dict[str, Project]) -> None:
    for address, part in (
        (reverse("home"), "picture.png?width=1200"),
        (reverse("map"), "picture.png?width=1200"),
        (reverse("category", args=["life-skills"]), "picture.png?category=life-skills&amp;width=1200"),
        (reverse("country", args=["KE"]), "picture.png?country=KE&amp;width=1200"),
    ):
        page = client.get(address, secure=True).content.decode()
        found = re.findall(r'property="og:image" content="([^"]+)"', page)
        assert found == [f"https://testserver/map/{part}"], address


@pytest.mark.medium
def test_the_frame_is_for_allowed_websites_only_and_sets_no_cookie(
    client: Client, network: dict[str, Project], settings: object
) -> None:
    closed = client.get(reverse("map_embed"))
    assert "frame-ancestors 'none'" in closed["Content-Security-Policy"]
    settings.EMBED_ORIGINS = ["https://www.example.org", "http://localhost:3000"]  # type: ignore[attr-defined]
    answer = client.get(reverse("map_embed"), {"theme": "dark", "country": "KE"})
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.org http://localhost:3000" in policy
    assert "default-src 'none'" in policy
    assert ("X-Frame-Options" in answer, "X-Frame-Options" in client.get(reverse("map"))) == (False, True)
    assert (dict(answer.cookies), "public" in answer["Cache-Control"]) == ({}, True)
    assert 'data-theme="dark"' in answer.content.decode()


@pytest.mark.medium
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Dest": "iframe", "Referer": "https://www.example.org/page"}, 200),
        ({"Sec-Fetch-Dest": "iframe", "Referer": "https://elsewhere.example.com/"}, 403),
        ({"Sec-Fetch-Dest": "iframe", "Referer": "http://www.example.org/"}, 403),
        ({"Sec-Fetch-Dest": "iframe", "Referer": "http://testserver/map/"}, 200),
        ({"Sec-Fetch-Dest": "iframe"}, 200),
        ({"Sec-Fetch-Dest": "document", "Referer": "https://elsewhere.example.com/"}, 200),
        ({"Referer": "https://elsewhere.example.com/"}, 200),
    ],
)
def test_a_website_that_may_not_show_the_map_is_told_why_in_the_frame(
    client: Client, network: dict[str, Project], settings: object, headers: dict[str, str], status: int
) -> None:
    settings.EMBED_ORIGINS = ["https://www.example.org"]  # type: ignore[attr-defined]
    answer = client.get(reverse("map_embed"), headers=headers)
    assert answer.status_code == status
    is_refused = status == 403
    assert ("elsewhere.example.com" in answer.text or "http://www.example.org" in answer.text) is is_refused
    assert ("netmap-config" in answer.text, "no-store" in answer["Cache-Control"]) == (not is_refused, is_refused)
    # The sentence may stand in any frame, the map only in those that are allowed.
    assert ("frame-ancestors *" in answer["Content-Security-Policy"]) is is_refused
    assert dict(answer.cookies) == {}


def test_a_frame_shows_what_everybody_may_see_whoever_looks(
    facilitator_client: Client, client: Client, network: dict[str, Project]
) -> None:
    drop = re.compile(rb"[0-9a-f]{32}")
    pages = [drop.sub(b"", one.get(reverse("map_embed")).content) for one in (facilitator_client, client)]
    assert pages[0] == pages[1]


def test_a_state_has_one_short_address_that_leads_back_to_it(client: Client, network: dict[str, Project]) -> None:
    first = client.post(reverse("map_short"), {"query": "country=KE&nonsense=1&selected=7&group=country"}).json()["url"]
    again = client.post(reverse("map_short"), {"query": "selected=7&group=country&country=KE&country=XX"}).json()["url"]
    assert first == again
    assert ShortLink.objects.count() == 1
    answer = client.get(first)
    assert (answer.status_code, answer["Location"]) == (302, "/map/?group=country&country=KE&selected=7")


def test_without_javascript_a_page_shows_the_short_address(client: Client, network: dict[str, Project]) -> None:
    page = client.post(reverse("map_short"), {"query": "country=KE"}, headers={"Accept": "text/html"})
    assert f'value="http://testserver/m/{ShortLink.objects.get().code}"' in page.content.decode()


def test_a_state_that_is_too_long_is_refused_with_a_sentence(client: Client, network: dict[str, Project]) -> None:
    answer = client.post(reverse("map_short"), {"query": "q=" + "x" * 3 * MAX_QUERY})
    assert answer.status_code == 400
    assert "too long" in answer.json()["problems"][0]
    assert ShortLink.objects.count() == 0


@pytest.mark.parametrize("code", ["nobody", "x" * 500, "%00", "é"])
def test_a_code_nobody_was_given_is_told_so(client: Client, db: None, code: str) -> None:
    assert client.get(f"/m/{code}").status_code in (400, 404)
    assert "nobody" in client.get("/m/nobody").content.decode()


def test_two_states_never_share_a_code(client: Client, network: dict[str, Project]) -> None:
    one = client.post(reverse("map_short"), {"query": "country=KE"}).json()["url"]
    ShortLink.objects.update(query="country=SN")
    other = client.post(reverse("map_short"), {"query": "country=KE"}).json()["url"]
    assert other != one
    assert client.get(other)["Location"] == "/map/?country=KE"


@pytest.mark.medium
@pytest.mark.parametrize(
    "view", ["0.5,0.5,3", "1,2", "a,b,c", "0.5,0.5,3&path=1,2", "1,1,1&focus=3&steps=2", "&steps=2"]
)
def test_only_what_the_map_writes_is_kept_of_a_view(client: Client, network: dict[str, Project], view: str) -> None:
    client.post(reverse("map_short"), {"query": f"view={view}"})
    known = {"0.5,0.5,3": "view=0.5%2C0.5%2C3", "0.5,0.5,3&path=1,2": "path=1%2C2&view=0.5%2C0.5%2C3"}
    known["1,1,1&focus=3&steps=2"] = "focus=3&steps=2&view=1%2C1%2C1"
    assert ShortLink.objects.get().query == known.get(view, "")
