"""Networks of odd shapes are a sensible picture: no crash, nothing unescaped."""

import pytest
from django.test import Client

from skillsnet.calls.models import Link, Project
from skillsnet.netmap.build.actions import rebuild_map
from skillsnet.netmap.stored import stored_layout, stored_network
from skillsnet.taxonomy.models import Category, Edition
from tests.factories import make_organisation, make_project

NAMES = (
    '<script>alert("x")</script>',
    "مدرسة اللحام ‮ لليل",
    "👩🏽‍🏭 Welding & <b>baking</b>",
    "a\u0301" * 60,
    "</svg><image href='//evil.example'>",
)


def _shown(client: Client) -> None:
    """Every arrangement of the map is drawn, on the page and as a file."""
    version = rebuild_map()
    network = stored_network(version)
    for key in version.files["places"]:
        layout = stored_layout(version, key)
        assert layout is not None
        assert layout.points.shape == (network.n, 2), key
        assert ((layout.points >= 0) & (layout.points <= 1)).all(), key
        page = client.get("/map/", {"group": key})
        assert page.status_code == 200
        assert "<svg class=" in page.content.decode()
        assert client.get("/map/picture.svg", {"group": key}).status_code == 200


@pytest.mark.django_db
def test_a_network_of_nobody_has_no_map_and_says_how_to_begin(client: Client) -> None:
    page = client.get("/map/")
    assert page.status_code == 200
    assert "The map is empty." in page.content.decode()
    for address in ("/map/picture.svg", "/map/network.json", "/map/kumu.xlsx"):
        assert client.get(address).status_code == 404, address
    assert client.get("/map/metrics/").status_code == 200


def test_one_participant_alone(client: Client, taxonomy: Edition) -> None:
    make_project(categories=("life-skills",))
    _shown(client)


def test_one_participant_who_states_nothing(client: Client, taxonomy: Edition) -> None:
    make_project(country="", languages=(), beneficiaries=(), organisation=None)
    version = rebuild_map()
    assert version.project_count == 1
    assert client.get("/map/").status_code == 200


def test_everybody_in_one_country_and_category(client: Client, taxonomy: Edition) -> None:
    for _ in range(30):
        make_project(categories=("life-skills",), country="KE")
    _shown(client)


def test_names_with_markup_of_other_directions_and_pictures(client: Client, taxonomy: Edition) -> None:
    made = [
        make_project(name, categories=("life-skills",), organisation=make_organisation(name, country="KE"))
        for name in NAMES
    ]
    Link.objects.create(source=made[0], target=made[1], label=NAMES[0], kind=NAMES[4])
    _shown(client)
    assert stored_network(rebuild_map()).names == list(NAMES)
    for address in ("/map/", "/map/metrics/", f"/projects/{made[0].pk}/sheet/", "/map/picture.svg"):
        assert '<script>alert("x")' not in client.get(address).content.decode(), address
        assert "<image" not in client.get(address).content.decode(), address


def test_a_thousand_categories(client: Client, taxonomy: Edition) -> None:
    from skillsnet.classification.actions import AssignmentDraft, DecisionDraft, derive_current, write_decisions
    from skillsnet.classification.enums import Source

    first = Category.objects.filter(edition=taxonomy).order_by("pk").last()
    assert first is not None
    highest = max(Category.objects.filter(edition=taxonomy).values_list("order", flat=True))
    made = Category.objects.bulk_create(
        Category(
            edition=taxonomy, slug=f"many-{number}", number=100 + number, order=highest + number, colour=first.colour
        )
        for number in range(1, 1001)
    )
    projects: list[Project] = [make_project() for _ in range(60)]
    drafts = [
        DecisionDraft(
            one.pk,
            Source.ENGINE,
            assignments=[AssignmentDraft(made[(17 * at + step) % 1000].pk, 0.5) for step in (0, 400)],
        )
        for at, one in enumerate(projects)
    ]
    write_decisions(taxonomy, drafts)
    derive_current([one.pk for one in projects], taxonomy)
    _shown(client)
