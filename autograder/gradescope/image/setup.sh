#!/usr/bin/env bash
# Builds the grading image: system Python, a virtual environment, locked packages whose hashes are checked, the grader.
#
#   NNHW_HOME    where it goes (default /opt/nnhw)
#   NNHW_PYTHON  which Python (default python3, 3.10 to 3.14)
set -euo pipefail

source="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
home="${NNHW_HOME:-/opt/nnhw}"
python="${NNHW_PYTHON:-python3}"

if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    # An image that is half built is thrown away: there is no need to wait for the disk after every file.
    if ! { apt-get update -qq && apt-get -o Dpkg::Options::=--force-unsafe-io install -y -qq --no-install-recommends \
            python3 python3-venv >/dev/null; }; then
        echo "setup.sh: this image has no python3-venv, and apt-get could not fetch it; choose a base image that has it." >&2
        exit 1
    fi
fi

version="$("$python" -c 'import sys; print("%d%d" % sys.version_info[:2])')"
lock="$source/requirements.grade-py$version.txt"
if [ ! -f "$lock" ]; then
    echo "setup.sh: there is no lock for $("$python" --version); choose a base image with Python 3.10 to 3.14." >&2
    exit 1
fi

offline=()
if [ -f "$source/requirements.wheels.zip" ]; then
    wheels="$(mktemp -d)"
    "$python" -m zipfile -e "$source/requirements.wheels.zip" "$wheels"
    offline=(--no-index --find-links "$wheels")
fi

# A second run with the same lock keeps the environment, and only puts the grader in anew.
stamp="$home/venv/lock.txt"
if ! cmp -s "$lock" "$stamp"; then
    rm -rf "$home/venv"
    "$python" -m venv "$home/venv"
    pip=("$home/venv/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check --no-deps)
    "${pip[@]}" ${offline[@]+"${offline[@]}"} --only-binary :all: --require-hashes -r "$lock"
    cp "$lock" "$stamp"
fi

# The grader lies apart from the libraries that students' code may use, where only its own user can read it: it holds
# the reference, and with the key beside this script, the hidden cases.
rm -rf "$home/grader"
(umask 077 && mkdir -p "$home/grader" && "$python" -m zipfile -e "$source"/requirements.nnhw-*.whl "$home/grader")
chmod -R go-rwx "$source"

cd "$home/grader"
"$home/venv/bin/python" -m compileall -q .
"$home/venv/bin/python" -c 'import autograder.gradescope.run'
bash "$source/run_autograder" first
echo "setup.sh: ready, with $("$home/venv/bin/python" --version) in $home"
