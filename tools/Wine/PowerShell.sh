#!/usr/bin/env bash
# Runs a script in PowerShell for Windows under Wine: PowerShell.sh SCRIPT. The checkout is there as it is here, on drive Z:, and so is
# the script's folder. Each run has Windows' files of its own, which are gone when it ends.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../.." && pwd)
script=$(realpath "$1")
wine=$("$here/Setup.sh")
run=/run/$$.$RANDOM
trap 'rm -rf "$wine/root$run"' EXIT
mkdir -p "$wine/root$run/temp"
# Files that nobody writes to need no copy.
cp -al "$wine/root/wine/windows" "$wine/root$run/windows"
# PowerShell's host wants a console, that a terminal, and that an input which does not end. Wine's services keep the terminal open: what
# holds it is ended when PowerShell is over.
inner='wine "Z:\wine\powershell\pwsh.exe" -NoProfile -NonInteractive -File "$SCRIPT"; echo $? >"$RUN/code"; kill -KILL $PPID'
WINEPREFIX=$run/windows SHARED=$checkout:$(dirname "$script") "$here/Enter.sh" "$wine/root" env 'DOTNET_ROOT=Z:\wine\dotnet' \
    SCRIPT="Z:${script//\//\\}" RUN="$run" INNER="$inner" \
    bash -c 'exec 2>/dev/null; script -qc "$INNER" /dev/null < <(exec sleep infinity); exit "$(cat "$RUN/code")"' || code=$?
exit "${code:-0}"
