"""Where hubs and points stand, computed once per change, the same for everybody.

How each is made, and how well it does: docs/explanation/how-the-map-is-laid-out.md.
"""

from skillsnet.core.netmap.layouts.force_directed import ties_layout
from skillsnet.core.netmap.layouts.geographic import place_layout
from skillsnet.core.netmap.layouts.hubs import hub_layout
from skillsnet.core.netmap.layouts.landscape import landscape
from skillsnet.core.netmap.layouts.previous_layout import Before

# Its former name.
layout = hub_layout

__all__ = ["Before", "hub_layout", "landscape", "layout", "place_layout", "ties_layout"]
