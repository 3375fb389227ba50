"""Lists of suggestions after one party changed: its own list, and those it comes into or leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from skillsnet.core.matching.allocation import MOST_SHOWN, SMALL_SHARE
from skillsnet.core.matching.evidence import PairEvidence
from skillsnet.core.matching.suggestions import BEST, LIST_SIZE, SMALL_PROJECTS, Suggestions, harmonic_mean
from skillsnet.core.matching.text_likeness import Integers, Reals
from skillsnet.core.matching.values import Party, Suggested
from skillsnet.core.netmap.graph import Links


def update_suggestions(
    previous: Suggestions,
    changed: int,
    *,
    parties: Sequence[Party],
    links: Links,
    evidence: PairEvidence,
    k: int = LIST_SIZE,
) -> Suggestions:
    """Return the lists after one party changed or came; the others' lists change where it comes or goes alone.

    Parameters
    ----------
    previous : Suggestions
        Of all parties as they were; an empty list for one that is new.
    changed : int
        Index of the party that changed.
    parties, links, evidence
        As they are now.
    k : int
        Places in each list.

    Returns
    -------
    Suggestions

    Notes
    -----
    The rules are those of `fair_lists`: nobody above twice the mean, everybody shown. One row of scores for the party
    that changed, and one for each list it leaves, of which there are at most 2 k: time O(n k). What is relative to
    the best of the others stays as it was until all is made anew.
    """
    update = _Update(previous, parties, links, evidence, k)
    update.replace(changed)
    return update.suggestions()


@dataclass(eq=False)
class _Update:
    previous: Suggestions
    parties: Sequence[Party]
    links: Links
    evidence: PairEvidence
    k: int
    lists: dict[int, list[Suggested]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shown = self.previous.shown_counts()
        self.best = self.previous.best.copy()
        self.cap = max(1, int(MOST_SHOWN * self.shown.mean()))

    def suggestions(self) -> Suggestions:
        lists = tuple(
            tuple(self.lists[row]) if row in self.lists else items for row, items in enumerate(self.previous.lists)
        )
        return Suggestions(lists, self.best, self.previous.region_factor)

    def replace(self, changed: int) -> None:
        own_view, others_view, two_sided = self._scores(changed, is_new_best=True)
        was_in = [row for row, items in enumerate(self.previous.lists) if any(each.index == changed for each in items)]
        self._write(changed, [])
        self._write(changed, self._best_list(changed, own_view, two_sided))
        for row in was_in:
            self._take_out(row, changed, others_view[row])
        self._offer(changed, others_view, two_sided, least=max(len(was_in), self.k))
        for index in np.flatnonzero(self.shown == 0).tolist():
            if not self.parties[index].is_paused:
                _own_view, others_view, two_sided = self._scores(index)
                self._offer(index, others_view, two_sided, least=1, is_forced=True)

    def _scores(self, row: int, *, is_new_best: bool = False) -> tuple[Reals, Reals, Reals]:
        """Return how much speaks for each other on the party's side, on theirs, and on both; below 0 where barred."""
        everybody = np.arange(len(self.parties))
        this = np.full(len(self.parties), row)
        text = self.evidence.text.row_scores(row)
        boost = np.log(self.previous.region_factor) * self.evidence.is_across(this, everybody)
        own_scores = self.evidence.pair_scores(this, everybody, text=text)
        their_scores = self.evidence.pair_scores(everybody, this, text=text) + boost
        barred = self._barred(row)
        if is_new_best:
            allowed = np.delete(own_scores, barred)
            self.best[row] = float(np.mean(np.sort(allowed)[-BEST:])) if len(allowed) else 1.0
        own_view, others_view = (own_scores + boost) / self.best[row], their_scores / self.best
        two_sided = harmonic_mean(own_view, others_view)
        for scores in (own_view, others_view, two_sided):
            scores[barred] = -1
        return own_view, others_view, two_sided

    def _barred(self, row: int) -> Integers:
        ends = self.links.ends
        partners = np.concatenate([ends[ends[:, 0] == row, 1], ends[ends[:, 1] == row, 0]])
        keys = self.parties[row].excluded_keys
        key = self.parties[row].key
        excluded = [
            index for index, party in enumerate(self.parties) if party.key in keys or key in party.excluded_keys
        ]
        return np.unique(np.concatenate([partners, np.array([row, *excluded], dtype=np.int64)]))

    def _best_list(self, row: int, own_view: Reals, two_sided: Reals) -> list[Suggested]:
        """Return the best for a party of those who may be shown more often, half of them small while there are any."""
        order = np.lexsort((np.arange(len(two_sided)), -two_sided))
        free = [
            index
            for index in order[two_sided[order] > 0].tolist()
            if self.shown[index] < self.cap and not self.parties[index].is_paused
        ]
        large_places = self.k - int(SMALL_SHARE * self.k)
        large = [index for index in free if self.parties[index].project_count > SMALL_PROJECTS]
        late = set(large[large_places:])
        chosen = [*(index for index in free if index not in late), *large[large_places:]][: self.k]
        return [Suggested(index, float(own_view[index])) for index in chosen]

    def _list(self, row: int) -> list[Suggested]:
        return self.lists.get(row, list(self.previous.lists[row]))

    def _write(self, row: int, items: list[Suggested]) -> None:
        for each in self._list(row):
            self.shown[each.index] -= 1
        for each in items:
            self.shown[each.index] += 1
        self.lists[row] = sorted(items, key=lambda each: (-each.score, each.index))

    def _take_out(self, row: int, changed: int, score: float) -> None:
        """Take the changed party out of a list where it may stand no more, or suits less than all others in it."""
        rest = [each for each in self._list(row) if each.index != changed]
        if score > 0 and not self.parties[changed].is_paused and all(score >= each.score for each in rest[-1:]):
            self._write(row, [*rest, Suggested(changed, float(score))])
            return
        self._write(row, rest)
        own_view, _rest, two_sided = self._scores(row)
        two_sided[[changed, *(each.index for each in rest)]] = -1
        self._write(row, [*rest, *self._best_list(row, own_view, two_sided)[: self.k - len(rest)]])

    def _offer(self, index: int, others_view: Reals, two_sided: Reals, *, least: int, is_forced: bool = False) -> None:
        """Show a party in the lists it suits best, up to so many, in place of the last who is shown elsewhere too."""
        if self.parties[index].is_paused:
            return
        for row in np.lexsort((np.arange(len(two_sided)), -two_sided)).tolist():
            if self.shown[index] >= min(least, self.cap) or two_sided[row] <= 0:
                return
            items = self._list(row)
            if any(each.index == index for each in items):
                continue
            new = Suggested(index, float(others_view[row]))
            if len(items) < self.k:
                self._write(row, [*items, new])
                continue
            last = next((each for each in reversed(items) if self.shown[each.index] > 1), None)
            if last is not None and (is_forced or not self.shown[index] or last.score < new.score):
                self._write(row, [*(each for each in items if each is not last), new])
