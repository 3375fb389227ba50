"""Which browser and system a person uses, as far as a user agent says it, in the words that people know them by."""

from typing import Final

# The first that is found counts: later ones name themselves in the user agents of earlier ones too.
_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("YaBrowser", "Yandex Browser"), ("UCBrowser", "UC Browser"), ("FxiOS", "Firefox"), ("Firefox", "Firefox")),
    *(("CriOS", "Chrome"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
_SYSTEMS: Final = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "ChromeOS")),
    *(("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("KAIOS", "KaiOS"), ("Linux", "Linux")),
)


def browser_name(user_agent: str) -> str:
    """Return the browser that a user agent (RFC 9110, 10.1.5) names, empty for one that is not known."""
    return next((name for mark, name in _BROWSERS if mark in user_agent), "")


def system_name(user_agent: str) -> str:
    """Return the system that a user agent names, empty for one that is not known."""
    return next((name for mark, name in _SYSTEMS if mark in user_agent), "")
