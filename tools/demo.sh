#!/usr/bin/env bash
# Ask the sample index five questions, each shown before its answer.
# Usage: tools/demo.sh SEARCHLIB INDEX
set -euo pipefail
searchlib=$1
index=$2

ask() {
    local shown=$1
    shift
    printf '\n\033[1m$ searchlib search %s\033[0m\n' "'$shown'${*:+ $*}"
    set -- "$shown" "$@"
    "$searchlib" search --index "$index" --limit 3 "$@"
}

ask '"muzeul memorial"'
ask 'inundații date:[2024-09-01 TO 2024-09-30]'
ask 'entity:"Kim Jong Un" muzeu'
ask 'soldatilor'
ask 'source:"Curierul Cifrelor" inflatie -chirii' --sort newest
