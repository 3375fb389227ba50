"""Networks out of the platform, as the formats of other tools."""

from skillsnet.core.interchange.networks.gexf import gexf
from skillsnet.core.interchange.networks.graphml import graphml
from skillsnet.core.interchange.networks.kumu import kumu_blueprint, kumu_connections, kumu_elements
from skillsnet.core.interchange.networks.own_json import network_json
from skillsnet.core.interchange.networks.values import SIMILAR, TIE, Connection, Document, Field, Node

__all__ = [
    "SIMILAR",
    "TIE",
    "Connection",
    "Document",
    "Field",
    "Node",
    "gexf",
    "graphml",
    "kumu_blueprint",
    "kumu_connections",
    "kumu_elements",
    "network_json",
]
