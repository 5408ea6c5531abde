"""The OpenAPI document: whole, true to the application, and stable."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from fractafrag.core.errors import KINDS
from fractafrag.core.settings import ROOT
from fractafrag.doors.http import create_app

OPERATIONS = ROOT / "contract" / "operations.json"
ROOT_URI = "urn:openapi"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    # Through JSON, as clients get it.
    return json.loads(json.dumps(create_app().openapi()))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def shape(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The named schema of a body, or of the entries of a list."""
    found = resolved(document, schema)
    return shape(document, found["items"]) if found.get("type") == "array" else found


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each body in JSON, sent or answered, with a name for it."""
    for _, _, operation in operations(document):
        name = operation["operationId"]
        for media, body in operation.get("requestBody", {}).get("content", {}).items():
            if media.endswith("json"):
                yield f"{name} request", body
        for status, response in operation["responses"].items():
            for media, body in resolved(document, response).get("content", {}).items():
                if media.endswith("json"):
                    yield f"{name} {status}", body


def faults(document: dict[str, Any], schema: dict[str, Any], example: Any) -> list[str]:
    """What is wrong with the example."""

    def rooted(node: Any) -> Any:
        if isinstance(node, dict):
            return {
                key: ROOT_URI + value if key == "$ref" and isinstance(value, str) else rooted(value)
                for key, value in node.items()  # pyright: ignore[reportUnknownVariableType]
            }
        return [rooted(one) for one in node] if isinstance(node, list) else node  # pyright: ignore[reportUnknownVariableType]

    resource = Resource.from_contents(rooted(document), DRAFT202012)
    registry: Any = Registry().with_resource(ROOT_URI, resource)  # pyright: ignore
    checker: Any = Draft202012Validator(rooted(schema), registry=registry, format_checker=FormatChecker())
    return [error.message for error in checker.iter_errors(example)]


def examples(node: dict[str, Any]) -> list[Any]:
    found = list(node.get("examples", []))
    return [*found, node["example"]] if "example" in node else found


def test_an_operation_keeps_its_name_and_place(document: dict[str, Any]) -> None:
    pinned: dict[str, str] = json.loads(OPERATIONS.read_text())
    present = {operation["operationId"]: f"{method} {path}" for method, path, operation in operations(document)}
    assert present == pinned, (
        "An id that vanishes or moves breaks clients; a new one is added to contract/operations.json"
    )


def test_every_body_has_an_example(document: dict[str, Any]) -> None:
    without = [
        name
        for name, body in bodies(document)
        if not examples(body) and not examples(shape(document, body.get("schema", {})))
    ]
    assert not without


def test_every_example_is_true(document: dict[str, Any]) -> None:
    wrong: list[str] = []
    checked = 0

    def check(name: str, schema: dict[str, Any], found: list[Any]) -> None:
        nonlocal checked
        for example in found:
            checked += 1
            wrong.extend(f"{name}: {fault}" for fault in faults(document, schema, example))

    for name, schema in document["components"]["schemas"].items():
        check(name, schema, examples(schema))
    for name, body in bodies(document):
        check(name, body.get("schema", {}), examples(body))
    for method, path, operation in operations(document):
        for parameter in operation.get("parameters", []):
            found = resolved(document, parameter)
            check(f"{method} {path} {found['name']}", found["schema"], [*examples(found), *examples(found["schema"])])
    assert not wrong
    assert checked > 50


def test_an_untrue_example_would_be_found(document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    assert faults(document, schema, {"type": "/problems/x", "status": "422"})


def test_every_refusal_is_a_problem_with_a_status_of_its_own(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        for status, response in operation["responses"].items():
            assert status.isdigit(), f"{method} {path}: {status} says nothing"
            found = resolved(document, response)
            assert found["description"], f"{method} {path} {status}"
            if status >= "400" and (path, status) != ("/health/ready", "503"):
                assert list(found["content"]) == ["application/problem+json"], f"{method} {path} {status}"
        assert "500" in operation["responses"]


def test_what_can_be_known_of_a_route_is_declared(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        statuses, name = set(operation["responses"]), f"{method} {path}"
        if operation.get("security"):
            assert {"401", "403"} <= statuses, name
        if "requestBody" in operation:
            assert {"400", "413", "422"} <= statuses, name
        if "{" in path:
            assert "404" in statuses or path.startswith("/feeds/tags/"), name
        if path.startswith("/api/v1/") and path != "/api/v1/instance":
            assert "429" in statuses, name
        headers = [resolved(document, parameter)["name"] for parameter in operation.get("parameters", [])]
        if "If-Match" in headers:
            assert "412" in statuses, name
        if "If-None-Match" in headers:
            assert {"304"} <= statuses, name
            assert "ETag" in operation["responses"]["200"]["headers"], name


def test_every_tag_credential_and_header_is_described(document: dict[str, Any]) -> None:
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for _, _, operation in operations(document) for tag in operation["tags"]} == described
    assert all(scheme["description"] for scheme in document["components"]["securitySchemes"].values())
    assert document["servers"] == [{"url": "/", "description": "This instance."}]
    for _, _, operation in operations(document):
        assert operation["description"], operation["operationId"]
        for response in operation["responses"].values():
            for header in resolved(document, response).get("headers", {}).values():
                assert resolved(document, header)["description"]


async def test_the_address_of_each_kind_of_problem_explains_it(client: httpx.AsyncClient) -> None:
    listed = (await client.get("http://test/problems")).json()
    assert {kind["type"] for kind in listed} == {f"/problems/{slug}" for slug in KINDS}
    for kind in listed:
        assert (await client.get(f"http://test{kind['type']}")).json() == kind
        page = await client.get(f"http://test{kind['type']}", headers={"Accept": "text/html,*/*;q=0.8"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert kind["title"] in page.text
    gone = await client.get("http://test/problems/nonsense")
    assert (gone.status_code, gone.json()["type"]) == (404, "/problems/not-found")
