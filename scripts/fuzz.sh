#!/usr/bin/env bash
# Fuzzes readers, and what is done with a web address, for so many seconds each: scripts/fuzz.sh SECONDS [READER…]. Inputs that were found are kept in .fuzz/READER,
# what breaks a reader in .fuzz/findings. Exits 1 when something broke.
set -uo pipefail
seconds=${1:-600}
shift || true
readers=("$@")
[ ${#readers[@]} -gt 0 ] || readers=(any plain markdown html jsonline pdf docx epub chapter archive mail feed telegram entry addresses)
python=${PYTHON:-.venv/bin/python}
"$python" -c "import atheris" 2>/dev/null || { echo "fuzz: atheris is not installed; $python -m pip install --constraint constraints.txt 'atheris'" >&2; exit 2; }
mkdir -p .fuzz/findings
broken=()
for reader in "${readers[@]}"; do
    mkdir -p ".fuzz/$reader"
    echo "fuzzing $reader for $seconds seconds"
    target=(tests/fuzz/readers.py "$reader")
    [ "$reader" != addresses ] || target=(tests/fuzz/addresses.py)
    nice -n 19 "$python" "${target[@]}" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1500 -max_len=65536 \
        -artifact_prefix=".fuzz/findings/$reader-" ".fuzz/$reader" >".fuzz/$reader.log" 2>&1 || broken+=("$reader")
    grep -E "^(Done|#[0-9]+[[:space:]]+DONE)" ".fuzz/$reader.log" | tail -2
done
[ ${#broken[@]} -eq 0 ] || { echo "broken: ${broken[*]} (see .fuzz/READER.log)"; exit 1; }
