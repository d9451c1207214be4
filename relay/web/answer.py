"""What every object of the API has in common."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of every object: times are in UTC, lengths in the notation of ISO 8601 ("PT6H30M")."""

    model_config = ConfigDict(
        frozen=True, use_attribute_docstrings=True, json_schema_serialization_defaults_required=True
    )
