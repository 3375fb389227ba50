"""Refuses a foreign key that points to an app further out than its own (the order stands in .importlinter)."""

import configparser
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print each foreign key against the order and fail when there is one."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SKILLSNET_DATA", folder)
        against = _keys_against_the_order()
    print("\n".join(against), end="\n" if against else "")
    sys.exit(1 if against else 0)


def _keys_against_the_order() -> list[str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    import django
    from django.apps import apps

    django.setup()
    depth = _depths()
    against = []
    for model in apps.get_models():
        own = _layer(model.__module__)
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            other = _layer(target.__module__) if target is not None and target != "self" else None
            if own in depth and other in depth and depth[other] < depth[own]:
                against.append(f"{model._meta.label}.{field.name} points outwards to {target._meta.label}")
    return against


def _layer(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _depths() -> dict[str, int]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    layers = parser["importlinter:contract:layers"]["layers"].strip().splitlines()
    return {name.strip(): depth for depth, layer in enumerate(layers) for name in layer.split("|")}


if __name__ == "__main__":
    main()
