"""Texts that want to be more than text stay text, on every page and on the map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from skillsnet.home.actions import prepare
from skillsnet.matching.actions import refresh_similar
from skillsnet.netmap.build.actions import rebuild_map
from tests.factories import make_call, make_organisation, make_project

HOSTILE = (
    "<script>window.struck=1</script>",
    "<img src=x onerror=window.struck=1>",
    "<svg onload=window.struck=1>",
    '"><a href="javascript:window.struck=1">x</a>',
    "</script><script>window.struck=1</script>",
    "{{7*7}} ${7*7} <b hx-get=/ hx-trigger=load>x</b>",
    "\u202eesrever\u202c O'Brien & Söhne =1+1",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_is_executed(
    transactional_db: None, live_server: object, open_page: Callable[..., Page], text: str
) -> None:
    prepare()
    call = make_call(title=text[:200])
    organisation = make_organisation(f"Org {text}"[:300], country="KE")
    projects = [
        make_project(
            f"{text} {number}",
            call=call,
            organisation=organisation,
            summary=f"Welding apprentices {text} learn welding.",
            categories=("life-skills",),
        )
        for number in (1, 2)
    ]
    refresh_similar()
    rebuild_map()
    page = open_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    base = str(getattr(live_server, "url"))  # noqa: B009 (typed as object)
    pk = projects[0].pk
    addresses = ["/", "/directory/", "/directory/?view=table", f"/projects/{pk}/", f"/map/?selected={pk}"]
    for address in [*addresses, f"/projects/{pk}/sheet/", "/categories/life-skills/", "/countries/KE/"]:
        page.goto(base + address)
        page.wait_for_timeout(150)
        assert page.evaluate("window.struck") is None, address
        assert "49" not in page.title()
