"""Ranking categories for texts: from definitions alone, from the texts' own company, and from what people confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from threadpoolctl import threadpool_limits

from skillsnet.core.classification.concepts import concept_space
from skillsnet.core.classification.explaining import Explainer
from skillsnet.core.classification.keyword_matcher import KeywordMatcher
from skillsnet.core.classification.language_tags import (
    closest_tag,
    is_stated,
    primary_language,
    script_of,
    sole_language_of_script,
)
from skillsnet.core.classification.model import LanguageModel
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
from skillsnet.core.text.languages import LANGUAGES

DEFAULT_LANGUAGE: Final = "en"
# Of more texts in a language an even choice is learnt from; all are judged.
MAX_TRAINING_TEXTS: Final = 8_000
JUDGED_AT_ONCE: Final = 2_000
# The likeliest categories whose phrases are looked up.
EXPLAINED_CATEGORIES: Final = 3
# Below this probability a text is inconclusive; with few categories, below one and a half times an even chance.
MIN_CONCLUSIVE: Final = 0.3
# Where a text may have several categories, one of them is seldom so far ahead.
MIN_CONCLUSIVE_MULTI_LABEL: Final = 0.25
OVER_EVEN: Final = 1.5


@dataclass(frozen=True)
class _Reading:
    """How a text is read: with the definitions of a tag, by the words of a language that may be another."""

    tag: str
    language: str
    is_fallback: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class _LanguageClassifier:
    """What was learnt of one language."""

    model: LanguageModel
    keywords: KeywordMatcher
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
        self._seed = seed
        self._embedder = embedder
        self._languages = _defined_languages(categories, default)
        self._default = closest_tag(default, self._languages) or default
        self._scripts = _scripts_of_rarer_languages(categories, self._languages)
        self._trained: dict[_Reading, _LanguageClassifier] = {}

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
            At least one; categories that bear the name of a skills category use its indicator terms too.
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
        Beside the indicator terms, four base classifiers read each language's texts: centroids of definitions that take
        in their clearest texts (Rocchio 1971), logistic regression self-trained on the clearest texts of all (Yarowsky
        1995), the same on confirmed texts only, and label propagation over neighbours (Zhou et al. 2004); all on damped
        TF-IDF and its latent subjects (Deerwester et al. 1990).
        A logarithmic pool weighs and calibrates them on confirmed texts held out. O(n terms), and O(n²) in the texts
        learnt from (at most 8,000 a language) once some are confirmed.
        """
        if not categories:
            raise ValueError("there is no category to choose from")
        if len({category.slug for category in categories}) < len(categories):
            raise ValueError("two categories have one slug")
        classifier = cls(categories, multi_label=multi_label, default=default_language, seed=seed, embedder=embedder)
        slugs = {category.slug for category in categories}
        labelled = [label for label in confirmed if slugs.intersection(label.slugs)]
        groups: dict[_Reading, tuple[list[Confirmed], list[str]]] = defaultdict(lambda: ([], []))
        for label in labelled:
            groups[classifier._reading_of(label.text, label.language)][0].append(label)
        for text, language in zip(texts, languages or [None] * len(texts), strict=True):
            groups[classifier._reading_of(text, language)][1].append(text)
        with threadpool_limits(1):
            for reading, (language_labels, unlabelled) in groups.items():
                classifier._trained[reading] = classifier._learn_language(reading, language_labels, unlabelled)
        return classifier

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
        readings = [self._reading_of(text, language) for text, language in zip(texts, languages, strict=True)]
        groups: dict[_Reading, list[int]] = defaultdict(list)
        for index, reading in enumerate(readings):
            groups[reading].append(index)
        rankings: dict[int, Ranking] = {}
        with threadpool_limits(1):
            for reading, indices in groups.items():
                for start in range(0, len(indices), JUDGED_AT_ONCE):
                    block = indices[start : start + JUDGED_AT_ONCE]
                    results = self._rank(reading, [texts[index] for index in block], with_evidence=with_evidence)
                    for index, (scores, is_conclusive) in zip(block, results, strict=True):
                        rankings[index] = Ranking(scores, reading.tag, readings[index].is_fallback, is_conclusive)
        return [rankings[index] for index in range(len(texts))]

    def _reading_of(self, text: str, language: str | None) -> _Reading:
        """Return how a text is read."""
        stated = language if language is not None and is_stated(language) else guess_language(text)
        if stated is None:
            tag = sole_language_of_script(text, self._scripts) or self._default
            return _Reading(tag, primary_language(tag))
        closest = closest_tag(stated, self._languages)
        if closest is not None:
            return _Reading(closest, primary_language(closest))
        text_language, default = primary_language(stated), primary_language(self._default)
        is_apart = concept_space(text_language) is not None and concept_space(default) is not None
        # Texts that no concept describes are read as if they were in the default language.
        return _Reading(self._default, text_language if is_apart else default, is_fallback=True)

    def _learn_language(
        self, reading: _Reading, confirmed: Sequence[Confirmed], texts: Sequence[str]
    ) -> _LanguageClassifier:
        columns = {category.slug: column for column, category in enumerate(self._categories)}
        training_labels = list(confirmed)[:MAX_TRAINING_TEXTS]
        pool = [
            *(label.text for label in training_labels),
            *_even_choice(texts, MAX_TRAINING_TEXTS - len(training_labels)),
        ]
        labels = np.zeros((len(pool), len(columns)))
        for row, label in enumerate(training_labels):
            for slug in label.slugs:
                if slug in columns:
                    labels[row, columns[slug]] = 1
        definitions = [_definition_text(category, reading.tag, self._default) for category in self._categories]
        keywords = KeywordMatcher(self._categories, reading.language)
        model = LanguageModel.fit(
            definitions,
            pool,
            reading.language,
            definition_language=primary_language(reading.tag),
            labels=labels,
            indicator_scores=keywords.score(pool),
            multi_label=self._multi_label,
            seed=self._seed,
            embedder=self._embedder,
        )
        explainer = Explainer(model, definitions, [label.key for label in training_labels], labels)
        return _LanguageClassifier(model, keywords, explainer)

    def _rank(
        self, reading: _Reading, texts: Sequence[str], *, with_evidence: bool
    ) -> Iterator[tuple[tuple[CategoryScore, ...], bool]]:
        if reading not in self._trained:
            self._trained[reading] = self._learn_language(reading, [], [])
        trained = self._trained[reading]
        indicator_scores = trained.keywords.score(texts)
        rows = trained.model.rows(texts, indicator_scores)
        pooled = trained.model.predict_proba(rows)
        chances = trained.model.pooling.chances(pooled, multi_label=self._multi_label)
        has_evidence = trained.model.has_evidence(rows)
        least = MIN_CONCLUSIVE_MULTI_LABEL if self._multi_label else MIN_CONCLUSIVE
        least = max(least, OVER_EVEN / len(self._categories)) if len(self._categories) > 1 else 0.0
        for row, text in enumerate(texts):
            order = [int(category) for category in np.argsort(-pooled[row], kind="stable")]
            is_conclusive = bool(has_evidence[row]) and bool(pooled[row, order[0]] >= least)
            evidence: Mapping[int, tuple[Evidence, ...]] = {}
            if with_evidence and has_evidence[row]:
                evidence = trained.explainer.explain(
                    text, rows.wide[[row]], trained.keywords.hits(text), order[:EXPLAINED_CATEGORIES]
                )
            yield self._scores(chances[row], order, evidence), is_conclusive

    def _scores(
        self, chances: Floats, order: Sequence[int], evidence: Mapping[int, tuple[Evidence, ...]]
    ) -> tuple[CategoryScore, ...]:
        return tuple(
            CategoryScore(
                self._categories[category].slug, round(float(chances[category]), 4), evidence.get(category, ())
            )
            for category in order
        )


