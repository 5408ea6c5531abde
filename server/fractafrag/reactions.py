"""When this happened, do these: the whole asynchronous life on one page."""

from fractafrag.core.facts import Fact
from fractafrag.core.queue import Task
from fractafrag.domains.shaders.facts import RenderRequested, ShaderPublished
from fractafrag.domains.shaders.tasks import render_preview

REACTIONS: dict[type[Fact], tuple[Task, ...]] = {
    ShaderPublished: (render_preview,),
    RenderRequested: (render_preview,),
}
