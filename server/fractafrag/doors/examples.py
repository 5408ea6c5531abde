"""Examples for the OpenAPI document: those written here or beside small shapes make up those of larger ones."""

from typing import Any

Schemas = dict[str, Any]

_NOTHING = object()

_WORK = "3kTMd9hQeW2z"
_CODE = (
    "void mainImage(out vec4 colour, in vec2 pixel) {\n"
    "    vec2 uv = pixel / iResolution.xy;\n"
    "    colour = vec4(0.5 + 0.5 * cos(iTime + uv.xyx + vec3(0, 2, 4)), 1.0);\n"
    "}\n"
)
_POSTER = f"/renders/{_WORK}/3-poster.webp"
_AUTHOR = {"username": "ada", "display_name": "Ada L.", "agent": "Nightly gardener"}
_SAMPLER = {"filter": "mipmap", "wrap": "repeat", "vflip": True, "srgb": False}
_INPUT = {"channel": 0, "type": "texture", "source": "noise-rgba-256", "sampler": _SAMPLER}
_PASS = {"type": "image", "name": "Image", "code": _CODE, "inputs": [_INPUT]}
_PASS_DRAFT = {"type": "image", "code": _CODE}
_ERROR = {"pass": "Image", "line": 3, "column": 0, "message": "'cosine' : no matching overloaded function found"}
_PASSPORT = {
    "form": 3,
    "tier": "light",
    "ms_per_megapixel": 3.1,
    "frame_ms": 0.4,
    "compile_ms": 4.2,
    "clock": "processor",
    "probes": [{"width": 128, "height": 72, "frame_ms": 0.1, "ms_per_megapixel": 10.9}],
    "mean_luma": 0.51,
    "contrast": 0.22,
    "motion": 0.08,
    "blank": False,
    "static": False,
    "nan": False,
    "flash_area": 0.0,
    "flashing": False,
    "film": "full",
    "film_note": None,
    "loop": {"seamless": True, "seconds": 3.0, "join": "period"},
}
_RENDER = {
    "status": "ready",
    "poster_url": _POSTER,
    "posters": [{"url": _POSTER, "type": "image/webp", "width": 960, "height": 540}],
    "films": [{"url": f"/renders/{_WORK}/3-film.mp4", "type": "video/mp4"}],
    "facts": _PASSPORT,
    "error": None,
}
_REASON = {
    "code": "interest",
    "words": "Because you lingered on Glass corridor",
    "because": {"id": "8uWq3XfLz1Nk", "title": "Glass corridor"},
}
_CARD = {
    "id": _WORK,
    "title": "Slow rainbow",
    "author": _AUTHOR,
    "tags": ["2d", "calm"],
    "licence": "CC-BY-4.0",
    "status": "published",
    "visibility": "public",
    "version": 3,
    "published_at": "2026-01-01T12:00:00Z",
    "updated_at": "2026-01-02T08:30:00Z",
    "stats": {"up": 12, "down": 1, "forks": 2, "score": 11},
    "my_vote": 0,
    "render": _RENDER,
}
_VERSION = {
    "number": 3,
    "created_at": "2026-01-02T08:30:00Z",
    "title": "Slow rainbow",
    "total_bytes": len(_CODE),
    "author": _AUTHOR,
    "name": "Before the colours",
    "poster_url": "/renders/8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92.jpg",
}
_WEBHOOK = {
    "id": "8Qp2ZsVx4LmN",
    "url": "https://example.org/hooks/fractafrag",
    "events": ["shader.published", "shader.rendered"],
    "about": "mine",
    "active": True,
    "created_at": "2026-01-01T12:00:00Z",
    "disabled_reason": None,
    "last_delivery": {"status": "delivered", "at": "2026-01-02T08:30:02Z"},
}
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_UPLOAD = {
    "sha256": _SHA256,
    "source": f"upload:{_SHA256}",
    "url": f"/renders/{_SHA256[:32]}.webp",
    "name": "moss.jpg",
    "width": 1024,
    "height": 768,
    "channels": 3,
    "bytes": 183_022,
    "created_at": "2026-01-01T12:00:00Z",
    "used": True,
}
_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwK4mN0b1cD2e="
_CLIENT = {"id": "https://app.example.org/client.json", "name": "Sketchbook", "uri": "https://app.example.org"}
_SCOPE = {"scope": "browse", "meaning": "See public shaders, and your own works and drafts."}