def _defined_languages(categories: Sequence[CategoryDefinition], default: str) -> frozenset[str]:
    """Return the tags of the languages in which at least half of the categories are defined, and the default one."""
    tags = sorted({tag for category in categories for tag, text in category.texts.items() if text.strip()})
    spellings = {tag.lower().replace("_", "-"): tag for tag in reversed(tags)}
    defined = {
        tag
        for tag in spellings.values()
        if 2 * sum(bool(_own_text(item, tag)) for item in categories) >= len(categories)
    }
    return frozenset(defined if closest_tag(default, defined) else {*defined, default})


def _scripts_of_rarer_languages(categories: Sequence[CategoryDefinition], tags: Iterable[str]) -> dict[str, str | None]:
    """Return the script of the definitions in each language that `guess_language` cannot recognise."""
    return {
        tag: script_of(" ".join(_own_text(category, tag) for category in categories))
        for tag in sorted(tags)
        if primary_language(tag) not in LANGUAGES
    }


def _definition_text(category: CategoryDefinition, language: str, default: str) -> str:
    for text in (_own_text(category, language), _own_text(category, default)):
        if text:
            return text
    any_texts = (category.texts[tag] for tag in sorted(category.texts) if category.texts[tag].strip())
    return next(any_texts, "") or " ".join(category.names) or category.slug.replace("-", " ")


def _own_text(category: CategoryDefinition, language: str) -> str:
    """Return a category's text in a language or its closest relative; empty for none."""
    tag = closest_tag(language, (tag for tag, text in category.texts.items() if text.strip()))
    return category.texts[tag] if tag is not None else ""


def _even_choice(texts: Sequence[str], size: int) -> Sequence[str]:
    """Return at most `size` of the texts, at even distances."""
    if len(texts) <= size:
        return texts
    return [texts[index] for index in np.linspace(0, len(texts) - 1, max(0, size)).astype(int)]
