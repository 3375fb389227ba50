"""Folding, splitting, cleaning and recognising text."""

from skillsnet.core.text.cleaning import clean
from skillsnet.core.text.contacts import Contact, ContactKind, find_contacts, mask_contacts
from skillsnet.core.text.folding import WORD, fold, tokens, without_article
from skillsnet.core.text.languages import guess_language, plain_words, stop_words
from skillsnet.core.text.notes import split_note

__all__ = [
    "WORD",
    "Contact",
    "ContactKind",
    "clean",
    "find_contacts",
    "fold",
    "guess_language",
    "mask_contacts",
    "plain_words",
    "split_note",
    "stop_words",
    "tokens",
    "without_article",
]
