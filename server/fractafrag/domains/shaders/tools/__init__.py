"""The MCP end of works: what a model may do with them."""

from fractafrag.domains.shaders.tools import finding, trying

OFFERS = (*finding.OFFERS, *trying.OFFERS)
