"""Ranking categories for texts: from definitions alone, from the texts' own company, and from what people confirmed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from skillsnet.core.classification.explaining import Explainer
from skillsnet.core.classification.keyword_matcher import KeywordMatcher
from skillsnet.core.classification.model import LanguageModel, several
from skillsnet.core.classification.values import (
    CategoryDefinition,
    CategoryScore,
    Confirmed,
    Embedder,
    Evidence,
    Floats,
    Ranking,
)
from skillsnet.core.text import guess_language

DEFAULT_LANGUAGE: Final = "en"
# Of more texts in a language an even choice is learnt from; all are judged.
MOST_LEARNT: Final = 8_000
JUDGED_AT_ONCE: Final = 2_000
# The likeliest categories whose phrases are looked up.
EXPLAINED: Final = 3
# Below this probability a text does not tell; with few categories, below one and a half times an even chance.
MIN_TOLD: Final = 0.3
OVER_EVEN: Final = 1.5


# A language tag names the language first: fr-CA, pt_BR.
_TAG: Final = re.compile(r"[-_]")


@dataclass(frozen=True)
class _Learnt:
    """What was learnt of one language."""

    model: LanguageModel
    cues: KeywordMatcher
    explainer: Explainer


class Classifier:
    """Ranks categories for texts; the same for the same definitions, texts and confirmations."""

    def __init__(
        self,
        categories: Sequence[CategoryDefinition],
        *,
        multi_label: bool,
        default: str,
        seed: int,
        embedder: Embedder | None = None,
    ) -> None:
        self._categories = tuple(categories)
        self._multi_label = multi_label
        self._default = default
        self._seed = seed
        self._embedder = embedder
        self._languages = _defined(categories, default)
        self._learnt: dict[str, _Learnt] = {}

    @classmethod
    def learn(
        cls,
        categories: Sequence[CategoryDefinition],
        *,
        texts: Sequence[str] = (),
        languages: Sequence[str | None] = (),
        confirmed: Sequence[Confirmed] = (),
        multi_label: bool = True,
        default_language: str = DEFAULT_LANGUAGE,
        seed: int = 0,
        embedder: Embedder | None = None,
    ) -> "Classifier":
        """Return a classifier for the categories.

        Parameters
        ----------
        categories : sequence of CategoryDefinition
            At least one; categories that bear the name of a skills category use its telling words too.
        texts, languages : sequence of str, sequence of str or None
            Texts of the network whose categories nobody confirmed, and their languages; None is guessed.
        confirmed : sequence of Confirmed
            Texts whose categories somebody confirmed. Slugs that no category has are left out.
        multi_label : bool
            Whether a text may have several categories.
        default_language : str
            Read with these definitions: texts in a language without any.
        seed : int
            For the decomposition and the folds.
        embedder : Embedder or None
            Sentence embeddings, where the installation has some; they stand beside the latent subjects.

        Returns
        -------
        Classifier
            Ready to use.

        Raises
        ------
        ValueError
            Without a category, or when two have one slug.

        Notes
        -----
        Four members judge each language's texts: centroids of definitions that take in their clearest texts (Rocchio
        1971), logistic regression self-trained on the clearest texts of all (Yarowsky 1995), the same taught by people
        only, and neighbours (Zhou et al. 2004); all on damped TF-IDF and its latent subjects (Deerwester et al. 1990).
        A logarithmic pool weighs and calibrates them on confirmed texts held out. O(n terms), and O(n²) in the texts
        learnt from (at most 8,000 a language) once some are confirmed.
        """
        if not categories:
            raise ValueError("there is no category to choose from")
        if len({category.slug for category in categories}) < len(categories):
            raise ValueError("two categories have one slug")
        made = cls(categories, multi_label=multi_label, default=default_language, seed=seed, embedder=embedder)
        known = {category.slug for category in categories}
        taught = [one for one in confirmed if known.intersection(one.slugs)]
        groups: dict[str, tuple[list[Confirmed], list[str]]] = defaultdict(lambda: ([], []))
        for one in taught:
            groups[made._read(one.text, one.language)[0]][0].append(one)
        for text, language in zip(texts, languages or [None] * len(texts), strict=True):
            groups[made._read(text, language)[0]][1].append(text)
        with threadpool_limits(1):
            for language, (own, others) in sorted(groups.items()):
                made._learnt[language] = made._learn_language(language, own, others)
        return made

    def suggest(
        self, texts: Sequence[str], languages: Sequence[str | None], *, with_evidence: bool = True
    ) -> list[Ranking]:
        """Return each text's ranking.

        Parameters
        ----------
        texts : sequence of str
            n texts.
        languages : sequence of str or None
            The texts' language codes; None is guessed from the text.
        with_evidence : bool
            Whether the phrases that speak for the three likeliest categories are looked up.

        Returns
        -------
        list of Ranking
            n rankings of all categories. A language without definitions is read with the default ones, and the ranking
            says so.

        Notes
        -----
        A text's ranking depends on the text and on what was learnt, not on the texts beside it. O(total terms).
        """
        read = [self._read(text, language) for text, language in zip(texts, languages, strict=True)]
        groups: dict[str, list[int]] = defaultdict(list)
        for place, (language, _) in enumerate(read):
            groups[language].append(place)
        rankings: dict[int, Ranking] = {}
        with threadpool_limits(1):
            for language, places in groups.items():
                for start in range(0, len(places), JUDGED_AT_ONCE):
                    block = places[start : start + JUDGED_AT_ONCE]
                    found = self._judge(language, [texts[place] for place in block], with_evidence=with_evidence)
                    for place, (scores, is_told) in zip(block, found, strict=True):
                        rankings[place] = Ranking(scores, language, read[place][1], is_told)
        return [rankings[place] for place in range(len(texts))]

    def _read(self, text: str, language: str | None) -> tuple[str, bool]:
        """Return the language whose definitions a text is read with, and whether that is a fallback."""
        stated = _TAG.split((language or "").strip().lower())[0]
        known = stated or guess_language(text) or self._default
        return (known, False) if known in self._languages else (self._default, True)

    def _learn_language(self, language: str, confirmed: Sequence[Confirmed], texts: Sequence[str]) -> _Learnt:
        place = {category.slug: at for at, category in enumerate(self._categories)}
        kept = list(confirmed)[:MOST_LEARNT]
        pool = [*(one.text for one in kept), *_even_choice(texts, MOST_LEARNT - len(kept))]
        labels = np.zeros((len(pool), len(place)))
        for row, one in enumerate(kept):
            for slug in one.slugs:
                if slug in place:
                    labels[row, place[slug]] = 1
        definitions = [_words_of(category, language, self._default) for category in self._categories]
        cues = KeywordMatcher(self._categories, language)
        model = LanguageModel.fit(
            definitions,
            pool,
            language,
            labels=labels,
            told=cues.score(pool),
            multi_label=self._multi_label,
            seed=self._seed,
            embedder=self._embedder,
        )
        explainer = Explainer(model, definitions, [one.key for one in kept], labels)
        return _Learnt(model, cues, explainer)

    def _judge(
        self, language: str, texts: Sequence[str], *, with_evidence: bool
    ) -> Iterator[tuple[tuple[CategoryScore, ...], bool]]:
        if language not in self._learnt:
            self._learnt[language] = self._learn_language(language, [], [])
        learnt = self._learnt[language]
        told = learnt.cues.score(texts)
        rows = learnt.model.rows(texts, told)
        pooled = learnt.model.judge(rows)
        chances = several(pooled, learnt.model.labels_per_text) if self._multi_label else pooled
        heard = learnt.model.speak(rows)
        least = max(MIN_TOLD, OVER_EVEN / len(self._categories)) if len(self._categories) > 1 else 0.0
        for at, text in enumerate(texts):
            order = [int(place) for place in np.argsort(-pooled[at], kind="stable")]
            is_told = bool(heard[at]) and bool(pooled[at, order[0]] >= least)
            why: Mapping[int, tuple[Evidence, ...]] = {}
            if with_evidence and heard[at]:
                why = learnt.explainer.explain(text, rows.wide[[at]], learnt.cues.hits(text), order[:EXPLAINED])
            yield self._scores(chances[at], order, why), is_told

    def _scores(
        self, chances: Floats, order: Sequence[int], why: Mapping[int, tuple[Evidence, ...]]
    ) -> tuple[CategoryScore, ...]:
        return tuple(
            CategoryScore(self._categories[place].slug, round(float(chances[place]), 4), why.get(place, ()))
            for place in order
        )


def _defined(categories: Sequence[CategoryDefinition], default: str) -> frozenset[str]:
    """Return the languages in which at least half of the categories are defined."""
    stated = [language for category in categories for language, text in category.texts.items() if text.strip()]
    return frozenset({one for one in stated if 2 * stated.count(one) >= len(categories)} | {default})


def _words_of(category: CategoryDefinition, language: str, default: str) -> str:
    for wanted in (language, default, *sorted(category.texts)):
        if category.texts.get(wanted, "").strip():
            return category.texts[wanted]
    return " ".join(category.names) or category.slug.replace("-", " ")


def _even_choice(texts: Sequence[str], size: int) -> Sequence[str]:
    """Return at most `size` of the texts, at even distances."""
    if len(texts) <= size:
        return texts
    return [texts[place] for place in np.linspace(0, len(texts) - 1, max(0, size)).astype(int)]
