"""Turns a form written as a plain table (TOML) into the value of `FormDefinition.steps`."""

from __future__ import annotations

import uuid
from typing import Any

from subsidies.blocks import StepBlock

_NAMESPACE = uuid.UUID("5f0c2a52-5f43-4c7b-9f0e-0c9ad1f4b6c3")


def steps_from_definition(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of a form as the raw, JSON-like value of its StreamField.

    `data` has `steps`, each with `title`, `introduction` and `questions`; a question has `type`, `id` (fixed
    forever: it is the key of the answer) and the values of its block. Raises ValueError for a question
    whose type, id or values do not exist, so that a typing error in the file is found at once.
    """
    seen: set[str] = set()
    steps = []
    for number, step in enumerate(data["steps"], 1):
        questions = [_question(question, seen) for question in step["questions"]]
        identity = step.get("id") or str(uuid.uuid5(_NAMESPACE, f"{data.get('name', '')}/{number}"))
        value = {
            "title": step["title"],
            "introduction": step.get("introduction", "").strip(),
            "questions": questions,
        }
        steps.append({"type": "step", "id": identity, "value": value})
    return steps


def _question(question: dict[str, Any], seen: set[str]) -> dict[str, Any]:
    kinds = StepBlock().child_blocks["questions"].child_blocks
    block = kinds.get(question.get("type", ""))
    if block is None:
        raise ValueError(f"There is no question of type {question.get('type')!r}.")
    identity = str(uuid.UUID(question["id"]))
    if identity in seen:
        raise ValueError(f"The question id {identity} occurs twice.")
    seen.add(identity)
    given = {key: value for key, value in question.items() if key not in ("type", "id")}
    unknown = sorted(set(given) - set(block.child_blocks))
    if unknown:
        raise ValueError(f"A question of type {question['type']!r} has no {', '.join(unknown)}.")
    value = {name: given.get(name, child.get_default()) for name, child in block.child_blocks.items()}
    value["help_text"] = (value["help_text"] or "").strip()
    if "options" in value:
        value["options"] = [
            {
                "type": "item",
                "id": str(uuid.uuid5(_NAMESPACE, f"{identity}/{option['value']}")),
                "value": {"value": option["value"], "label": option["label"]},
            }
            for option in given.get("options", [])
        ]
    return {"type": question["type"], "id": identity, "value": value}
