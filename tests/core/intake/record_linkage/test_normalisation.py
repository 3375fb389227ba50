"""Core names: punctuation, legal forms, article and script set aside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.record_linkage import core_name


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("SantéSuite Inc.", "santesuite"),
        ("TerraFrame, Inc.", "terraframe"),
        ("The World Bank", "world bank"),
        ("L’Oréal", "oreal"),
        ("Los Andes", "andes"),
        ("Al Nahda", "nahda"),
        ("Cloudline Africa (Pty) Ltd", "cloudline africa"),
        ("Grupo Sol, S.A. de C.V.", "grupo sol"),
        ("Młyn sp. z o.o.", "mlyn"),
        ("Praha a.s.", "praha"),
        ("Zagreb d.o.o.", "zagreb"),
        ("Roma S.p.A.", "roma"),
        ("OpenEMS Association e.V.", "openems association"),
        ("Jembi Health Systems NPC", "jembi health systems"),
        ("Code for Romania NGO", "code for romania"),
        ("ONG Raíces", "raices"),
        ("ООО «Газпром»", "gazprom"),
        ("شركة النهضة", "lnhdh"),
        ("北京大学有限公司", "beijingdaxue"),
        ("株式会社ソニー", "soni"),
    ],
)
def test_core_names(name: str, core: str) -> None:
    assert core_name(name) == core


@pytest.mark.parametrize(("name", "core"), [("S.A.", "sa"), ("Ltd", "ltd"), ("The", "the"), ("42", "42"), ("", "")])
def test_a_name_that_is_only_a_form_or_an_article_keeps_it(name: str, core: str) -> None:
    assert core_name(name) == core


def test_what_looks_like_a_form_after_a_preposition_is_part_of_the_name() -> None:
    assert core_name("Code for SA") == "code for sa"


@given(st.text(max_size=80))
def test_a_name_with_letters_or_digits_never_becomes_empty(name: str) -> None:
    core = core_name(name)
    assert core or not any(sign.isalnum() for sign in name)
    assert core == " ".join(core.split())
