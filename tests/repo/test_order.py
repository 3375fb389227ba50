"""The order inside an app is checked: what is planted against it, and each circle, is found."""

import sys
from pathlib import Path

import grimp
import pytest
from tools.check_order import offences

# Each file of a planted app "shop" with what it imports from it.
SOUND = {
    "urls": ["views"],
    "views": ["forms", "tasks", "actions.orders", "queries"],
    "forms": ["queries"],
    "tasks": ["actions.orders"],
    "actions.orders": ["queries", "sentences", "actions.prices"],
    "actions.prices": ["field_rules"],
    "field_rules": ["models"],
    "queries": ["sentences", "models"],
    "sentences": ["models"],
    "models": ["enums"],
    "enums": [],
}


def _offences(files: dict[str, list[str]], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    package = f"planted_{folder.name}".replace("-", "_")
    for module, imports in files.items():
        path = folder / package / "shop" / f"{module.replace('.', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        # Imports inside of a function count too.
        lines = [f"    import {package}.shop.{imported}" for imported in imports]
        path.write_text("\n".join(["def use() -> None:", *lines, "    return", ""]))
    for parent in {path.parent for path in (folder / package).rglob("*.py")} | {folder / package}:
        (parent / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    graph = grimp.build_graph(package, cache_dir=None)
    return [offence.replace(f"{package}.shop.", "") for offence in offences(graph, package)]


def test_an_app_in_order_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _offences(SOUND, tmp_path, monkeypatch) == []


@pytest.mark.parametrize(
    ("module", "imports", "expected"),
    [
        ("queries", ["actions.orders"], "queries -> actions.orders: against the order"),
        ("field_rules", ["sums"], "field_rules -> sums -> queries: against the order"),
        ("readers", ["queries"], "readers -> queries: against the order"),
        ("enums", ["models"], "enums -> models: against the order"),
        ("room.views", ["room.member_urls"], "room.views -> room.member_urls: against the order"),
    ],
)
def test_an_import_against_the_order_is_found(
    module: str, imports: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = {**SOUND, "sums": ["queries"], "room.member_urls": [], module: imports}
    assert expected in _offences(planted, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("planted", "circle"),
    [
        ({"actions.prices": ["actions.orders"]}, {"actions.orders", "actions.prices"}),
        ({"prices.sums": ["taxes.rates"], "taxes.all": ["prices.names"]}, {"prices", "taxes"}),
        ({"sums": ["taxes.rates"], "taxes.all": ["sums"]}, {"sums", "taxes"}),
    ],
)
def test_a_circle_is_found(
    planted: dict[str, list[str]], circle: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: dict[str, list[str]] = {"prices.names": [], "taxes.rates": []}
    found = _offences({**SOUND, **others, **planted}, tmp_path, monkeypatch)
    assert [set(line.removesuffix(": a circle").split(" -> ")) for line in found] == [circle]
