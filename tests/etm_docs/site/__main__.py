"""Build the site as it is published: ``python -m etm_docs.site [--site-dir DIR]``.

What a page's generator doesn't make is added to its output, so that it stays the same with another
generator: the pages as Markdown, ``llms.txt``, and the cards that other sites show for a link.
Then all of it is made lighter.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from etm_docs.examples.example import ROOT
from etm_docs.site import cards, llms, minify, runnable, runtime, scripts, styles
from etm_docs.site.pages import pages


def main() -> int:
    """Build; give the exit status."""
    parser = argparse.ArgumentParser(prog="publish", description="Build the site.")
    parser.add_argument("--site-dir", type=Path, default=ROOT / "site", help="default: site/")
    site = parser.parse_args().site_dir.resolve()
    # Not `--quiet`: with it, `--strict` counts no warnings.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(  # noqa: S603 - the site's own builder
        [*command, "--site-dir", str(site)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return done.returncode
    published = pages()
    llms.write(site, published)
    cards.write(site, published)
    styles.lighten(site)
    scripts.lighten(site)
    try:
        runnable.mark(site, published, runtime.write(site))
    except (runnable.Unlike, runtime.NotAssembled) as error:
        print(f"publish: {error}", file=sys.stderr)
        return 1
    minify.minify(site)
    runnable.restrict(site)
    return 0


if __name__ == "__main__":
    sys.exit(main())
