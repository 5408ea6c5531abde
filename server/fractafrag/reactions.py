"""When this happened, do these: the whole asynchronous life on one page."""

from fractafrag.core.facts import Fact
from fractafrag.core.queue import Task
from fractafrag.domains.embeddings.facts import EmbeddingRequested, SpaceOutgrown
from fractafrag.domains.embeddings.tasks import embed, embed_later, look_again, refit
from fractafrag.domains.engagement.facts import ViewsValued
from fractafrag.domains.engagement.tasks import note_fork
from fractafrag.domains.feed.tasks import expect_openings
from fractafrag.domains.shaders.facts import (
    RedrawWished,
    RenderRequested,
    ShaderForked,
    ShaderPublished,
    ShaderRedrawn,
    ShaderRendered,
    ShaderSeeded,
)
from fractafrag.domains.shaders.tasks import redraw_some, render_poster, render_preview, render_preview_later
from fractafrag.domains.uploads.facts import UploadDeleted
from fractafrag.domains.uploads.tasks import drop_file
from fractafrag.domains.webhooks.facts import WebhookDue
from fractafrag.domains.webhooks.tasks import send_message, tell_of_picture, tell_of_publication

REACTIONS: dict[type[Fact], tuple[Task, ...]] = {
    ShaderPublished: (tell_of_publication, render_preview),
    ShaderRendered: (tell_of_picture, embed),
    ShaderForked: (note_fork,),
    RenderRequested: (render_preview,),
    RedrawWished: (redraw_some,),
    ShaderRedrawn: (look_again,),
    ShaderSeeded: (render_poster, embed, render_preview_later),
    EmbeddingRequested: (embed_later,),
    SpaceOutgrown: (refit,),
    ViewsValued: (expect_openings,),
    UploadDeleted: (drop_file,),
    WebhookDue: (send_message,),
}
