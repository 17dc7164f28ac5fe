"""The documentation page of the interface: plain HTML made from the OpenAPI document, with no outside file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter()

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h2{border-top:1px solid #ccc;padding-top:1rem}code,pre{background:#f3f3f3;padding:.1em .3em}
pre{padding:.6em;overflow:auto}table{border-collapse:collapse}td,th{text-align:left;padding:.2em .8em .2em 0;
vertical-align:top}"""


@router.get("/api/docs", include_in_schema=False, response_class=HTMLResponse)
def docs(request: Request) -> str:
    """Every route: what it takes, what it answers."""
    return page(request.app.openapi())


def page(schema: dict[str, Any]) -> str:
    """The page of an OpenAPI document."""
    parts = [
        f"<h1>{escape(schema['info']['title'])} {escape(schema['info']['version'])}</h1>",
        f"<p>{escape(schema['info'].get('description', ''))} The same for machines: "
        '<a href="/api/openapi.json">/api/openapi.json</a>.</p>',
    ]
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            parts += _operation(path, method, operation)
    parts.append("<h2>Shapes</h2>")
    for name, shape in schema.get("components", {}).get("schemas", {}).items():
        parts.append(f'<h3 id="{escape(name)}">{escape(name)}</h3><p>{escape(shape.get("description", ""))}</p>')
        parts.append(_table("field", "kind", _properties(shape)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The interface of politeia</title>'
        f"<style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>"
    )


def _operation(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>"
    given = [
        (f"{item['name']} ({item['in']})", _told(item["schema"], item.get("description", "")))
        for item in operation.get("parameters", ())
    ]
    body = operation.get("requestBody", {}).get("content", {})
    given += [(f"body, {kind}", _kind(content["schema"])) for kind, content in body.items()]
    if given:
        yield _table("takes", "", given)
    yield _table("answers", "", [(status, _answer(answer)) for status, answer in operation["responses"].items()])


def _answer(answer: dict[str, Any]) -> str:
    held = answer.get("content", {}).items()
    kinds = [f"{escape(kind)} {_kind(content.get('schema', {}))}" for kind, content in held]
    return ": ".join([escape(answer["description"]), *([", ".join(kinds)] if kinds else [])])


def _table(left: str, right: str, rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td><code>{escape(name)}</code></td><td>{text}</td></tr>" for name, text in rows)
    return f"<table><tr><th>{left}</th><th>{right}</th></tr>{cells}</table>"


def _properties(shape: dict[str, Any]) -> list[tuple[str, str]]:
    needed = shape.get("required", ())
    return [
        (name, _told(field, field.get("description", "")) + ("" if name in needed else _default(field)))
        for name, field in shape.get("properties", {}).items()
    ]


def _told(schema: dict[str, Any], text: str) -> str:
    return ": ".join([_kind(schema), *([escape(text)] if text else [])])


def _default(field: dict[str, Any]) -> str:
    return f" (by default <code>{escape(json.dumps(field.get('default')))}</code>)"


def _kind(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    limits = [
        f"{word} {schema[key]:,}"
        for key, word in (
            ("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("exclusiveMaximum", "below")
        )
        if key in schema
    ]  # fmt: skip
    kind = str(schema.get("type", "anything")).replace("null", "nothing")
    return " ".join([escape(kind), *limits])
