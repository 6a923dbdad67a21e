"""Reading the facts and texts, and turning them into what pages store."""

from __future__ import annotations

import csv
import tomllib
from html import escape
from pathlib import Path
from typing import Any

DEMO_DIR = Path(__file__).resolve().parents[1]
DATA_DIR = DEMO_DIR / "data"
CONTENT_DIR = DEMO_DIR / "content"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of facts."""
    with (DATA_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(name: str) -> dict[str, Any]:
    """Return one file of texts, such as "home" or "pages/privacy"."""
    with (CONTENT_DIR / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def texts(folder: str) -> list[dict[str, Any]]:
    """Return all files of a folder of texts, in order of file name; the name is the default slug."""
    paths = sorted((CONTENT_DIR / folder).glob("*.toml"))
    return [{"slug": path.stem, **text(f"{folder}/{path.stem}")} for path in paths]


def rich_text(plain: str) -> str:
    """Return rich text: paragraphs by empty lines, lists by lines that start with "- "."""
    html = []
    for part in plain.strip().split("\n\n"):
        lines = [line.strip() for line in part.strip().splitlines()]
        running = [line for line in lines if not line.startswith("- ")]
        items = [line[2:] for line in lines if line.startswith("- ")]
        if running:
            html.append(f"<p>{escape(' '.join(running))}</p>")
        if items:
            html.append("<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>")
    return "".join(html)


def section(title: str, *content: dict[str, Any]) -> dict[str, Any]:
    """Return the stored form of a section block."""
    return {"type": "section", "value": {"title": title, "content": list(content)}}


def paragraph(plain: str) -> dict[str, Any]:
    """Return the stored form of a paragraph block."""
    return {"type": "paragraph", "value": rich_text(plain)}
