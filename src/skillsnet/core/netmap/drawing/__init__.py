"""The map as an SVG picture: for the home page, for print, for social previews, and where there is no JavaScript."""

from skillsnet.core.netmap.drawing.svg import draw
from skillsnet.core.netmap.drawing.theme import Dress, colours
from skillsnet.core.netmap.drawing.values import Caption, HubStyle, LegendItem, Marks, Picture, hues_of

__all__ = ["Caption", "Dress", "HubStyle", "LegendItem", "Marks", "Picture", "colours", "draw", "hues_of"]
