#!/bin/sh
# Mints, changes what the fake does, and looks at what it did.
set -eu

fake=$GLEAN_SERVER_URL
mint() {
  curl --silent --request POST --header 'Content-Length: 0' \
    --header 'Authorization: Bearer glean_global' --header 'X-Glean-ActAs: ada@example.com' \
    "$fake/rest/api/v1/createauthtoken"
}

mint
curl --silent --fail "$fake/_glean/script" --data '{"steps": [{"status": 503, "body": "down"}]}'
mint
curl --silent --fail "$fake/_glean/clock" --data '{"advance_seconds": 7200}'
curl --silent --fail "$fake/_glean/credentials" --data '{"revoke": "glean_global"}'
mint
curl --silent --fail "$fake/_glean/ledger"
curl --silent --fail "$fake/_glean/reset" --data ''
