#!/bin/sh
# Runs a command with a fake Glean beside it, whose URL is in GLEAN_SERVER_URL:
#   FAKE_GLEAN_OPTIONS='--config fake.json --strict' sh with-fake.sh COMMAND [ARGUMENT...]
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkfifo "$folder/says"
# shellcheck disable=SC2086 # the words of its options
"${FAKE_GLEAN:-fake-glean}" serve --log off ${FAKE_GLEAN_OPTIONS:-} >"$folder/says" &
fake=$!
read -r _ _ GLEAN_SERVER_URL <"$folder/says" # there as soon as it listens
export GLEAN_SERVER_URL

status=0
"$@" || status=$?
kill -TERM "$fake"
wait "$fake" || status=$? # 1 with --strict and a report
exit "$status"
