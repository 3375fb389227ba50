"""`skillsnet rebuild-map`: build the maps anew, here and now."""

from typing import Any

from django.core.management.base import BaseCommand

from skillsnet.netmap.tasks import follow_up_map


class Command(BaseCommand):
    """Makes the map in force anew, and those of earlier editions that are outdated."""

    help = "Build the map anew, as the worker does by itself after each change of the data."

    def handle(self, *args: Any, **options: Any) -> None:
        if count := follow_up_map():
            self.stdout.write(f"{count} built.")
        else:
            self.stdout.write("Another process is building the map, or nobody is in the network; see /map/.")
