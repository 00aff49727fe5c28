"""The base of everything that travels: a frozen record that refuses unknown fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable message or part of one. Numbers must be finite only where a field says so."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        # Without this a defaulted tag would turn optional in the generated TypeScript.
        json_schema_serialization_defaults_required=True,
        ser_json_inf_nan="null",
        protected_namespaces=(),
    )
