"""Which words of four languages mean the same, learnt from the parallel texts: writes core/search/translations.txt.

    python -m tools.word_translations write

takes about two minutes of a processor. A test says when the parallel texts have changed since.
"""

import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from skillsnet.core.search.content_words import content_words, search_beginning
from skillsnet.core.text import fold, without_article
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

FILE = Path(__file__).resolve().parent.parent / "src" / "skillsnet" / "core" / "search" / "translations.txt"
ROUNDS = 6
# Both directions multiplied; on the sentences and paragraphs of `benchmarks search` .05 to .1 are alike.
LEAST_PROBABILITY = 0.05
LEAST_TEXTS = 2
MOST_TRANSLATIONS = 2
NEGLIGIBLE = 1e-4
NOTHING = ""
SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")

SentencePairs = list[tuple[list[str], list[str]]]
Probabilities = dict[tuple[str, str], float]


def main(task: str) -> None:
    """Write the file."""
    if task != "write":
        sys.exit("python -m tools.word_translations write")
    FILE.write_text("\n".join([f"# {fingerprint()}", *translation_lines()]) + "\n", encoding="utf-8")


def fingerprint() -> str:
    """Return what tells these parallel texts from others."""
    texts = "\n".join("\n".join(text.texts) for text in parallel_texts())
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def translation_lines() -> Iterator[str]:
    """Yield a line for each word: language, word, how often it occurs, and for each other language what it means there.

    A meaning is the beginning that its forms share, and a form to show. Words are aligned by Model 1 (Brown, Della
    Pietra, Della Pietra and Mercer 1993) in both directions, and kept where the product of the two is large enough
    (symmetrised as by Liang, Taskar and Klein 2006).
    """
    forms = {language: _forms(language) for language in PARALLEL_LANGUAGES}
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for index, first in enumerate(PARALLEL_LANGUAGES):
        for second in PARALLEL_LANGUAGES[index + 1 :]:
            likely = _likely_pairs(list(_sentence_pairs(first, second)))
            swapped = {(other, word): product for (word, other), product in likely.items()}
            for source, target, products in ((first, second, likely), (second, first, swapped)):
                for word, meanings in _meanings(products).items():
                    found[source, word][target] = [_meaning(forms[target][meaning]) for meaning in meanings]
    for (language, word), targets in sorted(found.items()):
        cells = [f"{target}:{','.join(targets[target])}" for target in PARALLEL_LANGUAGES if targets.get(target)]
        yield "\t".join([language, word, str(forms[language][word].total()), *cells])


def _forms(language: str) -> dict[str, Counter[str]]:
    """Return the forms of each word, with how often they occur."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in parallel_texts():
        for word, form in content_words(text.text(language), language):
            forms[word][form.lower()] += 1
    return forms


def _meaning(forms: Counter[str]) -> str:
    # A form as it stands in a dictionary: the most frequent without the article and what else is written before it.
    bare = [form for form in forms if without_article(fold(form)) == fold(form)]
    shown = min(bare or forms, key=lambda form: (-forms[form], len(form), form))
    return f"{search_beginning(list(forms))}={without_article(shown)}"


def _sentence_pairs(first: str, second: str) -> Iterator[tuple[list[str], list[str]]]:
    for text in parallel_texts():
        ours, theirs = (
            [part for part in SENTENCE_END.split(text.text(language)) if part] for language in (first, second)
        )
        if len(ours) != len(theirs):
            ours, theirs = [text.text(first)], [text.text(second)]
        for one, other in zip(ours, theirs, strict=True):
            yield _distinct(one, first), _distinct(other, second)


def _distinct(sentence: str, language: str) -> list[str]:
    return sorted({word for word, _ in content_words(sentence, language)})


def _likely_pairs(pairs: SentencePairs) -> Probabilities:
    """Return the pairs of words that translate each other, with the product of both directions' probabilities."""
    forwards = _model(pairs)
    backwards = _model([(theirs, ours) for ours, theirs in pairs])
    together = Counter((word, other) for ours, theirs in pairs for word in ours for other in theirs)
    products = {
        (word, other): probability * backwards.get((other, word), 0)
        for (word, other), probability in forwards.items()
        if word != NOTHING and together[word, other] >= LEAST_TEXTS
    }
    return {pair: product for pair, product in products.items() if product >= LEAST_PROBABILITY}


def _meanings(products: Probabilities) -> dict[str, list[str]]:
    """Return the likeliest translations of each word."""
    ranked: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (word, other), product in products.items():
        ranked[word].append((-product, other))
    return {word: [other for _, other in sorted(others)[:MOST_TRANSLATIONS]] for word, others in ranked.items()}


def _model(pairs: SentencePairs) -> Probabilities:
    """Return how likely each word of the second language is where a word of the first stands: Model 1, by rounds."""
    probabilities: Probabilities = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        counts: Probabilities = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for ours, theirs in pairs:
            _share(counts, totals, probabilities, [*ours, NOTHING], theirs)
        shares = ((pair, count / totals[pair[0]]) for pair, count in counts.items())
        probabilities = defaultdict(float, {pair: share for pair, share in shares if share > NEGLIGIBLE})
    return probabilities


def _share(
    counts: Probabilities, totals: dict[str, float], probabilities: Probabilities, ours: Sequence[str],
    theirs: Iterable[str],
) -> None:  # fmt: skip
    for other in theirs:
        whole = sum(probabilities[word, other] for word in ours)
        if not whole:
            continue
        for word in ours:
            part = probabilities[word, other] / whole
            counts[word, other] += part
            totals[word] += part


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
