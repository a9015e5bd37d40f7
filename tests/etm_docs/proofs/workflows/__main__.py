"""Runs the steps of workflows as GitHub's runner would: ``make workflows JOBS=ci/test``.

Each job has a clone of the last commit, as deep as its checkout is, a home of its own, a runner's
variables and no terminal. Actions are left out: what they install is what this machine has. So are
jobs for another system. Prints what the steps print. Exit status: 1 if a step failed, 2 if the
command line names no job.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Final

import yaml
from etm_docs.paths import ROOT

FOLDER: Final = Path(".github/workflows")

GITHUB: Final = {
    "github.event_name": "push",
    "github.repository": "owner/name",
    "github.server_url": "https://github.com",
    "steps.pages.outputs.base_url": "https://owner.github.io/name",  # of actions/configure-pages
}
"""What expressions know. What else they name, such as a secret, is empty."""

OF_THE_CALLER: Final = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH", "TERM", "VIRTUAL_ENV")
"""Variables that a runner doesn't have."""


@dataclass
class Job:
    """A job with one choice of its matrix: ``known`` maps what expressions name to its value."""

    name: str
    content: dict[str, Any]
    known: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name the job and its choices."""
        chosen = [value for name, value in self.known.items() if name.startswith("matrix.")]
        return f"{self.name} ({', '.join(chosen)})" if chosen else self.name

    @property
    def here(self) -> bool:
        """Whether it is for a system such as this one, and nothing that it needs told it to run."""
        needs = re.search(r"\bneeds\.", str(self.content.get("if", "")))
        return "ubuntu" in self.content["runs-on"] and not needs

    def text(self, text: object) -> str:
        """Put in what the expressions of a text give."""
        return re.sub(r"\$\{\{(.+?)\}\}", lambda found: self._value(found[1]), str(text))

    def _value(self, expression: str) -> str:
        parts = [part.strip() for part in expression.split("||")]
        values = [part[1:-1] if part[0] == "'" else self.known.get(part, "") for part in parts]
        return next(filter(None, values), "")

    def applies(self, step: Mapping[str, Any]) -> bool:
        """Tell whether the condition of a step, the output of another one, holds."""
        return "if" not in step or bool(self._value(str(step["if"])))


def jobs(root: Path) -> Iterator[Job]:
    """List the jobs of a repository's workflows that run commands, once for each choice of theirs.

    Choices that no command names are made once.
    """
    for file in sorted((root / FOLDER).glob("*.yml")):
        for name, content in yaml.safe_load(file.read_text())["jobs"].items():
            commands = "".join(step.get("run", "") for step in content["steps"])
            matrix = content.get("strategy", {}).get("matrix", {})
            matrix = {key: each for key, each in matrix.items() if f"matrix.{key}" in commands}
            for choice in product(*matrix.values()) if commands else ():
                chosen = dict(zip((f"matrix.{key}" for key in matrix), choice, strict=True))
                yield Job(f"{file.stem}/{name}", content, {**GITHUB, **chosen})


def run(job: Job, root: Path) -> bool:
    """Run the steps of a job until one fails; tell whether none did."""
    with tempfile.TemporaryDirectory(prefix="runner-") as name:
        folder = Path(name)
        for each in ("home", "temp"):
            (folder / each).mkdir()
        whole = any(step.get("with", {}).get("fetch-depth") == 0 for step in job.content["steps"])
        depth = [] if whole else ["--depth=1"]
        clone = ["git", "clone", "--quiet", *depth, root.as_uri(), str(folder / "work")]
        subprocess.run(clone, check=True)  # noqa: S603 - this repository
        for step in filter(job.applies, job.content["steps"]):
            if "run" not in step:
                print(f"-- left out: {step['uses']}", flush=True)
            elif _run_step(job, step, folder):
                return False
    return True


def _run_step(job: Job, step: Mapping[str, Any], folder: Path) -> int:
    """Run a command of a job, and keep what it gives to later ones; give its exit status."""
    clone, temporary = folder / "work", folder / "temp"
    script, outputs = temporary / "step.sh", temporary / "outputs"
    script.write_text(job.text(step["run"]))
    outputs.write_text("")
    inside = job.content.get("defaults", {}).get("run", {}).get("working-directory", ".")
    own = {**job.content.get("env", {}), **step.get("env", {})}
    environment = {
        **{key: text for key, text in os.environ.items() if key not in OF_THE_CALLER},
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary"),
        "GITHUB_WORKSPACE": str(clone),
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "RUNNER_TEMP": str(temporary),
        **{key: job.text(text) for key, text in own.items()},
    }
    print(f"-- {script.read_text().strip()}", flush=True)
    with subprocess.Popen(  # noqa: S603 - what the workflows of this repository run
        ["bash", "-e", str(script)],  # noqa: S607 - as the runner does
        cwd=clone / step.get("working-directory", inside),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # no terminal
        stderr=subprocess.STDOUT,
    ) as process:
        for printed in process.stdout or ():
            sys.stdout.buffer.write(printed)
            sys.stdout.flush()
    for line in outputs.read_text().splitlines():
        key, _, text = line.partition("=")
        job.known[f"steps.{step.get('id')}.outputs.{key}"] = text
    return process.returncode


def main() -> int:
    """Run the jobs of the command line; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m etm_docs.proofs.workflows", description=__doc__
    )
    parser.add_argument("names", nargs="*", metavar="WORKFLOW/JOB", help="default: all")
    parser.add_argument("--root", type=Path, default=ROOT, help="the repository")
    arguments = parser.parse_args()
    every = list(jobs(arguments.root))
    if unknown := set(arguments.names) - {each.name for each in every}:
        known = ", ".join(dict.fromkeys(each.name for each in every))
        parser.error(f"no such job: {', '.join(sorted(unknown))}. There are: {known}")
    failed = []
    for job in every:
        if arguments.names and job.name not in arguments.names:
            continue
        if not job.here:
            print(f"{job.title}: left out: {job.content.get('if', job.content['runs-on'])}")
            continue
        print(f"{job.title}:", flush=True)
        if not run(job, arguments.root):
            failed.append(job.title)
    print(f"failed: {', '.join(failed)}" if failed else "each step passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
