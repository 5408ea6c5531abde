"""When this happened, do these: the whole asynchronous life on one page."""

from fractafrag.core.facts import Fact
from fractafrag.core.queue import Task
from fractafrag.domains.shaders.facts import RenderRequested, ShaderPublished, ShaderSeeded
from fractafrag.domains.shaders.tasks import render_poster, render_preview, render_preview_later

REACTIONS: dict[type[Fact], tuple[Task, ...]] = {
    ShaderPublished: (render_preview,),
    RenderRequested: (render_preview,),
    ShaderSeeded: (render_poster, render_preview_later),
}
