#!/usr/bin/env bash
# Runs a command in the root that Setup.sh made, with processes and mounts of its own, which end with it: Enter.sh ROOT COMMAND ...
# The folders that SHARED names, divided by colons, are there as they are here, and so is the network.
set -euo pipefail
root=$1
shift
if [ -z "${PSSSL_ENTERED:-}" ]; then
    PSSSL_ENTERED=1 exec unshare --mount --pid --fork --kill-child "$0" "$root" "$@"
fi
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
IFS=: read -ra shared <<<"${SHARED:-}"
for folder in "${shared[@]}" /etc/ssl; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
done
for file in /etc/hosts /etc/resolv.conf; do
    [ -e "$root$file" ] || : >"$root$file"
    mount --bind "$file" "$root$file"
done
exec chroot "$root" /usr/bin/env -i PATH=/usr/bin HOME=/root LANG=C.UTF-8 WINEDEBUG=-all WINEPREFIX="$WINEPREFIX" \
    WINELOADER=/usr/lib/wine/wine64 XDG_RUNTIME_DIR=/tmp "$@"