SHAPES: dict[str, Any] = {
    "Instance": {"name": "Fractafrag", "accent": "#b8ff3c", "registration_open": True, "version": "0.1.0"},
    "OEmbed": {
        "version": "1.0",
        "type": "video",
        "title": "Slow rainbow",
        "author_name": "Ada L.",
        "author_url": "https://example.org/u/ada",
        "provider_name": "Fractafrag",
        "provider_url": "https://example.org",
        "cache_age": 3600,
        "width": 640,
        "height": 360,
        "html": f'<iframe src="https://example.org/embed/{_WORK}" width="640" height="360" …></iframe>',
        "thumbnail_url": f"https://example.org{_POSTER}",
        "thumbnail_width": 960,
        "thumbnail_height": 540,
    },
    "Readiness": {
        "status": "not ready",
        "parts": {"database": True, "redis": True, "worker": True, "renderer": False, "media": True},
        "reasons": {"renderer": "no answer within 2 seconds"},
    },
    "AccessToken": {
        "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIzY…",
        "token_type": "bearer",
        "expires_in": 900,
        "user": {
            "id": "7rWq2ZnXc9Lp",
            "username": "ada",
            "email": "ada@example.org",
            "display_name": "Ada L.",
            "bio": "I weave algebraic patterns.",
            "role": "user",
            "created_at": "2026-01-01T12:00:00Z",
        },
    },
    "ScopeInWords": _SCOPE,
    "ShaderError": _ERROR,
    "ShaderCard": _CARD,
    "ShaderPage": _CARD
    | {
        "description": "A cosine palette that drifts.",
        "created_at": "2026-01-01T11:45:00Z",
        "passes": [_PASS],
        "parameters": {"values": {"speed": 1.5}, "presets": [{"name": "Storm", "values": {"speed": 2.0}}]},
        "origin": None,
        "poster_at": 2.5,
        "parent": None,
    },
    "ShaderDraft": {
        "title": "Slow rainbow",
        "description": "A cosine palette that drifts.",
        "tags": ["2d", "calm"],
        "licence": "CC-BY-4.0",
        "status": "published",
        "passes": [_PASS_DRAFT],
    },
    "ShaderChange": {"title": "Slower rainbow", "passes": [_PASS_DRAFT]},
    "VersionChange": {"name": "Before the colours"},
    "Validation": {"passes": [_PASS_DRAFT]},
    "ImportRequest": {"text": _CODE, "filename": "rainbow.glsl"},
    "ImportList": {
        "items": [
            {
                "title": "rainbow",
                "description": "",
                "tags": [],
                "licence": None,
                "passes": [_PASS],
                "poster_at": None,
                "parameters": {"values": {}, "presets": []},
                "origin": {"format": "glsl", "author": "", "url": "", "changes": []},
                "warnings": [],
            }
        ]
    },
    "ValidationResult": {"ok": False, "errors": [_ERROR]},
    "CardList": {
        "items": [_CARD],
        "next_cursor": "WyJuZXciLCIyMDI2LTAxLTAxVDEyOjAwOjAwKzAwOjAwIiwiM2tUTWQ5aFFlVzJ6Il0",
    },
    "SimilarList": {"items": [_CARD], "next_cursor": None, "by": "likeness"},
    "FeedPage": {"items": [_CARD | {"impression": "AQAAAZ…", "reason": _REASON}], "next_cursor": None},
    "Version": _VERSION,
    "VersionList": {"items": [_VERSION], "next_cursor": None},
    "VersionPage": _VERSION
    | {
        "description": "A cosine palette that drifts.",
        "tags": ["2d"],
        "licence": "CC-BY-4.0",
        "passes": [_PASS],
        "parameters": {"values": {}, "presets": []},
    },
    "TagCount": {"tag": "2d", "count": 17},
    "Upload": _UPLOAD,
    "UploadList": {
        "items": [_UPLOAD],
        "count_limit": 200,
        "bytes_limit": 67_108_864,
        "bytes_used": 183_022,
    },
    "VoteResult": {"my_vote": 1, "stats": _CARD["stats"]},
    "ActionList": {
        "items": [
            {
                "at": "2026-01-01T12:34:56Z",
                "via": "rest",
                "action": "fork_shader",
                "target": _WORK,
                "status": 201,
                "count": 1,
                "summed": False,
            }
        ],
        "next_cursor": None,
    },
    "Webhook": _WEBHOOK,
    "WebhookSecret": {"secret": _SECRET},
    "NewWebhook": _WEBHOOK | {"secret": _SECRET, "last_delivery": None},
    "WebhookChange": {"active": True},
    "Delivery": {
        "id": "5Hn7KcTy9RwB",
        "event": "shader.published",
        "status": "delivered",
        "attempts": 1,
        "response_status": 204,
        "error": None,
        "created_at": "2026-01-02T08:30:00Z",
        "next_attempt_at": None,
        "delivered_at": "2026-01-02T08:30:02Z",
        "duration_ms": 84,
        "body": '{"type":"webhook.test","timestamp":"2026-01-02T08:30:00Z","data":{}}',
        "response_excerpt": "",
    },
    "DeliveryList": {"items": [], "next_cursor": None},
    "WebhookMessage": {
        "type": "shader.published",
        "timestamp": "2026-01-02T08:30:00Z",
        "data": {
            "id": _WORK,
            "title": "Slow rainbow",
            "url": f"https://shaders.example.org/s/{_WORK}",
            "author": _AUTHOR,
            "version": 3,
            "tags": ["2d", "calm"],
            "licence": "CC-BY-4.0",
            "visibility": "public",
            "render": {"status": "pending", "poster_url": None},
        },
    },
    "ConsentRequest": {
        "id": "9bVtR3mXyKq7",
        "client": _CLIENT | {"kind": "document"},
        "redirect_host": "app.example.org",
        "scopes": [_SCOPE],
        "resource": "https://shaders.example.org/mcp",
        "expires_at": "2026-01-01T12:10:00Z",
    },
    "Decision": {"redirect_to": "https://app.example.org/back?code=ffc_…&state=xyz"},
    "Grant": {
        "id": "2LdW8nHjSe5P",
        "client": _CLIENT,
        "scopes": ["browse", "draft"],
        "created_at": "2026-01-01T12:00:00Z",
        "last_used_at": "2026-01-02T08:30:00Z",
        "expires_at": "2026-02-01T08:30:00Z",
        "revoked_at": None,
        "state": "active",
    },
}
"""By the name of the schema. A test holds each to its schema, and sends those of requests."""


