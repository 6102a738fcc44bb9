#!/bin/sh
# Mints a token for Lin, as a service does that waits out an outage, and fails if it can't.
set -eu

mint() {
  curl --silent --output "$1" --write-out '%{http_code}' --request POST \
    --header "Authorization: Bearer $GLEAN_API_TOKEN" --header 'X-Glean-ActAs: lin@example.com' \
    --header 'Content-Length: 0' "$GLEAN_SERVER_URL/rest/api/v1/createauthtoken"
}

[ "$(mint /dev/null)" = 503 ]
[ "$(mint /dev/null)" = 200 ]
