# The steps of ./check. Each prints "ok NAME" or "not ok NAME" for all it looked at, and whatever
# else explains it; YG_MODE is quick, normal or full, YG_TMP an empty folder for scratch files.

# judge NAME COMMAND...: one result from an exit code
judge() {
    local name=$1
    shift
    if "$@"; then say "ok $name"; else say "not ok $name"; fi
}

# A guard that stops guarding must be seen: each has a tree that it must refuse, line by line.
same_findings() { # EXPECTED COMMAND...
    local expected=$1
    shift
    diff -u "$expected" <("$@")
}

step_layers() {
    judge "rooms include only what src/LAYERS allows" python3 tools/layers.py src
    cd tests/golden/layers
    judge "layers.py refuses what it must" same_findings expected \
        python3 ../../../tools/layers.py tree
}

each_rule_has_a_case() {
    local rule missing=0
    while read -r rule; do
        grep -q ": $rule: " tests/golden/tidy/expected || { say "no case: $rule" && missing=1; }
    done < <(python3 tools/tidy.py --rules)
    return $missing
}

step_tidy() {
    judge "the rules of the house are kept" python3 tools/tidy.py .
    judge "tidy.py refuses what it must" same_findings tests/golden/tidy/expected \
        python3 tools/tidy.py tests/golden/tidy/tree
    judge "each rule of tidy.py has a case" each_rule_has_a_case
    judge "what docs/requirements.md names is there" python3 tools/requirements.py .
    judge "requirements.py refuses what it must" same_findings tests/golden/requirements/expected \
        python3 tools/requirements.py tests/golden/requirements/tree
    judge "scripts can be read by bash" bash -n run check bench .ci/run tools/lib.sh tools/steps.sh
}

step_build() {
    judge "the tests are built with ASan and UBSan" build_into build-asan \
        --buildtype=debug -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false
    # what visitors get; ./run builds the same
    judge "the program is built as ./run builds it" build_into build -Dtests=false
    judge "nothing below the doors outlives a request" python3 tools/globals.py build
    judge "globals.py refuses what it must" globals_case
}

globals_case() {
    local folder=$YG_TMP/globals/domain/libdomain.a.p
    mkdir -p "$folder"
    cc -O2 -fPIE -c -o "$folder/bad.c.o" tests/golden/globals/bad.c || return 1
    diff -u <(sort tests/golden/globals/expected) \
        <(python3 tools/globals.py "$YG_TMP/globals" | sort)
}

# Sanitizers end a program at their first finding.
sanitizer_options() {
    export ASAN_OPTIONS=abort_on_error=1:detect_leaks=1:strict_string_checks=1
    ASAN_OPTIONS+=:detect_stack_use_after_return=1
    export UBSAN_OPTIONS=halt_on_error=1:abort_on_error=1:print_stacktrace=1
}

step_unit() {
    local suite=()
    sanitizer_options
    [ "$YG_MODE" != quick ] || suite=(--suite quick)
    rm -f build-asan/meson-logs/testlog.json
    meson test -C build-asan --no-rebuild --timeout-multiplier 6 --print-errorlogs \
        "${suite[@]}" || true
    python3 tools/testlog.py build-asan/meson-logs/testlog.json
}

# gcc follows each path through each function: leaks, double frees, use after free.
step_analyzer() {
    rm -rf build-analyzer # a warning is given once, when its file is compiled
    build_into build-analyzer -Dtests=false -Dwerror=false -Dc_args=-fanalyzer ||
        { say "not ok the build for the analyzer" && return; }
    if grep -q 'Wanalyzer' build-analyzer/build.log; then
        cat build-analyzer/build.log
        grep 'Wanalyzer' build-analyzer/build.log | sort -u | sed 's/^/not ok /'
    else
        say "ok gcc -fanalyzer finds nothing"
    fi
}

clang_build() {
    CC=clang build_into build-fuzz -Dtests=false -Dfuzz=true -Dwerror=false --buildtype=debug \
        -Doptimization=1 -Db_sanitize=address,undefined -Db_lundef=false
}

step_clang_tidy() {
    # clang follows fewer ways through a function here than in full, which takes four times as long
    local quick='-Xclang;-analyzer-config;-Xclang;max-nodes=40000'
    [ "$YG_MODE" != full ] || quick=
    clang_build || { say "not ok the build with clang" && return; }
    # one file a process, two at a time; the list of checks stands in .clang-tidy
    # (of those that were built: what only tests link is left out)
    python3 -c '
import json, os
for unit in json.load(open("build-fuzz/compile_commands.json")):
    path = os.path.relpath(os.path.join(unit["directory"], unit["file"]))
    if path.startswith("src/"):
        print(path)' | sort -u |
        QUICK=$quick xargs -P 2 -I{} bash -c '
            IFS=";" read -ra options <<<"$QUICK"
            if found=$(clang-tidy -p build-fuzz --quiet "${options[@]/#/--extra-arg=}" "$1" 2>&1)
            then
                echo "ok $1"
            else
                printf "%s\nnot ok %s\n" "$found" "$1"
            fi' tidy {}
}

# Each fuzzer runs for a bounded time from its kept inputs, two at a time; what breaks it is left in
# build-fuzz.
step_fuzz() {
    local seconds=8
    [ "$YG_MODE" != full ] || seconds=60
    sanitizer_options
    clang_build || { say "not ok the build of the fuzzers" && return; }
    mkdir -p build-fuzz/broken
    printf '%s\n' build-fuzz/tests/fuzz/*_fuzz | xargs -P 2 -I{} bash -c '
        name=$(basename "$1")
        mkdir -p "build-fuzz/corpus/$name" "tests/fuzz/corpus/$name"
        if said=$("$1" -max_total_time="$2" -timeout=25 -rss_limit_mb=1024 -verbosity=0 \
            -print_final_stats=1 -artifact_prefix="build-fuzz/broken/$name-" \
            "build-fuzz/corpus/$name" "tests/fuzz/corpus/$name" 2>&1); then
            printf "%s\nok %s for %s s\n" "$said" "$name" "$2"
        else
            printf "%s\nnot ok %s for %s s\n" "$said" "$name" "$2"
        fi' fuzz {} "$seconds"
}

step_pg_prepare() {
    local bad=tests/golden/pg_prepare
    judge "pg_prepare refuses what it must" same_findings $bad/expected \
        tools/pg_prepare --sql $bad/bad.sql --migrations $bad/migrations
    tools/pg_prepare
}

# tests/KIND/run is a program of its own: see ARCHITECTURE.md, "Tests from outside".
step_outside() { # KIND BUILD
    sanitizer_options
    [ -x "$2/yangguang" ] || { say "not ok $1: $2/yangguang is not built" && return; }
    export YG_PROGRAM=$PWD/$2/yangguang YG_MAKER=$PWD/build/yangguang
    "tests/$1/run" "$YG_MODE"
}
