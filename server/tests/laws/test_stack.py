"""The laws of the Compose stack, without Docker: who may be reached, what a service may do, what it may use up."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from fractafrag.core.settings import Settings
from fractafrag.doors import web_app
from fractafrag.doors.stack import StackSettings
from fractafrag.doors.supervisor.layout import UpSettings

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
PINNED = {
    "python:3.13-slim",
    "node:22-slim",
    "nginx:1.28-alpine",
    "pgvector/pgvector:pg16",
    "redis:7.4-alpine",
}
OF_SHELL = re.compile(r"(?<!\$)\$\{([A-Z0-9_]+)")


def stack(name: str = "docker-compose.yml") -> dict[str, Any]:
    return yaml.safe_load((ROOT / name).read_text())


SERVICES: dict[str, dict[str, Any]] = stack()["services"]
LASTING = [name for name in SERVICES if name != "migrate"]


def unconfined(service: dict[str, Any]) -> Iterator[str]:
    """What a service may do or use that it should not."""
    if service.get("cap_drop") != ["ALL"] or service.get("cap_add") or service.get("privileged"):
        yield "capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "privileges"
    if not service.get("read_only"):
        yield "a file system that can be written"
    user = str(service.get("user", "0"))
    if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", user):
        yield "root"
    for limit in ("mem_limit", "cpus", "pids_limit", "stop_grace_period"):
        if not service.get(limit):
            yield f"no {limit}"
    if service.get("logging", {}).get("options", {}).keys() != {"max-size", "max-file"}:
        yield "a log without end"
    if "privileged" in service or service.get("network_mode") or service.get("pid"):
        yield "the host"
    if any("docker.sock" in str(volume) for volume in service.get("volumes", [])):
        yield "the engine"


def test_a_service_that_is_not_confined_is_noticed() -> None:
    assert list(unconfined({}))
    assert "root" in list(unconfined(SERVICES["api"] | {"user": "0:0"}))
    assert "capabilities" in list(unconfined(SERVICES["api"] | {"cap_add": ["SYS_ADMIN"]}))


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name: str) -> None:
    assert not list(unconfined(SERVICES[name]))


def test_the_services_are_those_that_the_owner_named() -> None:
    assert set(LASTING) == {"nginx", "frontend", "api", "mcp", "renderer", "worker", "beat", "postgres", "redis"}


@pytest.mark.parametrize("name", LASTING)
def test_every_service_that_lasts_has_a_health_check_and_comes_back(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert {"test", "interval", "timeout", "retries", "start_period"} <= check.keys()
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_nginx_publishes_ports() -> None:
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["nginx"]


def test_only_what_must_go_out_can_and_the_renderer_reaches_nothing() -> None:
    networks = stack()["networks"]
    open_ones = {name for name in networks if networks[name] is None or not networks[name].get("internal")}
    assert open_ones == {"edge", "outbound"}
    reaching = {name for name, service in SERVICES.items() if open_ones & set(service["networks"])}
    assert reaching == {"nginx", "api", "mcp", "worker"}
    assert SERVICES["renderer"]["networks"] == ["render"]
    assert {name for name, service in SERVICES.items() if "data" in service["networks"]}.isdisjoint(
        {"nginx", "frontend", "renderer"}
    )


def test_a_service_waits_for_what_it_needs() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            wanted = "service_completed_successfully" if needed == "migrate" else "service_healthy"
            assert how["condition"] == wanted, f"{name} → {needed}"
    for name in ("api", "mcp", "worker", "beat"):
        assert "migrate" in SERVICES[name]["depends_on"]


def test_the_volumes_are_named_and_the_data_lie_on_them() -> None:
    assert set(stack()["volumes"]) == {"pgdata", "redisdata", "renders"}
    assert "renders:/renders:ro" in SERVICES["nginx"]["volumes"]


def test_every_base_is_one_of_the_pinned() -> None:
    bases = {service["image"] for service in SERVICES.values() if not service["image"].startswith("fractafrag/")}
    for path in DEPLOY.glob("*.Dockerfile"):
        stages = set(re.findall(r"^FROM \S+ AS (\S+)", path.read_text(), re.MULTILINE))
        bases |= set(re.findall(r"^FROM (\S+)", path.read_text(), re.MULTILINE)) - stages
    assert bases == PINNED


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.Dockerfile")), ids=lambda path: path.name)
def test_every_image_is_built_in_stages_and_runs_as_its_own_user(path: Path) -> None:
    text = path.read_text()
    assert len(re.findall(r"^FROM ", text, re.MULTILINE)) >= 2
    assert re.findall(r"^USER (\S+)", text, re.MULTILINE)[-1] not in ("0", "root", "0:0")
    # What changes seldom is installed before what changes often is copied.
    installed, source = (
        ("pip install", "fractafrag server") if path.name.startswith("server") else ("npm ci", "COPY runtime r")
    )
    assert text.index(installed) < text.index(source)


def test_what_the_stack_asks_of_env_is_in_the_example() -> None:
    known = {name.upper() for name in (*UpSettings.model_fields, *StackSettings.model_fields)} | {"ENV_FILE"}
    for name in ("docker-compose.yml", "docker-compose.override.yml", "deploy/tls.yml", "deploy/acme.yml"):
        assert not set(OF_SHELL.findall((ROOT / name).read_text())) - known, name


def test_env_sh_writes_fresh_secrets_that_production_accepts_and_never_twice(tmp_path: Path) -> None:
    written: list[dict[str, str]] = []
    for name in ("one", "two"):
        target = tmp_path / name
        subprocess.run(["sh", DEPLOY / "env.sh", target], check=True, capture_output=True)
        assert target.stat().st_mode & 0o077 == 0
        lines = [line for line in target.read_text().splitlines() if line and not line.startswith("#")]
        written.append(dict(line.split("=", 1) for line in lines))
    one, two = written
    secrets = {"JWT_SECRET", "API_KEY_PEPPER", "SECRETS_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert one.keys() == two.keys() == secrets | {"ENVIRONMENT", "COMPOSE_FILE"}
    assert one["COMPOSE_FILE"] == "docker-compose.yml"
    assert all(one[name] != two[name] and len(one[name]) >= 32 for name in secrets)
    # They stand in addresses of PostgreSQL and Redis as they are.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", one[name]) for name in secrets)
    Settings(_env_file=tmp_path / "one")  # pyright: ignore[reportCallIssue]
    again = subprocess.run(["sh", DEPLOY / "env.sh", tmp_path / "one"], capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "stays as it is" in again.stderr


def test_production_refuses_placeholders_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JWT_SECRET", "API_KEY_PEPPER", "SECRETS_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValidationError, match="API_KEY_PEPPER, JWT_SECRET, SECRETS_KEY"):
        Settings(environment="production", _env_file=None)  # pyright: ignore[reportCallIssue]
    with pytest.raises(ValidationError, match="JWT_SECRET must"):
        Settings(environment="production", jwt_secret="short", api_key_pepper="p" * 32, secrets_key="s" * 32)  # pyright: ignore[reportArgumentType]


def test_nginx_fences_the_page_in_by_the_policy_of_the_program() -> None:
    assert f'"{web_app.POLICY}"' in (DEPLOY / "nginx" / "page.conf").read_text()


def test_nginx_leads_every_address_of_the_program_to_it() -> None:
    site = (DEPLOY / "nginx" / "snippets" / "site.conf").read_text()
    to_api = re.search(r"location ~ \^/\(([^)]*)\)\(/\|\$\)", site)
    assert to_api is not None
    assert set(to_api[1].replace("\\.", ".").split("|")) == {
        "api",
        "feeds",
        "oauth",
        "oembed",
        "problems",
        ".well-known",
    }
    streamed = site[site.index("location ~ ^/mcp") :].partition("}")[0]
    assert "proxy_buffering off" in streamed
    assert "gzip off" in streamed
    assert "location = /metrics { return 404; }" in site


def test_the_renderers_profile_refuses_what_it_does_not_name() -> None:
    profile = json.loads((DEPLOY / "renderer.seccomp.json").read_text())
    allowed = {name for rule in profile["syscalls"] for name in rule["names"]}
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert {"clone", "unshare", "chroot"} <= allowed
    assert allowed.isdisjoint(
        {"mount", "umount2", "pivot_root", "ptrace", "bpf", "keyctl", "add_key", "perf_event_open", "userfaultfd"}
        | {"init_module", "kexec_load", "reboot", "swapon", "process_vm_writev", "io_uring_setup", "open_by_handle_at"}
    )
    assert "seccomp=./deploy/renderer.seccomp.json" in SERVICES["renderer"]["security_opt"]
