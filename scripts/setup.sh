#!/usr/bin/env bash
# Makes .venv: says first what it downloads and needs, keeps gigabytes of CUDA out, and stops with one sentence where it cannot go on.
set -euo pipefail

stop() {
    echo "setup: $1" >&2
    exit 1
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "Python 3.11 or newer is needed; name it with: make setup PYTHON=/path/to/python3.11"

echo "Setting up $VENV: downloads about 560 MB (200 MB of it PyTorch for the CPU, 80 MB the embedding model),"
echo "takes 2.1 GB of disk and a few minutes; running needs about 1 GB of memory. Nothing is installed outside $VENV."
free_kb=$(df -Pk . | awk 'NR == 2 {print $4}')
[ "$free_kb" -gt 2700000 ] || stop "only $((free_kb / 1024)) MB of disk are free here and 2700 MB are needed"

"$PYTHON" -m venv "$VENV" || stop "the virtual environment could not be made (on Debian: apt install python3-venv)"
pip() { "$VENV/bin/python" -m pip --disable-pip-version-check "$@"; }

# Plain `torch` from the package registry brings gigabytes of CUDA on Linux, so the CPU build is installed first, by itself:
# from its own index, else from a wheel that pip finds on this machine.
if ! "$VENV/bin/python" -c "import importlib.metadata as m; assert m.version('torch').split('+')[0] == '$TORCH_VERSION'" 2>/dev/null; then
    pip install --quiet --retries 0 --no-deps --index-url "$TORCH_INDEX" "torch==$TORCH_VERSION" 2>/dev/null ||
        pip install --quiet --no-index --no-deps "torch==$TORCH_VERSION" 2>/dev/null ||
        stop "no CPU build of PyTorch $TORCH_VERSION is to be had from $TORCH_INDEX or on this machine; give another with: make setup TORCH_INDEX=..., or install torch==$TORCH_VERSION into $VENV yourself (a plain install downloads gigabytes of CUDA)"
fi

pip install --quiet --constraint constraints.txt --editable '.[dev]' || stop "the packages of pyproject.toml could not be installed; what pip says stands above"
echo "Ready: $VENV/bin/briefbot --help"
