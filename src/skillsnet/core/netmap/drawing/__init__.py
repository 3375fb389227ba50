"""The map as an SVG picture: for the home page, for print, for social previews, and where there is no JavaScript."""

from skillsnet.core.netmap.drawing.svg import draw
from skillsnet.core.netmap.drawing.theme import Theme, colours
from skillsnet.core.netmap.drawing.values import Caption, HubStyle, LegendItem, Marks, Picture, hues_of

__all__ = ["Caption", "HubStyle", "LegendItem", "Marks", "Picture", "Theme", "colours", "draw", "hues_of"]
