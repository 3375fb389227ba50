"""What the site of the documentation needs besides docs/: pages from the folder above, and links that leave docs/.

The builder calls the functions `on_…` (hooks of MkDocs). Each text stands once, where readers of the repository look.
"""

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Files of the repository that are pages of the site too, by where they stand there.
PAGES: Mapping[str, str] = {
    "CHANGELOG.md": "docs/changelog.md",
    "CONTRIBUTING.md": "docs/contributing.md",
    "SECURITY.md": "docs/security.md",
    "LICENSE": "docs/licence.md",
}
_LINK = re.compile(r"(?P<image>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that stand outside docs/."""
    # The builder is not installed where only the links are tested.
    from mkdocs.structure.files import File

    for source, page in PAGES.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        content = text if source.endswith(".md") else f"# Licence\n\n```text\n{text}```\n"
        files.append(File.generated(config, page.removeprefix("docs/"), content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page's text with its links as they must be on the site."""
    place = f"docs/{page.file.src_uri}"
    source = next((source for source, target in PAGES.items() if target == place), place)
    return site_links(markdown, source=source, place=place)


def site_links(markdown: str, *, source: str, place: str) -> str:
    """Return a text with its links as they must be on the site.

    A link to a file outside docs/ leads to its page where it has one. The site does not know where its repository is: a
    link to another file of it becomes plain words. What leads nowhere is left as it is, and the builder refuses it.
    """

    def rewritten(match: re.Match[str]) -> str:
        target, anchor = match["target"], match["anchor"] or ""
        if "://" in target or target.startswith("mailto:"):
            return match[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        page = PAGES.get(path, path)
        if not (ROOT / path).exists():
            return match[0]
        if not page.startswith("docs/"):
            return match["words"]
        return f"{match['image']}[{match['words']}]({posixpath.relpath(page, posixpath.dirname(place))}{anchor})"

    return _LINK.sub(rewritten, markdown)
