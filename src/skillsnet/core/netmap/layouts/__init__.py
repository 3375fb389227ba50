"""Where hubs and points stand, computed once per change, the same for everybody.

How each is made, and how well it does: docs/explanation/how-the-map-is-laid-out.md.
"""

from skillsnet.core.netmap.layouts.force_directed import link_layout
from skillsnet.core.netmap.layouts.geographic import geographic_layout
from skillsnet.core.netmap.layouts.hubs import hub_layout
from skillsnet.core.netmap.layouts.landscape import landscape
from skillsnet.core.netmap.layouts.previous_layout import PreviousLayout

__all__ = ["PreviousLayout", "geographic_layout", "hub_layout", "landscape", "link_layout"]
