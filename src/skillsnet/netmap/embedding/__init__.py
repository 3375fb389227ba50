"""Websites that may show the map in a frame: facilitators allow them on a page."""
