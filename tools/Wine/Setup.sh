#!/usr/bin/env bash
# Makes what runs PowerShell for Windows here, and prints the folder that it lies in: Debian's packages of Wine unpacked into a root
# of their own, Windows' files as Wine makes them, .NET and PowerShell for Windows from NuGet. It is kept, and made anew when a file
# beside this one changes. Needs root, apt, the .NET SDK, and x64.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
key=trixie-$(cd "$here" && cat Setup.sh Enter.sh NCrypt.c Runtime.csproj | sha256sum | cut -c 1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/psssl-peers/wine
target=$cache/$key
mkdir -p "$cache"
# Whoever comes second waits, and finds it there.
exec 9>"$cache/lock"
flock 9
if [ -e "$target/ready" ]; then
    touch "$target"
    echo "$target"
    exit
fi

[ "$(uname -m)" = x86_64 ] || { echo "Windows' programs for x64 need a processor of that kind, not $(uname -m)." >&2; exit 1; }
rm -rf "$target"
# Those of other versions, once nothing has used them for a week.
find "$cache" -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf {} +
mkdir -p "$target/root"
root=$target/root
exec 3>&1 4>&2 >"$target/log" 2>&1
trap 'tail -n 20 "$target/log" >&4' ERR

# apt with a system of its own: nothing is installed on this machine, and nothing of it counts as installed.
apt=$target/apt
mkdir -p "$apt"/lists/partial "$apt"/archives/partial
: >"$apt/status"
echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main' >"$apt/sources.list"
cat >"$apt/apt.conf" <<CONFIGURATION
Dir::State "$apt";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONFIGURATION
export APT_CONFIG=$apt/apt.conf
apt-get update
apt-get install -y --download-only wine wine64 gcc-mingw-w64-x86-64-win32 base-files bash dash coreutils bsdutils libc-bin sed grep

# The packages' scripts are not run, but for the one that gives Wine its zlib: with them this takes minutes.
unpack() { dpkg-deb --fsys-tarfile "$1" | tar -x -C "$root" --keep-directory-symlink --exclude='./usr/share/'{doc,man,locale,icons}; }
unpack "$apt"/archives/base-files_*.deb
for package in "$apt"/archives/*.deb; do unpack "$package"; done
chroot "$root" /sbin/ldconfig
dpkg-deb -I "$apt"/archives/libwine_*.deb postinst >"$root/configure"
chroot "$root" sh /configure configure
ln -s wine-stable "$root/usr/bin/wine"
ln -s wineserver-stable "$root/usr/bin/wineserver"
rm -rf "$apt"

mkdir "$root/wine"
cp "$here/NCrypt.c" "$root/wine/"
chroot "$root" x86_64-w64-mingw32-gcc-win32 -shared -O2 -Wall -Werror -o /wine/ncrypt.dll /wine/NCrypt.c -lbcrypt
WINEPREFIX=/wine/windows "$here/Enter.sh" "$root" bash -c '
    WINEDLLOVERRIDES="mscoree=;mshtml=" wine wineboot --init
    wine winecfg -v win11
    wineserver -w'
cp "$root/wine/ncrypt.dll" "$root/wine/windows/drive_c/windows/system32/ncrypt.dll"

# What builds leave running is not to hold the lock, nor the answer.
dotnet restore "$here/Runtime.csproj" 3>&- 4>&- 9>&-
dotnet msbuild "$here/Runtime.csproj" -t:LayOut -p:Folder="$root/wine/" 3>&- 4>&- 9>&-
touch "$target/ready"
echo "$target" >&3
