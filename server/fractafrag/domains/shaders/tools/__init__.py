"""The MCP end of works: what a model may do with them."""

from fractafrag.domains.shaders.tools import finding, looking, making, publishing, reading, trying

OFFERS = (
    *finding.OFFERS,
    *reading.OFFERS,
    *trying.OFFERS,
    *looking.OFFERS,
    *making.OFFERS,
    *publishing.OFFERS,
)
