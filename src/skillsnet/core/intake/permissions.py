"""Columns in which people say whether their entry may be shown, and whether others may contact them."""

import re
from collections.abc import Sequence
from typing import Final

from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold

YES: Final = "yes"
NO: Final = "no"
# The question was asked, and the answer is empty or says neither.
UNCLEAR: Final = "unclear"
PERMISSION_FIELDS: Final = ("may_publish", "may_contact")
_MARKS: Final = {**dict.fromkeys("✓✔☑✅", YES), **dict.fromkeys("✗✘☒❌☐", NO)}
# Beginnings of words, folded, in English, French, Spanish, Portuguese, German, Russian, Italian, Dutch and Polish.
# Arabic words have their article before them, so they are looked for anywhere.
_ASKS: Final = (
    *("agree", "consent", "accept", "permi", "allow", "authori", "approv", "willing", "happy", "accord", "autori"),
    *("pouvons", "pouvez", "peut", "peuvent", "acept", "acuerd", "podemos", "pueden", "puede", "aceit", "concord"),
    *("podem", "pode", "einverstand", "einwillig", "zustimm", "stimm", "erlaub", "durf", "darf", "gestatt"),
    *("соглас", "разреш", "можно", "можем", "могут", "souhait", "desea", "quier", "deseja", "mocht", "wunsch"),
    *(
        "kann",
        "konnen",
        "acconsent",
        "accett",
        "possiamo",
        "possono",
        "vuol",
        "vorre",
        "хот",
        "puo",
        "desider",
        "toestem",
        "akkoord",
        "mogen",
        "instem",
        "zgod",
    ),
    *("zgadz", "zezwal", "wyraz", "akcept", "mozemy", "moga"),
)
_ASKING_WORDS: Final = frozenset({"may", "can", "ok", "okay", "want", "wish", "like", "voulez", "veut", "quer", "mag"})
_PUBLISHES: Final = (
    *("publi", "show", "display", "directory", "listed", "listing", "visible", "confiden", "hide", "affich", "montr"),
    *("annuaire", "diffus", "mostr", "muestr", "directorio", "diretorio", "difund", "divulg", "exib"),
    *(
        "veroffentlich",
        "zeig",
        "gezeigt",
        "angezeigt",
        "sichtbar",
        "verzeichnis",
        "публик",
        "опублик",
        "показ",
        "размещ",
    ),
    *("pubblic", "elenco", "getoond", "tonen", "zichtbaar", "openbaar", "opublik", "pokaz", "wyswietl", "widoczn"),
)
# What is as often asked of a text ("Can you share …?"): a permission only where somebody asks whether they may.
_SHOWS: Final = (
    *("list", "share", "feature", "appear", "includ", "promot", "advertis", "partag", "figur", "apparai", "referenc"),
    *(
        "online",
        "mention",
        "inclu",
        "aparec",
        "compart",
        "partilh",
        "aufnehm",
        "aufgenommen",
        "auflist",
        "teilen",
        "erschein",
    ),
    *("nenn", "condivid", "inseri", "delen", "geteilt", "opneem", "opnem", "vermeld", "udostepn", "zamie", "umie"),
)
_ASKS_WHETHER: Final = (
    *("agree", "consent", "accept", "permi", "authori", "pouvons", "autori", "acept", "acuerd", "podemos", "aceit"),
    *("concord", "einverstand", "zustimm", "durf", "darf", "possiamo", "acconsent", "mogen", "mozemy", "zgod", "zgadz"),
    *("posso", "puis", "quier", "desea", "souhait", "deseja", "mocht"),
)
# What an entry does or has done to it: "Can it appear …?", "¿Puede figurar …?", "Can it be listed …?".
_APPEARS: Final = ("appear", "apparai", "figur", "aparec", "erschein", "pojaw")
_BE: Final = frozenset({"be", "being", "etre", "ser", "sea", "essere", "werden", "worden", "byc"})
_MAX_BE_WORDS: Final = 2
# What of: the entry, or where it is shown.
_SUBJECT: Final = (
    *("project", "projet", "proyecto", "projeto", "progett", "projekt", "entry", "profil", "perfil", "fiche", "ficha"),
    *(
        "eintrag",
        "scheda",
        "propuesta",
        "proposta",
        "initiative",
        "iniciativa",
        "iniziativ",
        "innovation",
        "innovacion",
    ),
    *("organi", "entidad", "web", "site", "sitio", "map", "carte", "karte", "directory", "annuaire", "directorio"),
    *("catalog", "verzeichnis", "elenco", "proekt", "проект"),
)
# "What would you like to share?" asks for a text.
_ASKS_FOR_TEXT: Final = frozenset(
    {
        *("what", "which", "where", "how", "who", "when", "why", "quoi", "que", "quel", "quelle", "quels", "quelles"),
        *("ou", "comment", "qui", "pourquoi", "quien", "como", "donde", "cual", "cuales", "qual", "quais", "quem"),
        *("onde", "was", "welche", "welcher", "welches", "wie", "wo", "wer", "wen", "wann", "warum", "что", "где"),
        *("как", "кто"),
    }
)
MAX_BARE_WORDS: Final = 4
_OF_US: Final = frozenset({"we", "our"})
_CONTACTS: Final = (
    *("contact", "contat", "benader", "kontakt", "joign", "comunic", "связ", "свяж", "контакт"),
    "reach",
)
_DETAILS: Final = (
    *("detail", "email", "mail", "phone", "telephone", "address", "number", "coordonnees", "courriel"),
    *("correo", "telefono", "telefone", "adresse", "телефон", "адрес", "name", "photo", "indirizzo", "telefoon"),
    *("gegevens", "recapit"),
)
# What is asked of data is asked of the entry, unless they are those of a contact: "datos de contacto", "Kontaktdaten".
_DATA: Final = ("data", "donnees", "datos", "dados", "daten", "данн", "dati", "dane", "danych", "kontaktdaten")
_MAX_DATA_WORDS: Final = 3
_ARABIC_ASKS: Final = ("وافق", "موافق", "يمكن", "سمح", "تقبل", "ترغب", "تود")
_ARABIC_PUBLISHES: Final = ("نشر", "عرض", "اظهار", "إظهار", "ظهور", "الدليل")
_ARABIC_CONTACTS: Final = ("تواصل", "اتصال")
# "Whom can we contact?" asks for a person; in other languages the words of its reading tell that.
_WHO: Final = "من"
_ON: Final = "(?:on|op|auf|sur|en|no|na|sul|sulla|nel)"
# "Do not list us": told from other things that are not to be shown.
_OURS: Final = frozenset(
    {*("us", "me", "my", "our", "nous", "notre", "moi", "mon", "nos", "mi", "nuestro", "nuestra", "uns", "mich", "ons")}
)
_ORDERS: Final = frozenset(
    {
        *("show", "publish", "display", "list", "afficher", "publier", "mostrar", "publicar", "anzeigen", "zeigen"),
        *("veroffentlichen", "pubblicare", "mostrare", "tonen", "publiceren", "опубликовать", "показывать"),
    }
)
# What is said in several words that mean something else one by one, folded, and the word that it is read as.
_PHRASES: Final = (
    (re.compile(r"\b(?:mis(?:e|es)?|mettre|mettions|mettez|publiee?s?)(?: \w+){0,3} en ligne\b"), "publish"),
    (re.compile(r"\b(?:put|placed|shown|go|goes|made available)(?: \w+){0,3} online\b"), "publish"),
    (
        re.compile(r"\b(?:poner|ponga|pongamos|puesto|puesta|colgar|subir)(?: \w+){0,3} (?:en linea|en la web)\b"),
        "publish",
    ),
    (re.compile(r"\bonline (?:stellen|gestellt)\b"), "publish"),
    (re.compile(r"\b(?:mis(?:e|es)?|mettre|mettions)(?: \w+){0,3} en (?:relation|lien|rapport)\b"), "contact"),
    (
        re.compile(
            r"\b(?:put|get|be|getting)(?: \w+){0,2} in touch\b|\b(?:be|being|get) (?:connected|introduced|matched)\b"
        ),
        "contact",
    ),
    (re.compile(r"\bopen to (?:be )?(?:contact(?:ed)?|connect(?:ing|ion)?)\b"), "may contact"),
    # "Mag uw project op de website?"
    (
        re.compile(rf"\b{_ON} (?:\w+ )?(?:website|webseite|site|sito|web|homepage|map|carte|kaart|karte|mapa|mappa)\b"),
        "publish",
    ),
    (re.compile(r"\b(?:vernetzt|vermittelt) werden\b"), "contact"),
)
# A column of this name holds who may see the entry.
_VISIBILITY: Final = (
    *("visib", "sichtbarkeit", "zichtbaarheid", "widocznosc", "видимост", "confidenti", "confidenci", "vertraulich"),
    *("riservat", "poufn", "конфиденц"),
)
_SHOWN: Final = frozenset({"public", "publico", "publica", "offentlich", "listed", "published", "publishable"})
_KEPT_BACK: Final = frozenset({"private", "hidden", "prive", "privado", "privat", "privato", "oculto", "masque"})
_MAX_VISIBILITY_WORDS: Final = 3
_NOT: Final = (
    *("not", "don", "dont", "never", "confidential", "hide", "ne", "pas", "confidentiel", "confidentielle", "no"),
    *("confidentiality", "confidentialite", "confidencialidad", "confidencialidade", "vertraulichkeit", "riservato"),
    *("private", "hidden", "prive", "privado", "privat", "privato", "oculto", "masque", "poufne"),
    *("confidencial", "nao", "nicht", "kein", "keine", "vertraulich", "не", "нельзя", "لا", "عدم"),
)
# Cells that say themselves who may see an entry, whichever way round their column asks.
_STATES: Final = frozenset(
    {
        *("public", "publique", "publica", "publico", "offentlich", "pubblico", "pubblica", "openbaar", "publiczny"),
        *(
            "publiczne",
            "visible",
            "visivel",
            "visibile",
            "sichtbar",
            "private",
            "prive",
            "privee",
            "privado",
            "privada",
        ),
        *(
            "privat",
            "privato",
            "privata",
            "confidential",
            "confidentiel",
            "confidentielle",
            "confidencial",
            "vertraulich",
        ),
        *(
            "confidencial",
            "hidden",
            "internal",
            "unlisted",
            "oculto",
            "oculta",
            "masque",
            "masquee",
            "interne",
            "interno",
            "interna",
        ),
        *("عام", "عامه", "خاص", "خاصه", "سري", "سريه", "مرئي", "مخفي", "публично", "скрыто", "конфиденциально"),
    }
)
# What follows a question to say how it is answered.
_YES_OR_NO: Final = re.compile(
    r"\b(?:yes|y|oui|si|sim|ja|да|نعم)\s*(?:/|,|\||-|or|ou|o|oder|или|أو)\s*(?:no|n|non|nao|nein|нет|لا)\b"
)
_SENTENCE_END: Final = re.compile(r"[.!?;؟\n]+")


