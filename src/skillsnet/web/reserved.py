"""The words that addresses of pages are made of: nothing that people name may be called so in an address."""

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@cache
def reserved_words() -> frozenset[str]:
    """Return every fixed part of an address, such as `new` or `withdraw`."""
    return frozenset(_words(get_resolver().url_patterns))


def _words(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        yield from (part for part in str(pattern.pattern).split("/") if part and "<" not in part)
        if isinstance(pattern, URLResolver):
            yield from _words(pattern.url_patterns)
