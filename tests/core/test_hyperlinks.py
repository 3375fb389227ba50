"""The address behind what a cell shows."""

import pytest

from skillsnet.core.hyperlinks import hyperlink_target, hyperlink_text, split_target, with_target


@pytest.mark.parametrize(
    ("text", "target", "cell"),
    [
        ("Click here", "https://example.org/a", "Click here <https://example.org/a>"),
        ("Write to Ada", "mailto:ada@example.org?subject=x", "Write to Ada <ada@example.org>"),
        ("", "https://example.org", "https://example.org"),
        ("example.org", "https://www.example.org/", "example.org"),
        ("ADA@example.org", "mailto:ada@example.org", "ADA@example.org"),
        ("Plan", "file:///etc/passwd", "Plan"),
        ("Plan", "#Sheet2!A1", "Plan"),
        ("Plan", "javascript:alert(1)", "Plan"),
        ("Plan", "https://example.org/<b>", "Plan"),
    ],
)
def test_a_target_stands_behind_the_text_that_does_not_say_it(text: str, target: str, cell: str) -> None:
    assert with_target(text, target=target) == cell


def test_text_and_target_come_apart_again() -> None:
    assert split_target(with_target("Site", target="https://example.org/a")) == ("Site", "https://example.org/a")
    assert split_target("Ada <ada@example.org>") == ("Ada", "ada@example.org")
    assert split_target("a <b> c>") == ("a <b> c>", "")


def test_formulas_that_name_their_target() -> None:
    formula = 'HYPERLINK("https://example.org/""x""" , "A ""site""")'
    assert (hyperlink_target(formula), hyperlink_text(formula)) == ('https://example.org/"x"', 'A "site"')
    assert hyperlink_target('=hyperlink("https://example.org")') == "https://example.org"
    assert hyperlink_target('HYPERLINK(A2,"site")') == hyperlink_target("SUM(A1)") == ""