def find_permission(cell: str, *, column: str = "") -> str | None:
    """Return whether a cell permits what its column asks for.

    Parameters
    ----------
    cell
        A yes or no in any of the languages, a check mark, or one of the listed sentences.
    column
        The column's name. Of one that asks the other way round ("Do not publish my entry") a bare yes is a no.

    Returns
    -------
    str or None
        `yes` or `no`; None where the cell says neither, or says more ("yes, but without my name").

    Examples
    --------
    >>> find_permission("Oui"), find_permission("Yes, but not my name"), find_permission("x", column="Do not publish")
    ('yes', None, 'no')
    """
    text = cell.strip()
    answer = _MARKS.get(text) or find_value("permissions", re.sub(r"[()]", " ", text))
    says_itself = len(text.split()) > 1 or fold(text.strip(" .!()")) in _STATES
    if answer is None or not is_negated(column) or says_itself:
        return answer
    return NO if answer == YES else YES


def permission_field(header: str) -> str | None:
    """Return which permission a column's name asks for.

    Returns
    -------
    str or None
        `may_publish` or `may_contact`; None for a name that asks for neither, or for contact details to be shown.

    Examples
    --------
    >>> permission_field("Do you agree that your entry is shown in the directory?")
    'may_publish'
    >>> permission_field("J’accepte d’être contacté") , permission_field("I agree that my data may be stored")
    ('may_contact', None)
    """
    words = _words(header)
    is_asking = _has(words, _ASKS) or not _ASKING_WORDS.isdisjoint(words) or _contains(header, _ARABIC_ASKS)
    is_asking = is_asking or ("contacted" in words and not {"be", "being"}.isdisjoint(words)) or is_negated(header)
    if is_bare_permission(header):
        return "may_publish"
    if not is_asking and not _asks_barely(header, words):
        return None
    publishes = _first(words, _PUBLISHES, _ARABIC_PUBLISHES)
    contacts = _first(words, _CONTACTS, _ARABIC_CONTACTS)
    if (
        publishes is None
        and contacts is None
        and (
            _asks_whether(words)
            or (is_asking and _is_to_be_shown(words))
            or (is_negated(header) and not _OURS.isdisjoint(words))
        )
    ):
        publishes = _first(words, _SHOWS, ())
    if publishes is None:
        is_of_contact = is_asking and words[0] != _WHO and contacts is not None and not _has(words, _DETAILS + _DATA)
        return "may_contact" if is_of_contact else None
    if _has(words, _DETAILS) or _names_contact_data(words):
        return None
    return "may_publish" if contacts is None or publishes < contacts else "may_contact"


