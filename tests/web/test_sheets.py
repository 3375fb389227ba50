"""Cells that no spreadsheet calculates."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skillsnet.web.sheets import escape_formula, unescape_formula

LEADS = "=+-@\t\r\n\x00＝＋－＠"


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "  \t"])
def test_dangerous_leads_get_an_apostrophe(lead: str, before: str) -> None:
    assert escape_formula(f"{before}{lead}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "plain", "a=b", "'quoted'", "1-2", "Élan", "mail@example.org", "  text"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert escape_formula(text) == text


@given(st.text(alphabet=st.sampled_from("'= +a-@\t＝")) | st.text())
@example("'=1")
@example("''")
def test_comes_back_unchanged(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
    assert escape_formula(text).lstrip()[:1] not in tuple(LEADS)
