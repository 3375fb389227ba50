"""What a type's name says an element is, and a connection's name about who belongs to what.

Words are compared folded. English puts the word that tells last ("partner organisation"), French, Spanish and Arabic
put it first ("organisation partenaire").
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from skillsnet.core.interchange.kumu.texts import plain_name
from skillsnet.core.interchange.kumu.values import Connection
from skillsnet.core.text import without_article

ORGANISATION: Final = "organisation"
PERSON: Final = "person"
PROJECT: Final = "project"
UNKNOWN: Final = ""

_LAST: Final = {
    ORGANISATION: (
        "organisation organization org ngo cso company institution partner member enterprise business firm agency"
        " foundation association university school college institute ministry cooperative network union centre center"
        " society charity government corporation startup provider employer"
    ),
    PERSON: "person people individual contact human expert consultant staff teacher trainer",
    PROJECT: (
        "proposal project initiative innovation solution programme program application submission idea pilot"
        " intervention"
    ),
}
_FIRST: Final = {
    ORGANISATION: (
        "organisation ong entreprise institution partenaire membre organisme societe association fondation universite"
        " ecole ministere cooperative structure etablissement syndicat reseau"
        " organizacion organismo entidad empresa institucion socio miembro asociacion fundacion universidad escuela"
        " ministerio cooperativa compania sindicato red"
        " منظمه مؤسسه شركه جمعيه جامعه مدرسه وزاره معهد شريك عضو هيئه جهه نقابه شبكه"
    ),
    PERSON: (
        "personne individu particulier expert contact persona individuo contacto experto experta شخص فرد خبير اشخاص"
    ),
    PROJECT: (
        "proposition projet initiative innovation solution candidature programme idee"
        " propuesta proyecto iniciativa innovacion solucion candidatura solicitud programa idea"
        " مشروع مقترح مبادره ابتكار حل برنامج فكره طلب"
    ),
}
# Names of a kind that say nothing about which type of organisation it is.
_GENERAL: Final = (
    *("organisation", "organization", "org", "institution", "partner", "member", "partenaire", "membre", "organisme"),
    *("structure", "organizacion", "organismo", "entidad", "institucion", "socio", "miembro"),
    *("منظمه", "مؤسسه", "شريك", "عضو", "جهه"),
)
# Members of these are persons, although a member of a network is an organisation.
_PEOPLE: Final = frozenset({"team", "board", "staff", "committee", "project", "jury"})
# Beginnings of words.
_OWNING: Final = (
    *(
        "submi",
        "applica",
        "applied",
        "apply",
        "own",
        "lead",
        "led",
        "implement",
        "propos",
        "presented",
        "authored",
        "author of",
    ),
    *("soumi", "soumet", "depose", "porte par", "porteu", "mene", "dirige", "candidat", "proprietaire", "responsable"),
    *("met en oeuvre", "mise en oeuvre", "present", "lider", "ejecut", "solicit", "propietari", "autor"),
    *("قدم", "يقدم", "تقدم", "مقدم", "ينفذ", "تنفذ", "نفذ", "منفذ", "يقود", "تقود", "صاحب", "مالك"),
)
_BELONGING: Final = (
    *(
        "work",
        "employ",
        "contact",
        "member",
        "staff",
        "represent",
        "founde",
        "founds",
        "director",
        "directs",
        "head",
        "belong",
    ),
    *("affiliat", "manage", "part of", "chair", "president", "coordinat", "focal"),
    *("travaill", "membre", "salari", "fondat", "apparten", "appartient", "gere", "preside", "coordonn"),
    *("trabaj", "miembro", "emplead", "pertenec", "fundador", "fundo", "gestion", "coordin", "contacto"),
    *("يعمل", "تعمل", "موظف", "عضو", "مدير", "ممثل", "يمثل", "تمثل", "اتصال", "مؤسس", "رئيس"),
)
# An organisation that does this to a project is not the one whose project it is.
_AIDING: Final = (
    *("fund", "financ", "donor", "donat", "sponsor", "evaluat", "advis", "mentor", "invest", "support", "compet"),
    *("review", "benefi", "grant", "conseil", "soutien", "soutenu", "appui", "bailleur", "apoy", "asesor", "evalua"),
    *("donante", "يمول", "تمول", "ممول", "يدعم", "تدعم", "دعم", "تقييم"),
)
_WITH: Final = frozenset({"with", "avec", "con", "مع"})


@lru_cache(maxsize=1024)
def kind_of(element_type: str) -> str:
    """Return whether a type means organisations, persons or projects.

    Parameters
    ----------
    element_type
        Type as written, in English, French, Spanish or Arabic, in one number or the other.

    Returns
    -------
    str
        `organisation`, `person`, `project`, or empty for a type that is none of them.

    Examples
    --------
    >>> kind_of("Partner organisations"), kind_of("Personne de contact"), kind_of("المشروع"), kind_of("core")
    ('organisation', 'person', 'project', '')
    >>> kind_of("Member"), kind_of("Team members")
    ('organisation', 'person')
    """
    for piece in re.split(r"[|/(),;&]", element_type):
        words = [without_article(word) for word in plain_name(piece).split()]
        if not words:
            continue
        if len(words) > 1 and words[-2] in _PEOPLE and "member" in _singular(words[-1]):
            return PERSON
        for word, table in ((words[-1], _table(is_last=True)), (words[0], _table(is_last=False))):
            kind = next((table[form] for form in _singular(word) if form in table), UNKNOWN)
            if kind:
                return kind
    return UNKNOWN


@lru_cache(maxsize=2)
def _table(*, is_last: bool) -> Mapping[str, str]:
    word_lists = _LAST if is_last else _FIRST
    return {plain_name(word): kind for kind, words in word_lists.items() for word in words.split()}


def _singular(word: str) -> tuple[str, ...]:
    forms = [word]
    if word.endswith("ies"):
        forms.append(f"{word[:-3]}y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return tuple(forms)


def is_general(element_type: str) -> bool:
    """Return whether an organisation's type says no more than that it is one.

    Parameters
    ----------
    element_type
        Type as written.

    Returns
    -------
    bool
        True for "Organisation", "Partners" and the like, and for an empty one.

    Examples
    --------
    >>> is_general("Organisation"), is_general("University")
    (True, False)
    """
    words = [without_article(word) for word in plain_name(element_type).split()]
    return all(any(form in _GENERAL for form in _singular(word)) for word in words)


def says_owning(connection: Connection) -> bool:
    """Return whether a connection's type or label means that somebody submits or carries out a project.

    Parameters
    ----------
    connection
        Any connection.

    Returns
    -------
    bool
        True for "submitted", "soumis par", "presentó" and the like.

    Examples
    --------
    >>> line = Connection("c1", "", "a", "b", "Submitted by", "", "directed", {}, ("connections", 1))
    >>> says_owning(line)
    True
    """
    return _says(f"{connection.type}\n{connection.label}", _OWNING)


def says_belonging(connection: Connection) -> bool:
    """Return whether a connection's type or label means that a person belongs to its other end.

    Parameters
    ----------
    connection
        Any connection.

    Returns
    -------
    bool
        True for "works at", "contact for", "membre de" and the like, and for what `says_owning`; not for
        "works with".

    Examples
    --------
    >>> line = Connection("c1", "", "a", "b", "Works at", "", "directed", {}, ("connections", 1))
    >>> says_belonging(line)
    True
    """
    name = f"{connection.type}\n{connection.label}"
    return says_owning(connection) or (not _WITH & set(plain_name(name).split()) and _says(name, _BELONGING))


def says_aiding(connection: Connection) -> bool:
    """Return whether a connection's type or label means help from outside, such as funding or advice.

    Parameters
    ----------
    connection
        Any connection.

    Returns
    -------
    bool
        True for "funds", "advises", "soutien de" and the like.

    Examples
    --------
    >>> line = Connection("c1", "", "a", "b", "Funds", "", "directed", {}, ("connections", 1))
    >>> says_aiding(line)
    True
    """
    return _says(f"{connection.type}\n{connection.label}", _AIDING)


def says_nothing(connection: Connection) -> bool:
    """Return whether a connection has neither type nor label.

    Parameters
    ----------
    connection
        Any connection.

    Returns
    -------
    bool
        True for a plain line.

    Examples
    --------
    >>> line = Connection("c1", "", "a", "b", "", "", "directed", {}, ("connections", 1))
    >>> says_nothing(line)
    True
    """
    return not (connection.type or connection.label)


@lru_cache(maxsize=4096)
def _says(name: str, beginnings: tuple[str, ...]) -> bool:
    plain_text = f" {plain_name(name)}"
    return any(f" {plain_name(beginning)}" in plain_text for beginning in beginnings)
