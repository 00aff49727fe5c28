"""The JSON schema of every message, from which the TypeScript types are generated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from .browser import BrowserMessage, ServerMessage


class _Untitled(GenerateJsonSchema):
    """Field titles would become numbered alias types in the generated TypeScript."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


Pairs = Mapping[str, tuple[type[BaseModel], type[BaseModel]]]
"""The parameter and data records of feeds, by their names."""


def render(groups: Mapping[str, Pairs]) -> JsonSchemaValue:
    """One schema with a definition for each record that a browser meets.

    Of each group, such as ``View``, there are ``ViewParams`` and ``ViewData``: the records by the names.
    """
    unions: dict[str, TypeAdapter[Any]] = {
        "BrowserMessage": TypeAdapter(BrowserMessage),
        "ServerMessage": TypeAdapter(ServerMessage),
    }
    records = [record for pairs in groups.values() for pair in pairs.values() for record in pair]
    inputs: list[tuple[str, JsonSchemaMode, TypeAdapter[Any]]] = [
        (name, "serialization", adapter) for name, adapter in unions.items()
    ]
    refs, defs = TypeAdapter.json_schemas(inputs, schema_generator=_Untitled)
    _, more = models_json_schema(
        [(record, "serialization") for record in records], schema_generator=_Untitled
    )
    definitions: dict[str, Any] = {**defs.get("$defs", {}), **more.get("$defs", {})}
    for (name, _), schema in refs.items():
        definitions[str(name)] = schema
    for group, pairs in groups.items():
        definitions[f"{group}Params"] = _by_name(pairs, 0)
        definitions[f"{group}Data"] = _by_name(pairs, 1)
    return _without_referenced_defaults(
        {"title": "Protocol", "type": "object", "$defs": dict(sorted(definitions.items()))}
    )


def _by_name(pairs: Pairs, which: int) -> JsonSchemaValue:
    properties = {name: {"$ref": f"#/$defs/{pair[which].__name__}"} for name, pair in pairs.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _without_referenced_defaults(schema: Any) -> Any:
    """A default beside a ``$ref`` makes the type writer invent a second, numbered type."""
    if isinstance(schema, list):
        return [_without_referenced_defaults(item) for item in cast("list[Any]", schema)]
    if not isinstance(schema, dict):
        return schema
    members = cast("dict[str, Any]", schema)
    return {
        key: _without_referenced_defaults(value)
        for key, value in members.items()
        if not (key == "default" and "$ref" in members)
    }
