"""Backing up the installation and putting it back (docs/how-to/back-up-and-restore.md)."""

from skillsnet.home.backups.restoring import Restored, restore_backup
from skillsnet.home.backups.writing import Backup, make_backup

__all__ = ["Backup", "Restored", "make_backup", "restore_backup"]
