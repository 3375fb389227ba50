"""Each text's nearest others, whatever their languages, and the words they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness import TextVectors, text_vectors


@dataclass(frozen=True)
class Similar:
    """Another text, how alike it is, and words that both hold.

    Attributes
    ----------
    index : int
        Index of the other text.
    score : float
        Likeness from 0 to 1, comparable across languages.
    shared : tuple of str
        Up to five distinctive words that both hold, as they stand in the first text, the most distinctive first;
        none where the texts are in two languages.
    """

    index: int
    score: float
    shared: tuple[str, ...]


def similar(
    texts: Sequence[str],
    languages: Sequence[str | None],
    *,
    k: int = 6,
    owners: Sequence[int] | None = None,
    definitions: Sequence[Mapping[str, str]] = (),
    embedder: Embedder | None = None,
) -> list[list[Similar]]:
    """Return each text's nearest other texts.

    Parameters
    ----------
    texts : sequence of str
        n texts.
    languages : sequence of str or None
        The texts' language codes; None is guessed from the text.
    k : int
        How many neighbours at most.
    owners : sequence of int, optional
        Whose each text is; texts of one owner are never each other's. Negative for nobody's.
    definitions : sequence of mappings
        The network's own definitions by language code, as further concepts.
    embedder : Embedder, optional
        Sentence embeddings to take in place of the concepts.

    Returns
    -------
    list of list of Similar
        n lists, nearest first; empty where no other text is more alike than texts usually are.

    Raises
    ------
    ValueError
        When texts, languages and owners differ in length.

    Notes
    -----
    See `text_vectors` for the likeness and `TextVectors.nearest` for the order.

    Examples
    --------
    >>> near = similar(["Solar pump repair", "Reparación de bombas solares", "Cheese"], ["en", "es", "en"])
    >>> near[0][0].index, near[0][0].shared, near[2]
    (1, (), [])
    """
    return similar_of(text_vectors(texts, languages, definitions=definitions, embedder=embedder), k=k, owners=owners)


def similar_of(vectors: TextVectors, *, k: int, owners: Sequence[int] | None = None) -> list[list[Similar]]:
    """Return the nearest others of texts that are described already; see `similar`."""
    nearest = vectors.nearest(k, owners=owners)
    return [
        [
            Similar(other, round(score, 5), _shared_words(vectors, row, other))
            for other, score in zip(columns, scores, strict=True)
            if other >= 0
        ]
        for row, (columns, scores) in enumerate(zip(nearest.indices.tolist(), nearest.scores.tolist(), strict=True))
    ]


def _shared_words(vectors: TextVectors, first: int, second: int) -> tuple[str, ...]:
    same = vectors.languages[first] == vectors.languages[second]
    return vectors.shared_words(first, second) if same else ()
