"""A probability in words."""

from django.utils.translation import gettext as _

VERY_LIKELY, LIKELY, POSSIBLE, UNLIKELY = 0.8, 0.6, 0.4, 0.2


def likelihood(probability: float | None) -> str:
    """Return a probability in words."""
    if probability is None:
        return _("no evidence")
    for least, words in (
        (VERY_LIKELY, _("very likely")),
        (LIKELY, _("likely")),
        (POSSIBLE, _("possible")),
        (UNLIKELY, _("rather unlikely")),
    ):
        if probability >= least:
            return words
    return _("unlikely")
