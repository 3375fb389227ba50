"""Text out of HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text.markup import has_markup, without_markup


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One <strong>two</strong>.</p><p>&nbsp;</p><p>Three.</p>", "One two.\n\nThree."),
        ("Line one.<br />Line two.<BR>&lt; 25", "Line one.\nLine two.\n< 25"),
        ("<ul><li>calls</li><li>visits</li></ul>", "- calls\n- visits"),
        ("Ada &amp; Sons", "Ada & Sons"),
        ("C&ocirc;te d&#39;Ivoire &ndash; &#x41;", "Côte d'Ivoire – A"),
        ("&lt;p&gt;Written twice &amp;amp; kept&lt;/p&gt;", "Written twice & kept"),
        ('<a href="https://example.org/x">our site</a>', "our site <https://example.org/x>"),
        ('<a href="https://example.org/">example.org</a>', "example.org"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ("<style>p {color: red}</style><script>alert(1)</script>Seen", "Seen"),
        ("<p class=\"MsoNormal\" style='x'>Word</p><!-- note -->", "Word"),
        ("<table><tr><td>A</td><td>B</td></tr></table>", "A B"),
        ("<p>Word<o:p></o:p> text</p>", "Word text"),
        ('<div><img src="x.png">A&nbsp;B&rsquo;s</div>', "A B’s"),
        ("<b>bold</b> and <thing>odd</thing>", "bold and <thing>odd</thing>"),
    ],
)
def test_markup_becomes_text(text: str, plain: str) -> None:
    assert has_markup(text)
    assert without_markup(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        *("3 < 5 and A&B stay as they are.", "<ada@example.org>", "Ada <ada@example.org>", "AT&T; x", "a<b and c>d"),
        *("x &copy y &notit; &", "p<0.05; q>1", "<https://example.org>", "", "100 % <= 5"),
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert not has_markup(text)
    assert without_markup(text) == text


@given(st.text("<>/&;pbr =\"' x", max_size=60))
def test_no_tag_remains_and_nothing_raises(text: str) -> None:
    plain = without_markup(text)
    assert "<p>" not in plain
    assert "<br>" not in plain
    assert "</p>" not in plain
