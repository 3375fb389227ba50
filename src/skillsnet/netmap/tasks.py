"""Building maps in the background.

Pages import this to ask for the work, so what does it is imported where it is done (docs/decisions/0013).
"""

from django_tasks import task


@task()
def rebuild() -> int:
    """Build every map that is behind the data; with nothing behind it changes nothing. Returns how many it built."""
    from skillsnet.netmap.builder import build_maps

    return build_maps(rests=True)
