"""Networks out of the platform, as the formats of other tools."""

from skillsnet.core.interchange.networks.gexf import gexf
from skillsnet.core.interchange.networks.graphml import graphml
from skillsnet.core.interchange.networks.kumu import kumu_blueprint, kumu_connections, kumu_elements
from skillsnet.core.interchange.networks.own_json import network_json
from skillsnet.core.interchange.networks.values import DECLARED, SIMILAR, Document, NetworkLink, NetworkNode, NodeField

__all__ = [
    "DECLARED",
    "SIMILAR",
    "Document",
    "NetworkLink",
    "NetworkNode",
    "NodeField",
    "gexf",
    "graphml",
    "kumu_blueprint",
    "kumu_connections",
    "kumu_elements",
    "network_json",
]
