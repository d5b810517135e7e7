# Shared by run, check and bench, which source it from the top of the tree.
set -euo pipefail
export LC_ALL=C.UTF-8

BUILD_PACKAGES=(meson ninja-build gcc libc6-dev pkg-config libmicrohttpd-dev libsqlite3-dev
    libsodium-dev libssl-dev libjansson-dev libutf8proc-dev zlib1g-dev libinih-dev python3 curl)
# what each ./check needs, and what only the longer ones need
TEST_PACKAGES=(libcmocka-dev jq)
TEST_PACKAGES_MORE=(clang clang-tidy libclang-rt-14-dev postgresql-15 chromium fonts-noto-cjk
    libimage-exiftool-perl)
BENCH_PACKAGES=(nginx-light wrk jq)

say() { printf '%s\n' "$*"; }
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Names of the given packages that are not installed, one a line.
missing_packages() {
    local package status
    for package in "$@"; do
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || printf '%s\n' "$package"
    done
}

# Installs what is missing of the given packages; nothing is asked, nothing is started.
install_packages() {
    local missing log as_root=()
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing: ${missing[*]}"
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            die "this needs root once: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    log=$(mktemp)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive bash -c '
        set -e
        # A package such as postgresql or nginx would start its service. We only want its programs:
        # policy-rc.d answers 101, "do not", while we install.
        if [ ! -e /usr/sbin/policy-rc.d ]; then
            printf "#!/bin/sh\nexit 101\n" >/usr/sbin/policy-rc.d
            chmod 755 /usr/sbin/policy-rc.d
            trap "rm -f /usr/sbin/policy-rc.d" EXIT
        fi
        apt-get -q -o DPkg::Lock::Timeout=300 update
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install \
            --no-install-recommends "$@"' install "${missing[@]}" </dev/null >"$log" 2>&1 || {
        tail -n 30 "$log" >&2
        die "apt-get could not install: ${missing[*]}"
    }
    rm -f "$log"
}

# Node comes from Debian only where there is none: another source's nodejs conflicts with
# Debian's npm.
install_node() {
    if ! command -v node >/dev/null && ! command -v npm >/dev/null; then
        install_packages nodejs npm
    elif ! command -v node >/dev/null; then
        install_packages nodejs
    elif ! command -v npm >/dev/null; then
        dpkg -S "$(readlink -f "$(command -v node)")" >/dev/null 2>&1 || return 0
        install_packages npm
    fi
}

# build_into DIR MESON_OPTION...: sets up DIR once, then builds what changed. A folder set up here
# with other options, or left behind by a broken set-up, is made anew; one that somebody set up by
# hand stays as it is.
build_into() {
    local dir=$1
    shift
    if [ -f "$dir/options" ] && [ "$(cat "$dir/options")" != "$*" ]; then
        rm -rf "$dir/meson-private" "$dir/build.ninja"
    fi
    mkdir -p "$dir"
    if [ ! -f "$dir/build.ninja" ]; then
        rm -rf "$dir/meson-private"
        quietly "$dir/setup.log" meson setup "$dir" "$@" || return 1
        printf '%s\n' "$*" >"$dir/options"
    fi
    quietly "$dir/build.log" ninja -C "$dir"
}

# quietly LOG COMMAND...: its words go to LOG and are shown only when it fails.
quietly() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 && return 0
    grep -E -A12 'error:|ERROR|FAILED|warning:' "$log" | head -80 >&2 || true
    printf 'failed: %s (all of it: %s)\n' "$*" "$log" >&2
    return 1
}

# The program for visitors. Tests are left out, so that no test package is needed; a folder that
# somebody set up with tests stays as it is.
build_program() {
    say "building: build/yangguang"
    build_into build -Dtests=false || die "the build failed"
    [ -x build/yangguang ] || die "the program is not built yet: there is no src/main.c"
}