def compose(schemas: Schemas) -> None:
    """Gives object schemas that have none an example: from `SHAPES`, or put together from those of their members.

    A list has one entry, a choice its first alternative that has an example; a shape with a member for which nobody
    wrote one stays without.
    """
    for name, schema in schemas.items():
        # FastAPI leaves out every null of the document, also those that an example needs.
        for example in schema.get("examples", []):
            for member in schema.get("required", []):
                example.setdefault(member, None)
        if name in SHAPES:
            schema.setdefault("examples", [SHAPES[name]])
    for name, schema in schemas.items():
        if "properties" in schema and "examples" not in schema:
            made = _example(schemas, schema, (name,))
            if made is not _NOTHING:
                schema["examples"] = [made]


def _example(schemas: Schemas, schema: dict[str, Any], inside: tuple[str, ...]) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    for key in ("example", "const"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _NOTHING if name in inside else _example(schemas, schemas[name], (*inside, name))
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            made = (_example(schemas, one, inside) for one in schema[choice] if one.get("type") != "null")
            return next((one for one in made if one is not _NOTHING), schema.get("default", _NOTHING))
    if schema.get("type") == "array":
        one = _example(schemas, schema.get("items", {}), inside)
        return _NOTHING if one is _NOTHING else [one]
    if "properties" in schema:
        made = {name: _example(schemas, member, inside) for name, member in schema["properties"].items()}
        return _NOTHING if _NOTHING in made.values() else made
    return schema.get("default", _NOTHING)
