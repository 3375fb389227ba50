"""Own domains: what belongs to the organisation, and what belongs to a provider or to nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage import own_domain


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.lse.ac.uk/about?x=1", "lse.ac.uk"),
        ("Ada@Mail.ILO.org", "ilo.org"),
        ("mailto:bo@undp.org.in", "undp.org.in"),
        ("foo.com.br/inicio", "foo.com.br"),
        ("http://stats.gov.kz:8080/", "stats.gov.kz"),
        ("https://projects.worldbank.org/en", "worldbank.org"),
        ("https://xn--bcher-kva.de", "bücher.de"),
        ("https://bücher.de/", "bücher.de"),
        ("ada@live.org", "live.org"),
        ("https://www.lincoln.k12.ca.us/", "lincoln.k12.ca.us"),
        ("https://www.metro.tokyo.jp/english", "metro.tokyo.jp"),
        ("https://school.minato.tokyo.jp", "school.minato.tokyo.jp"),
        ("https://www.city.kobe.jp", "city.kobe.jp"),
        ("ada@schools.gov.bc.ca", "gov.bc.ca"),
        ("https://atelier.eu.org/", "atelier.eu.org"),
        ("http://食狮.公司.cn/", "食狮.公司.cn"),
        ("http://xn--85x722f.xn--55qx5d.cn", "食狮.公司.cn"),
    ],
)
def test_an_own_domain_is_found_in_web_and_mail_addresses(address: str, domain: str) -> None:
    assert own_domain(address) == domain


@pytest.mark.parametrize(
    "address",
    [
        *("ada@gmail.com", "ada@yahoo.co.uk", "ada@yahoo.fr", "ada@orange.fr", "ada@qq.com", "ada@163.com"),
        *("ada@hotmail.es", "ada@outlook.com", "https://ada.github.io", "https://gitlab.com/ada"),
        *("https://sites.google.com/ada", "https://docs.google.com/d/1", "https://ada.wordpress.com"),
        *("https://www.facebook.com/ada", "https://ada.blogspot.com", "https://ada.wixsite.com/a", "linktr.ee/ada"),
    ],
)
def test_shared_hosts_are_nobodys_own(address: str) -> None:
    assert own_domain(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("", "see our page", "localhost", "http://localhost:8000", "ada@example.org", "https://www.example.com"),
        *("10.0.0.1", "http://[::1]/", "https://[broken", "gov.uk", "https://www.gov.uk/x", "http://a..b", "a" * 400),
        *("k12.ca.us", "https://www.k12.ca.us", "tokyo.jp", "公司.cn", "http://xn--55qx5d.cn/", "eu.org"),
    ],
)
def test_what_is_no_domain_gives_none(address: str) -> None:
    assert own_domain(address) == ""


@pytest.mark.parametrize(
    "host",
    ["github.io", "wordpress.com", "blogspot.com", "blogspot.co.uk", "wixstudio.com", "eu.org", "tokyo.jp", "nhs.uk"],
)
def test_two_who_have_their_names_under_one_host_share_no_domain(host: str) -> None:
    ada, bo = (own_domain(f"https://www.{name}.{host}/about") for name in ("ada", "bo"))
    assert ada != bo or ada == ""


@given(st.text(max_size=300))
def test_no_text_makes_it_fall_over_and_the_answer_stands(text: str) -> None:
    domain = own_domain(text)
    assert domain == "" or own_domain(domain) == domain
