# What the interoperability suites share. Sourced by each suite's `run`.

interop=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$interop/../.." && pwd)
cache=${AUTHING_INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/authing-rust-interop}

# Everything happens on the loopback address.
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    printf 'interop: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# need COMMAND PACKAGE...: installs Debian's packages unless the command is there.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    install_packages "$@"
}

need_python() {
    # Debian's python3 has the venv module but not what it needs.
    python3 -c 'import venv, ensurepip' 2>/dev/null || install_packages python3 python3-venv
}

need_node() {
    need node nodejs
    need npm npm
}

install_packages() {
    say "Installing $*"
    { command -v apt-get >/dev/null && as_root apt-get update -qq &&
        as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; } ||
        fail "cannot install $*: install what Debian has under these names"
}

# npm_home NAME SPEC...: a folder of the cache with these packages; made once. Prints it.
npm_home() {
    local home=$cache/$1
    shift
    is_complete "$home" && { echo "$home"; return; }
    mkdir -p "$home"
    npm install --prefix "$home" --silent --no-audit --no-fund --ignore-scripts "$@" >&2 ||
        fail "cannot install $* from the package registry"
    touch "$home/.complete"
    echo "$home"
}

# python_home NAME SPEC...: a virtual environment of the cache with these packages. Prints it.
python_home() {
    local home=$cache/$1
    shift
    is_complete "$home" && { echo "$home"; return; }
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet --disable-pip-version-check "$@" >&2 ||
        fail "cannot install $* from the package index"
    touch "$home/.complete"
    echo "$home"
}

# Whether a folder of the cache can be used; removes one that an interrupted run left behind.
is_complete() {
    [ -e "$1/.complete" ] && return
    rm -rf "$1"
    return 1
}

# build ARGUMENTS: builds, and says in `bin` where the programs are.
build() {
    command -v cargo >/dev/null ||
        fail 'cargo is missing: install a Rust toolchain from https://rustup.rs'
    (cd "$root" && cargo build --quiet "$@")
    bin=$(cd "$root" && cargo metadata --format-version 1 --no-deps |
        python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')/debug
}

# wait_for FILE PID: until the process has written to the file.
wait_for() {
    local tries
    for tries in $(seq 300); do
        [ -s "$1" ] && return
        kill -0 "$2" 2>/dev/null || break
        sleep 0.1
    done
    fail 'the server does not start'
}
