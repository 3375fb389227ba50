"""Labels that are things of their own (SKOS-XL), as plain ones."""

from typing import Final

from rdflib import Graph, Literal, Namespace

from skillsnet.core.interchange.skos.vocabulary import SKOS

SKOSXL: Final = Namespace("http://www.w3.org/2008/05/skos-xl#")


def add_plain_labels(graph: Graph) -> None:
    """Add to each concept the literal forms of its labels, as SKOS says they stand for (reference, B.3.2).

    A concept that has plain labels of that kind keeps them alone.
    """
    for with_forms, plain in ((SKOSXL.prefLabel, SKOS.prefLabel), (SKOSXL.altLabel, SKOS.altLabel)):
        plainly_labelled = set(graph.subjects(plain, None))
        for node, label in list(graph.subject_objects(with_forms)):
            if node not in plainly_labelled:
                for form in list(graph.objects(label, SKOSXL.literalForm)):
                    if isinstance(form, Literal):
                        graph.add((node, plain, form))
