"""The settings that only Docker Compose reads, for `.env.example`; what each means stands beside it."""

from pydantic import BaseModel, Field, SecretStr


class StackSettings(BaseModel):
    """What docker-compose.yml takes from `.env` besides the settings of the program."""

    compose_file: str = Field(
        default="",
        description="docker-compose.yml: the stack as it is; empty: with the development one over it.",
    )
    fractafrag_version: str = Field(default="local", description="Tag of the images of the stack.")
    http_port: int = Field(default=8080, description="Port of this host on which the stack's nginx answers HTTP.")
    proxy_in_front: str = Field(
        default="127.0.0.1",
        description="Address or network of a proxy before nginx, whose X-Forwarded-For is true.",
    )
    https_port: int = Field(default=8443, description="The same for HTTPS, with deploy/tls.yml.")
    tls_certificates: str = Field(
        default="./certificates", description="Folder with fullchain.pem and privkey.pem, with deploy/tls.yml."
    )
    acme_domain: str = Field(default="", description="Name of this instance for Let's Encrypt, with deploy/acme.yml.")
    acme_mail: str = Field(default="", description="Where Let's Encrypt may write to.")
    postgres_password: SecretStr = Field(
        default=SecretStr(""), description="Password of the stack's PostgreSQL: letters, digits, - and _ only."
    )
    redis_password: SecretStr = Field(
        default=SecretStr(""), description="Password of the stack's Redis: letters, digits, - and _ only."
    )
    renderer_concurrency: str = Field(default="", description="Browsers that draw at once; empty: as cores allow.")
    renderer_sandbox: str = Field(
        default="on", description="Chromium's own sandbox: on, off, or auto (off where it does not start)."
    )
    renderer_angle: str = Field(default="", description="Backend that draws: swiftshader, gl-egl, vulkan.")
    renderer_film_angle: str = Field(default="", description="The same for films; empty takes EGL's where it has one.")
