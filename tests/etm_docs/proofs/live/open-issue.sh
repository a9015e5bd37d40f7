#!/usr/bin/env bash
# Puts a report into the one open issue about drift: a new issue, unless there is one already.
# It needs `gh`, with GH_TOKEN and GH_REPO set.
# Usage: open-issue.sh REPORT
set -euo pipefail

title="The ETM answers otherwise than the pages say"
label="drift"

number=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')
if [[ -n "$number" ]]; then
  gh issue edit "$number" --body-file "$1"
else
  gh label create "$label" --force --description "The service differs from what is described"
  gh issue create --title "$title" --label "$label" --body-file "$1"
fi
