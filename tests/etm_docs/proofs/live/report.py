"""Writes what a check found, in Markdown: for the terminal, and for an issue."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from etm_docs.examples import claims, fences
from etm_docs.paths import shown
from etm_docs.proofs.live.check import Check
from etm_docs.proofs.live.compare import Finding
from etm_docs.proofs.live.recorded import Recorded
from etm_docs.proofs.live.steps import FILE, Step

SHOWN: Final = 10
"""As many recordings are named where the same came back for all of them."""

_RECORD: Final = (
    "If the API has changed on purpose: put the new answer into tests/recordings, let the mock"
    f" answer so (tests/etm_mock), correct the rule in {shown(claims.FILE)} and the pages that"
    " state it, then run `make update`."
)


def report(check: Check) -> str:
    """Write the report. It shows neither the token nor who owns it."""
    steps = defaultdict[Finding, list[Step]](list)
    for step, finding in check.differences:
        steps[finding].append(step)
    recordings = defaultdict[str, list[Recorded]](list)
    for recorded, came_back in check.no_longer:
        recordings[came_back].append(recorded)
    parts = [_summary(check, len(steps), len(check.no_longer))]
    parts += [_section(check, number, *each) for number, each in enumerate(steps.items(), start=1)]
    parts += [_no_longer(*each) for each in recordings.items()]
    if check.left_out:
        parts.append(_left_out(check))
    if check.created.left_behind:
        parts.append(_listed("Left behind", check.created.left_behind))
    if steps or recordings:
        parts.append(
            f"To see it yourself: `ETM_API_TOKEN=… make live`. What it asks is in {shown(FILE)}.\n"
        )
    text = "\n".join(parts)
    for private in sorted(check.private, key=len, reverse=True):
        text = text.replace(private, "…")
    return text


def pages_with(folders: Iterable[Path]) -> list[str]:
    """List the pages that print examples, each with the lines of the blocks that do."""
    lines = defaultdict[str, list[int]](list)
    for file in (file for folder in folders for file in folder.iterdir()):
        for place in fences.shown_at(file):
            page, _, line = place.partition(":")
            lines[page].append(int(line))
    return [f"{page}:{','.join(map(str, sorted(lines[page])))}" for page in sorted(lines)]


def _summary(check: Check, differences: int, no_longer: int) -> str:
    count = {0: "no difference", 1: "1 difference"}.get(differences, f"{differences} differences")
    tried = f"{check.tried} recordings, {no_longer or 'none'} of which no longer hold"
    return (
        f"Checked {check.environment.name} on {datetime.now(UTC):%Y-%m-%d}:"
        f" {check.checked} answers, {count}.\n" + (f"Tried {tried}.\n" if check.tried else "")
    )


def _no_longer(came_back: str, recordings: list[Recorded]) -> str:
    """Write what came back instead of recorded answers, and which pages rely on those."""
    names = [each.case["name"] for each in recordings]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    rules = {rule.name: rule for each in recordings for rule in each.rules}.values()
    said = [f'docs/{page} ("{words}")' for rule in rules for page, words in rule.says]
    return (
        f"## No longer as recorded: {_joined(f'`{name}`' for name in names[:SHOWN])}{more}\n\n"
        f"- **Rules:** {' '.join(rule.rule for rule in rules) or 'none that a page states'}\n"
        f"- **Stated in:** {_joined(said) or 'no page'}\n"
        f"- **Came back:** {came_back}\n"
        f"- **What to do:** {_RECORD}\n"
    )


def _section(check: Check, number: int, finding: Finding, steps: list[Step]) -> str:
    folders = dict.fromkeys(step.example.folder for step in steps)
    return (
        f"## {number}. {_joined(f'`{_operation(check, step)}`' for step in steps)}\n\n"
        f"- **Example:** {_joined(map(shown, folders))}\n"
        f"- **Printed by:** {_joined(pages_with(folders))}\n"
        f"- **Described:** {finding.described}\n"
        f"- **Came back:** {finding.came_back}\n"
        f"- **What to do:** {finding.to_do}\n"
    )


def _operation(check: Check, step: Step) -> str:
    operation = check.contract.operation(step.printed.method, step.printed.target)
    return operation.label if operation else f"{step.printed.method} {step.printed.target}"


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))


def _left_out(check: Check) -> str:
    reasons = defaultdict[str, list[str]](list)
    for step, reason in check.left_out:
        reasons[reason].append(step.example.name)
    return _listed(
        "Left out", [f"{', '.join(names)}: {reason}." for reason, names in reasons.items()]
    )


def _listed(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n" + "".join(f"- {line}\n" for line in lines)
