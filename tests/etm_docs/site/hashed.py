"""Files with a hash of their content in their name: browsers may keep the one that was before."""

import hashlib
from collections.abc import Mapping
from pathlib import Path


def rewrite(site: Path, texts: Mapping[Path, str]) -> None:
    """Give files of a built site another text and a name to match, on all pages too."""
    names = {file.name: _rewritten(file, text) for file, text in texts.items()}
    for page in site.rglob("*.html"):
        content = page.read_text()
        for old, new in names.items():
            content = content.replace(f"/{old}", f"/{new}")
        page.write_text(content)


def _rewritten(file: Path, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    name = f"{file.name.partition('.')[0]}.{digest}.min{file.suffix}"
    file.unlink()
    file.with_name(f"{file.name}.map").unlink(missing_ok=True)
    file.with_name(name).write_text(text)
    return name
