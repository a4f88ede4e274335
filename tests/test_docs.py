"""Documentation that could be false is held against the code: commands, settings, files."""

from __future__ import annotations

import re
from pathlib import Path

import typer.main

from bot.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
VERBS = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_every_verb_that_the_documentation_names_exists() -> None:
    named = {(page.name, verb) for page in PAGES for verb in re.findall(r"briefbot(?: --data \S+)? ([a-z]+)\b", _commands(page))}
    assert len(named) > 5
    assert {pair for pair in named if pair[1] not in VERBS} == set()


def test_the_readme_names_every_verb() -> None:
    readme = (ROOT / "README.md").read_text()
    assert {verb for verb in VERBS if f"`{verb}" not in readme and f"briefbot {verb}" not in readme} == set()


def test_every_make_target_that_the_documentation_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"`make ([a-z]+)", page.read_text())}
    assert len(named) > 3
    assert named <= targets


def test_every_file_that_the_architecture_names_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`([\w/]+\.(?:py|toml)|[\w/]+/)`", page))
    assert len(named) > 15
    folders = [ROOT, ROOT / "sources", ROOT / "index", ROOT / "bot", ROOT / "bot" / "preview"]
    assert {name for name in named if not any((folder / name).exists() for folder in folders)} == set()


def _commands(page: Path) -> str:
    """What a page prints as code."""
    return "\n".join(re.findall(r"`[^`\n]+`|^    .+$|^\$ .+$|^\.venv/bin/.+$", page.read_text(), re.MULTILINE))


def test_the_answer_on_the_readme_is_a_sentence_of_a_sample() -> None:
    quoted = " ".join(line.removeprefix("┃ ") for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("┃ "))
    assert len(quoted) > 100
    assert quoted in (ROOT / "sources" / "samples" / "digest.md").read_text()
