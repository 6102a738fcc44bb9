#!/bin/sh
# Asks a server that stands for Glean each case of the contract, and writes what comes of it as JUnit XML.
set -eu

"${FAKE_GLEAN:-fake-glean}" verify --url "$GLEAN_SERVER_URL" --junit "$1"
