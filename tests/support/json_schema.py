"""Judging JSON by a schema with all that it says, forms of days, instants and addresses included."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs


def complaints(schema: Mapping[str, Any], value: object) -> list[str]:
    """Return what is wrong with a value; a form that the validator does not know is an error and not passed over."""
    judge = jsonschema_rs.validator_for(dict(schema), validate_formats=True, ignore_unknown_formats=False)
    return [f"{each.instance_path}: {each.message}" for each in judge.iter_errors(value)]
