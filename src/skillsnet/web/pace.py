"""How often something may be done in the network, so that no program fills the disk."""

import time

from django.core.cache import cache

HOUR_SECONDS = 3600


def is_within_pace(what: str, *, most_an_hour: int) -> bool:
    """Count one more of something in this hour, and return whether that is still within what one hour may see.

    Counted for everybody together, in the cache that all processes share; two at the same moment may count as one.
    """
    key = f"pace:{what}:{int(time.time()) // HOUR_SECONDS}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, HOUR_SECONDS)
    return count <= most_an_hour
