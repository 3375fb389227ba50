"""Writes about taxonomies, their editions, categories and correspondences."""

from skillsnet.taxonomy.actions.categories import change_category
from skillsnet.taxonomy.actions.correspondence import set_correspondence
from skillsnet.taxonomy.actions.drafts import delete_draft, new_taxonomy, set_note, start_draft
from skillsnet.taxonomy.actions.importing import fill_draft, import_taxonomy
from skillsnet.taxonomy.actions.installing import install_builtin_scheme, install_skills_taxonomy
from skillsnet.taxonomy.actions.states import back_to_draft, open_for_comment, publish_edition, republish_previous
from skillsnet.taxonomy.actions.verbs import (
    add_category,
    add_named_category,
    merge_category,
    rename_category,
    retire_category,
    reword_category,
    split_category,
    undo_step,
)

__all__ = [
    "add_category",
    "add_named_category",
    "back_to_draft",
    "change_category",
    "delete_draft",
    "fill_draft",
    "import_taxonomy",
    "install_builtin_scheme",
    "install_skills_taxonomy",
    "merge_category",
    "new_taxonomy",
    "open_for_comment",
    "publish_edition",
    "rename_category",
    "republish_previous",
    "retire_category",
    "reword_category",
    "set_correspondence",
    "set_note",
    "split_category",
    "start_draft",
    "undo_step",
]
