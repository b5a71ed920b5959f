# shellcheck shell=bash
# Shared by the scripts of this folder: the root of the tree and how it is built. Sourced, not run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1

# shellcheck disable=SC2034  # used by the scripts
jobs="$(nproc)"
export LC_ALL=C.UTF-8
# A second clone finds what the first one compiled.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$*"
    exit 1
}

# build PRESET [TARGET...]: configures and builds; what it says goes to standard error.
build() {
    local preset="$1" said
    shift
    said="$(cmake --preset "$preset" 2>&1)" || {
        say "$said"
        return 1
    }
    cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} >&2
}

# The C++ files of the tree, tracked or not yet tracked, each ended by a NUL.
cpp_files() {
    git ls-files -z --cached --others --exclude-standard -- '*.cpp' '*.h' |
        while IFS= read -r -d '' file; do
            if [[ -e "$file" ]]; then
                printf '%s\0' "$file"
            fi
        done
}