def is_bare_permission(header: str) -> bool:
    """Return whether a name such as "Visibility" or "Listed" asks nothing, so that only its cells tell a permission.

    Examples
    --------
    >>> is_bare_permission("Profile visibility"), is_bare_permission("May we show your entry?")
    (True, False)
    """
    words = _words(header)
    is_of_project = len(words) <= _MAX_VISIBILITY_WORDS and _has(words, _VISIBILITY) and not _has(words, _ASKS)
    is_order = 1 < len(words) <= MAX_BARE_WORDS and words[0] in _ORDERS and not _has(words, _DETAILS)
    return is_of_project or is_order or (len(words) == 1 and words[0] in _KEPT_BACK | _SHOWN)


def _asks_barely(header: str, words: Sequence[str]) -> bool:
    """Return whether a few words ask for a yes or a no: "Publicly visible?", "Public listing: yes/no"."""
    asks = header.rstrip().endswith(("?", "؟")) or _YES_OR_NO.search(fold(header)) is not None
    bare_words = _words(_YES_OR_NO.sub(" ", fold(header)))
    return asks and 0 < len(bare_words) <= MAX_BARE_WORDS and _ASKS_FOR_TEXT.isdisjoint(words)


def _asks_whether(words: Sequence[str]) -> bool:
    """Return whether somebody asks whether they may, rather than for a text."""
    asks_for_us = not _OF_US.isdisjoint(words) and not _ASKING_WORDS.isdisjoint(words)
    return (asks_for_us or _has(words, _ASKS_WHETHER)) and words[0] not in _ASKS_FOR_TEXT


