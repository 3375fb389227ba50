"""Profiles on social networks and handles in a text."""

import re
from collections.abc import Iterator
from typing import Final

from skillsnet.core.text.contacts.plain import has_dot_inside

Span = tuple[int, int]

_PATH: Final = r"[^\s<>\"'|)\]},;«»“”]{1,200}"
# Pages of networks that are nobody's.
_NOT_A_COMMON_PAGE: Final = (
    r"(?!(?:intent|share|sharer|hashtag|search|explore|policies|help|about|privacy|watch|home|p|reel|plugins)"
    r"(?:[/?.]|\b))"
)
# Networks whose every page is somebody's, and those where a part of the path says so.
_HOSTS: Final = (
    r"facebook\.com|fb\.com|fb\.me|m\.me|messenger\.com|instagram\.com|instagr\.am|ig\.me|twitter\.com|x\.com|t\.me"
    r"|telegram\.me|telegram\.dog|wa\.me|wa\.link|lnkd\.in|linktr\.ee|vk\.com|ok\.ru|about\.me|discord\.gg|signal\.me"
    r"|twitch\.tv|calendly\.com|patreon\.com|line\.me|pinterest\.[a-z]{2,3}"
)
_PROFILE_PATHS: Final = (
    r"linkedin\.com/(?:in|pub|company|school|showcase|profile)/|youtube\.com/(?:c|channel|user)/|snapchat\.com/add/"
    r"|(?:youtube|tiktok|threads|medium|vimeo|substack|flipboard)\.(?:com|net)/@|bsky\.app/profile/|reddit\.com/u(?:ser)?/"
    r"|weibo\.com/u/|xing\.com/profile/|researchgate\.net/profile/|discord\.com/(?:users|invite)/|chat\.whatsapp\.com/"
    r"|(?:api\.)?whatsapp\.com/(?:send|channel|catalog)|whatsapp://send|(?:skype|viber|sip|xmpp|tg|whatsapp):(?!\s)"
)
_PROFILE: Final = re.compile(
    rf"(?:https?://)?(?<![\w-])(?:(?:www|m|web|mobile|touch|[a-z]{{2}}(?:-[a-z]{{2}})?)\.)?"
    rf"(?:(?:{_HOSTS})/{_NOT_A_COMMON_PAGE}|{_PROFILE_PATHS}){_PATH}",
    re.IGNORECASE,
)
# A page of any server of a federated network: https://mastodon.example/@ada
_FEDERATED: Final = re.compile(r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/@[\w.-]{2,60}", re.IGNORECASE)
_SPELLED_OUT: Final = re.compile(
    r"(?<!\w)(?:facebook|instagram|linkedin|twitter|tiktok|telegram|youtube|fb|t|x)"
    r"\s?(?:\.|\s(?:dot|punto|point|نقطة|دوت)\s)\s?(?:com|me|كوم)"
    r"(?:\s?(?:slash|barra|/)\s?[\w.@-]{1,60}){1,4}",
    re.IGNORECASE,
)
_NETWORKS: Final = (
    r"facebook|linked\s?in|line|youtube|messenger|threads|mastodon|bluesky|x|فيس\s?بوك|تويتر|لينكد\s?[إا]ن|يوتيوب"
)
# Networks where people are reached by a name alone.
_BY_NAME: Final = (
    r"skype|telegram|wechat|weixin|viber|snapchat|snap|discord|line\sid|signal|instagram|insta|ig|fb|twitter|tiktok"
    r"|سكايب|تلغرام|تيليجرام|تليجرام|سناب\s?شات|[اإ]نستغرام|انستجرام"
)
_ACCOUNT: Final = (
    r"(?:\s(?:id|name|user|username|account|handle|profile|page|compte|cuenta|perfil|usuario|pseudo|حساب|معرف))?"
)
_NAME: Final = r"[@/]?(?:in/)?[^\W_][\w.:#-]{0,48}\w"
_NETWORK_AND_NAME: Final = re.compile(
    rf"(?<!\w)(?P<network>{_NETWORKS}|{_BY_NAME}){_ACCOUNT}\s{{0,2}}(?P<sign>[:=/])\s{{0,2}}(?P<name>{_NAME})",
    re.IGNORECASE,
)
_NAMED_BARE: Final = re.compile(
    rf"(?<!\w)(?:{_BY_NAME})(?:\sid\s(?P<id>{_NAME})"
    rf"|{_ACCOUNT}[\s(]{{1,2}}(?P<name>[^\W\d_]{{2,}}[\w-]{{0,30}}[._][^\W_][\w.-]{{0,30}}))",
    re.IGNORECASE,
)
_NETWORK_LINE: Final = (
    "skype telegram wechat weixin viber snap discord line signal insta ig fb facebook twitter tiktok linked youtube "
    "messenger threads mastodon bluesky سكايب تلغرام تيليجرام تليجرام سناب انستجرام نستغرام فيس تويتر لينكد يوتيوب"
)
_NETWORK_WORDS: Final = tuple(_NETWORK_LINE.split())
_REACHED_BY_NAME: Final = re.compile(_BY_NAME, re.IGNORECASE)
_SHARP: Final = re.compile(r"[@/#:]|[^\W_][._]\w|[^\W\d_]\d|_|[a-z][A-Z]")
_ENDS: Final = re.compile(r"\s{0,3}(?:$|[,;|/)\n\r\]])")
_LETTER: Final = re.compile(r"[^\W\d_]")

_HANDLE: Final = re.compile(
    r"(?<![\w@/.+`%=#\\-])@(?P<name>\w(?:[\w.-]{0,48}\w)?)(?P<server>@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})?(?![\w/(])"
)
# Words after the sign that are nobody's name: places, and words of programs and pages.
_NOT_A_HANDLE: Final = re.compile(
    "home|work|school|scale|noon|night|least|all|here|everyone|channel|media|import|charset|page|supports|property"
    "|override|deprecated|test|params?|returns?|throws|see|author|since|version|staticmethod|classmethod|decorator"
    "|font-face|keyframes|layer|container|todo|autowired|component|entity",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(r"@(?:[A-Z]{3}|Rs|[KTU]sh|KSh|Fr|[NRK])\.?\s?\d[\d.,]*(?!\w)")
_TAIL: Final = ".,;:!?…'\"»”)]}"


def profiles(text: str, *, lowered: str) -> Iterator[Span]:
    """Yield where profiles on social networks stand in a plain text, in no order; spans may overlap.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.
    lowered : str
        The same in lower case; only asked whether it holds a word.

    Yields
    ------
    tuple of int
        Start and end.

    Notes
    -----
    O(length): every repetition is bounded.
    """
    slash, colon = "/" in text, ":" in text
    # A name of a host or of an account has its dot inside; in most texts every dot ends a sentence.
    inner = "_" in text or has_dot_inside(text)
    if (slash and inner) or (colon and text.count(":") > text.count(": ")):
        for match in _PROFILE.finditer(text):
            yield match.start(), match.start() + len(match.group().rstrip(_TAIL))
    if slash and "/@" in text:
        yield from (match.span() for match in _FEDERATED.finditer(text))
    if (slash and inner) or "slash" in lowered or "barra" in lowered:
        yield from (match.span() for match in _SPELLED_OUT.finditer(text))
    if not (
        (inner or colon or slash or "=" in text or " id " in lowered)
        and any(word in lowered for word in _NETWORK_WORDS)
    ):
        return
    yield from (match.span("name") for match in _NETWORK_AND_NAME.finditer(text) if _is_name(match, text))
    yield from (match.span("id" if match["id"] else "name") for match in _NAMED_BARE.finditer(text))


def handles(text: str) -> Iterator[Span]:
    """Yield where `@name` stands in a plain text and is somebody's.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.

    Yields
    ------
    tuple of int
        Start and end.

    Notes
    -----
    O(length). Prices (`@KES200`), places (`@home`) and words of programs (`@media`, `@angular/core`) are nobody's.
    """
    if "@" not in text:
        return
    for match in _HANDLE.finditer(text):
        name = match["name"]
        if match["server"] or (
            _LETTER.search(name) and not _NOT_A_HANDLE.fullmatch(name) and not _PRICE.match(text, match.start())
        ):
            yield match.span()


def _is_name(match: re.Match[str], text: str) -> bool:
    name = match["name"]
    if not _LETTER.search(name):
        return False
    if _SHARP.search(name) or (name.startswith("in/") and match["sign"] == "/"):
        return True
    by_name = _REACHED_BY_NAME.fullmatch(match["network"]) or ("-" in name and match["network"][0] in "lL")
    return bool(by_name) and match["sign"] != "/" and _ENDS.match(text, match.end()) is not None
