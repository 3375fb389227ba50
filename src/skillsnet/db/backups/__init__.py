"""Copies of an installation: written whole or not at all, checked, and put back whole or not at all."""
