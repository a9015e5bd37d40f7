"""Where the project's files are, and how messages name them."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SNIPPETS: Final = ROOT / "snippets"


def shown(path: Path) -> str:
    """Write a path as a reader of a failure would look it up: from the project's root."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