def _is_to_be_shown(words: Sequence[str]) -> bool:
    """Return whether it is asked of something that it appears or is shown, rather than of somebody to show a thing."""
    if words[0] in _ASKS_FOR_TEXT or not _has(words, _SUBJECT):
        return False
    auxiliaries = [at for at, word in enumerate(words) if word in _BE]
    shows = [at for at, word in enumerate(words) if word.startswith(_SHOWS)]
    return _has(words, _APPEARS) or any(abs(at - other) <= _MAX_BE_WORDS for at in shows for other in auxiliaries)


def _names_contact_data(words: Sequence[str]) -> bool:
    """Return whether data are those of a contact: the two words stand together, or are one."""
    data = [at for at, word in enumerate(words) if word.startswith(_DATA)]
    contacts = [at for at, word in enumerate(words) if word.startswith(_CONTACTS)]
    return any(abs(at - other) < _MAX_DATA_WORDS for at in data for other in contacts)


def is_negated(header: str) -> bool:
    """Return whether a column asks the other way round, such as "Do not publish my entry" or "Keep confidential"."""
    plain = _YES_OR_NO.sub(" ", fold(header))
    asking = [part for part in _SENTENCE_END.split(plain) if _has(_words(part), _PUBLISHES + _CONTACTS)]
    return any(word in _NOT for part in asking or [plain] for word in _words(part))


def _words(text: str) -> list[str]:
    plain = re.sub(r"[\W_]+", " ", fold(text))
    for phrase, word in _PHRASES:
        plain = phrase.sub(word, plain)
    return plain.split()


def _has(words: Sequence[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)


def _contains(text: str, parts: tuple[str, ...]) -> bool:
    return any(part in text for part in parts)


def _first(words: Sequence[str], stems: tuple[str, ...], parts: tuple[str, ...]) -> int | None:
    """Return the position of the first word that begins with a stem, or holds an Arabic part."""
    return next(
        (at for at, word in enumerate(words) if word.startswith(stems) or any(part in word for part in parts)), None
    )
