"""Text out of HTML that a form's editor or a database left in a cell."""

import html
import re
from html.entities import html5
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "col",
        "colgroup",
        "center",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "mark",
        "meta",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "td",
        "th",
        "time",
        "title",
        "tt",
        "u",
        "var",
        "wbr",
        "body",
        "head",
        "html",
    ]
)
# What stands in these is nobody's text.
_HIDDEN: Final = frozenset(("script", "style", "head", "title", "template"))
_TAG: Final = re.compile(
    rf"</?(?:{'|'.join(sorted(_BLOCKS | _INLINE | _HIDDEN, key=len, reverse=True))})"
    r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s<>\"']+))*\s*/?>|<!--"
    # Word writes elements of its own.
    r"|</?(?:o|w|v|m|st1):\w+(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_PARAGRAPHS: Final = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"])
# An export may have written entities of entities; more often is no text any more.
MAX_TIMES: Final = 3


def has_markup(text: str) -> bool:
    """Return whether a text holds HTML tags or entities.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    bool
        False for `3 < 5`, `A&B` and `<ada@example.org>`: only tags and entities that HTML has count.

    Examples
    --------
    >>> has_markup("<p>A</p>"), has_markup("A &amp; B"), has_markup("3 < 5 and A&B")
    (True, True, False)
    """
    if "<" in text and _TAG.search(text):
        return True
    return "&" in text and any(_character(match) != match.group() for match in _ENTITY.finditer(text))


def _character(match: re.Match[str]) -> str:
    """Return what an entity stands for; itself where HTML has none of its name."""
    entity = match.group()
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def without_markup(text: str) -> str:
    """Return a text with its HTML turned into lines: paragraphs and breaks end lines, list items begin with a dash.

    Parameters
    ----------
    text
        Any text; without markup it stays as it is.

    Returns
    -------
    str
        Plain text. The address behind a link follows its words where they do not say it. Entities that were
        written twice are read twice.

    Notes
    -----
    `html.parser` reads the tags; what looks like a tag and is none stays. O(length).

    Examples
    --------
    >>> without_markup("<p>Ada &amp; Bo</p><ul><li>calls</li></ul>")
    'Ada & Bo\\n\\n- calls'
    """
    for _ in range(MAX_TIMES):
        if not has_markup(text):
            break
        if _TAG.search(text):
            parser = _TextParser()
            parser.feed(text)
            parser.close()
            text = parser.text()
        else:
            text = _ENTITY.sub(_character, text)
    return text


class _TextParser(HTMLParser):
    """Collects the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.targets: list[tuple[str, int]] = []
        self.hidden_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden_in:
            return
        if tag in _HIDDEN:
            self.hidden_in = tag
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self._break(tag)
        elif len(tag) == 1 and any(value is None for _, value in attrs):
            # "a<b and c>d" is no tag.
            self._keep_start()
        elif tag == "a":
            self.targets.append((dict(attrs).get("href") or "", len(self.pieces)))
        elif tag not in _INLINE and ":" not in tag:
            self._keep_start()

    def _keep_start(self) -> None:
        """Keep what is no tag, without the tags that stand in it."""
        self.pieces.append(_TAG.sub(" ", self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden_in:
            self.hidden_in = ""
        elif self.hidden_in:
            return
        elif tag == "a" and self.targets:
            self._end_link()
        elif tag in _BLOCKS and tag not in ("li", "br", "hr"):
            self._break(tag)
        elif tag not in _BLOCKS | _INLINE and ":" not in tag:
            self.pieces.append(f"</{tag}>")

    def _break(self, tag: str) -> None:
        self.pieces.append("\n\n" if tag in _PARAGRAPHS else "\n")

    def _end_link(self) -> None:
        target, first = self.targets.pop()
        words = "".join(self.pieces[first:])
        address = target.removeprefix("mailto:").removeprefix("https://").removeprefix("http://").rstrip("/")
        if target.startswith(("http://", "https://", "mailto:")) and address and address not in words:
            self.pieces.append(f" <{target.removeprefix('mailto:')}>" if words.strip() else target)

    def handle_data(self, data: str) -> None:
        if not self.hidden_in:
            # A line end within HTML is a blank.
            self.pieces.append(re.sub(r"\s+", " ", data))

    def handle_entityref(self, name: str) -> None:
        if not self.hidden_in:
            self.pieces.append(html5.get(f"{name};", f"&{name}"))

    def handle_charref(self, name: str) -> None:
        if not self.hidden_in:
            self.pieces.append(html.unescape(f"&#{name};"))

    def text(self) -> str:
        """Return the lines without blanks around them, at most one empty line in a row."""
        lines = [" ".join(line.replace("\u00a0", " ").split()) for line in "".join(self.pieces).split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
