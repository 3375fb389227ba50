"""A whole network that an earlier version made is upgraded, and read page by page."""

from pathlib import Path

import pytest

from tests.running import network_in
from tests.upgrading.comparison import differences
from tests.upgrading.contents import renamed
from tests.upgrading.networks import KEEP_SUGGESTIONS, SESSION, restore, shown_before, shown_by

pytestmark = pytest.mark.slow


@pytest.mark.process
def test_a_network_of_an_earlier_version_shows_the_same_and_its_addresses_lead_on(tmp_path: Path) -> None:
    with network_in(tmp_path / "data") as network:
        restore(network)
        migrated = network.command("migrate")
        assert migrated.returncode == 0, migrated.stderr
        assert network.command("shell", "-c", KEEP_SUGGESTIONS).returncode == 0
        cookie = f"sessionid={network.command('shell', '-c', SESSION).stdout.split()[-1]}"
        shown, moved = shown_by(network.start(), cookie)
        assert network.command("check_data").returncode == 0
    before = shown_before()
    projects = [path.removeprefix("en ") for path in before if path.startswith("en /participants/")]
    assert {path for path in projects if before[f"en {path}"]["status"] == 200} <= set(moved)
    assert all(to == renamed(path) for path, to in moved.items())
    assert differences(before, shown) == []
