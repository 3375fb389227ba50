"""The map's page as the server writes it, with facets told on standard input: what the island is measured in.

`python -m benchmarks.map_page < config.json > page.html`; the configuration is the one the page gives to the island.
"""

import json
import os
import sys
import tempfile
from typing import Any

PARTS = ("_area", "_panel", "_sheet", "_dialogs", "_island")


def main() -> None:
    """Print the page of the configuration on standard input."""
    os.environ.setdefault("SKILLSNET_DATA", tempfile.mkdtemp(prefix="skillsnet-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    import django

    django.setup()
    print(page(json.load(sys.stdin)))


def page(config: dict[str, Any]) -> str:
    """Return the page: its real parts, its real styles and scripts, and nothing around them."""
    from django.template.loader import render_to_string

    context = {
        "netmap_config": config,
        "config": config,
        "counts": {"projects": 0, "countries": 0},
        "query": "",
        "picture_svg": "",
        "editions": [],
        "selected": None,
        "is_embed": False,
        "csrf_token": "-",
        "filters": {"edition": "", "only": "", "q": "", "colour": "category", "size": ""},
        "groupings": [{**grouping, "checked": i == 0} for i, grouping in enumerate(config["groupings"])],
        "facets": [facet for facet in map(_facet, config["facets"]) if facet.values],
    }
    parts = "".join(render_to_string(f"netmap/{part}.html", context) for part in PARTS)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Map</title>'
        '<link rel="stylesheet" href="/build/site.css"><link rel="stylesheet" href="/build/map.css"></head>'
        '<body class="full-bleed map-page"><main id="main" class="site-main">'
        f'<div class="map" data-netmap><h1 class="visually-hidden">Map</h1>{parts}</div></main></body></html>'
    )


def _facet(config: dict[str, Any]) -> Any:
    from skillsnet.facets.counts import FacetCounts, Value

    values = [
        Value(value=value["value"], label=value["label"], count=0, is_chosen=False, share_pct=0, colour=value["colour"])
        for value in config["values"]
    ]
    return FacetCounts(
        key=config["key"], label=config["label"], values=values, within=config["within"], is_multi=config["multi"]
    )


if __name__ == "__main__":
    main()
