"""How a change of edition changed a project's categories, in one sentence."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from skillsnet.core.taxonomy import Kind
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.web.lists import join_list

UNCHANGED = frozenset({Kind.KEPT.value, Kind.RENUMBERED.value})


def is_notable(steps: Sequence[Mapping[str, str]], *, is_open: bool) -> bool:
    """Return whether anything changed for the member whose project it is."""
    return is_open or any(step["kind"] not in UNCHANGED for step in steps)


def change_sentence(
    steps: Sequence[Mapping[str, str]],
    category_names: Sequence[str],
    *,
    number: int,
    is_open: bool,
    old_names: Mapping[str, str],
) -> str:
    """Return one sentence: where a project was, what became of that, and where it is now."""
    was = _list_names([old_names.get(step["old"], step["old"]) for step in steps])
    how = join_list(dict.fromkeys(str(CorrespondenceKind(step["kind"]).label).lower() for step in steps))
    values = {"number": number, "was": was, "how": how, "now": _list_names(category_names)}
    if is_open:
        return (
            _(
                "Edition %(number)d of the categories changed the category of your project: %(was)s (%(how)s). "
                "Until a facilitator reviews your project, it is in %(now)s."
            )
            % values
        )
    return (
        _("With edition %(number)d of the categories, your project moved from %(was)s to %(now)s (%(how)s).") % values
    )


def _list_names(names: Sequence[str]) -> str:
    return join_list(_("“%(name)s”") % {"name": name} for name in dict.fromkeys(names)) or "–"
