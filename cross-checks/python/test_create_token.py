"""What the official client for Python makes of each reply."""

import asyncio
import json

import httpx
import pytest
from glean.api_client import Glean
from glean.api_client.errors import GleanError, ResponseValidationError
from glean.api_client.utils import BackoffStrategy, RetryConfig

PATH = "/rest/api/v1/createauthtoken"
FOR_ADA = {"X-Glean-ActAs": "ada@example.com"}

# Retries that don't make a test wait.
RETRIES = RetryConfig(
    "backoff",
    BackoffStrategy(
        initial_interval=1,
        max_interval=1,
        exponent=1,
        max_elapsed_time=60_000,
        jitter_ms=0,
    ),
    retry_connection_errors=True,
)


@pytest.fixture
def mint(fake):
    def mint(credential, headers=None, **options):
        with Glean(server_url=fake.url, api_token=credential, **options) as glean:
            return glean.client.authentication.create_token(http_headers=headers)

    return mint


def script(fake, *steps):
    fake.post("script", steps=list(steps))


@pytest.mark.parametrize(
    ("credential", "headers", "user"),
    [
        ("glean_user", {}, "ada@example.com"),
        ("glean_global", FOR_ADA, "ada@example.com"),
        ("glean_global", {"X-Glean-ActAs": "grace@example.com"}, "grace@example.com"),
        ("oauth_glean", {}, "ada@example.com"),
        ("oauth_idp", {"X-Glean-Auth-Type": "OAUTH"}, "ada@example.com"),
    ],
)
def test_a_credential_mints_for_its_user(fake, mint, credential, headers, user):
    minted = mint(credential, headers)

    assert minted.token
    ledger = fake.get("ledger")
    assert ledger["by_user"] == {user: 1}
    assert ledger["minted"][0]["expiration_time"] == minted.expiration_time
    assert ledger["minted"][0]["delivered"] is True


@pytest.mark.parametrize(
    ("credential", "status", "body"),
    [
        ("glean_global", 400, "Required header missing: X-Glean-ActAs"),
        ("glean_user_expired", 401, "Invalid Secret"),
        ("glean_user_revoked", 401, "Invalid Secret"),
        ("nobody-knows-me", 401, "Invalid Secret"),
        ("glean_user_unscoped", 403, "Insufficient permissions"),
        ("glean_status_404", 404, "Not Found"),
        ("glean_status_418", 418, "I'm a teapot"),
        ("glean_status_429_after_2", 429, "Too Many Requests"),
        ("glean_status_500", 500, "Internal Server Error"),
        ("glean_status_503", 503, "Service Unavailable"),
    ],
)
def test_a_credential_is_refused(fake, mint, credential, status, body):
    with pytest.raises(GleanError) as raised:
        mint(credential)

    error = raised.value
    assert error.status_code == status
    assert error.body == body
    assert error.headers.get("Retry-After") == ("2" if status == 429 else None)
    assert fake.get("requests")["calls"] == 1
    assert fake.get("ledger")["count"] == 0


def test_a_problem_stays_readable(fake, mint):
    problem = {"title": "Forbidden", "status": 403, "code": "insufficient_permissions"}
    content_type = "application/problem+json"
    script(fake, {"status": 403, "json": problem, "content_type": content_type})

    with pytest.raises(GleanError) as raised:
        mint("glean_user")

    assert raised.value.headers["content-type"] == content_type
    assert json.loads(raised.value.body) == problem


@pytest.mark.parametrize(
    "step",
    [
        {"status": 200, "json": {"token": 1}},
        {"status": 200, "body": "{", "content_type": "application/json"},
    ],
)
def test_a_success_of_another_shape_is_a_validation_error(fake, mint, step):
    script(fake, step)

    with pytest.raises(ResponseValidationError) as raised:
        mint("glean_user")

    assert raised.value.status_code == 200


@pytest.mark.parametrize(
    "step",
    [
        {"status": 200, "body": "<h1>Sign in</h1>", "content_type": "text/html"},
        {"status": 204},
    ],
)
def test_a_success_that_is_no_json_is_an_error(fake, mint, step):
    script(fake, step)

    with pytest.raises(GleanError) as raised:
        mint("glean_user")

    assert raised.value.status_code == step["status"]


def test_a_redirect_is_followed_by_a_get(fake, mint):
    script(fake, {"status": 302, "headers": {"location": PATH}})

    with pytest.raises(GleanError) as raised:
        mint("glean_user")

    assert raised.value.status_code == 405
    requests = fake.get("requests")["requests"]
    assert [request["method"] for request in requests] == ["POST", "GET"]


def test_a_connection_that_is_reset_is_an_error_and_the_token_is_minted_all_the_same(
    fake, mint
):
    script(fake, {"fault": "reset", "phase": "after_mint"})

    with pytest.raises(httpx.NetworkError):
        mint("glean_user")

    ledger = fake.get("ledger")
    assert ledger["count"] == 1
    assert ledger["minted"][0]["delivered"] is False


def test_no_reply_in_time_is_an_error(fake, mint):
    script(fake, {"fault": "stall", "phase": "after_mint"})

    with pytest.raises(httpx.TimeoutException):
        mint("glean_user", timeout_ms=100)


def test_a_503_is_retried_if_that_is_asked_for(fake, mint):
    script(fake, {"status": 503}, {"status": 429, "retry_after_ms": 1}, {"ok": True})

    mint("glean_user", retry_config=RETRIES)

    assert fake.get("requests")["calls"] == 3
    assert fake.get("ledger")["count"] == 1


def test_a_404_is_not_retried(fake, mint):
    script(fake, {"status": 404}, {"ok": True})

    with pytest.raises(GleanError):
        mint("glean_user", retry_config=RETRIES)

    assert fake.get("requests")["calls"] == 1


def test_a_retry_after_a_reset_mints_a_second_token(fake, mint):
    script(fake, {"fault": "reset", "phase": "after_mint"}, {"ok": True})

    mint("glean_global", FOR_ADA, retry_config=RETRIES)

    ledger = fake.get("ledger")
    assert ledger["by_user"] == {"ada@example.com": 2}
    assert [minted["delivered"] for minted in ledger["minted"]] == [False, True]


def test_the_asynchronous_client_mints_and_fails_alike(fake):
    async def mint(credential):
        async with Glean(server_url=fake.url, api_token=credential) as glean:
            return await glean.client.authentication.create_token_async()

    assert asyncio.run(mint("glean_user")).token
    with pytest.raises(GleanError) as raised:
        asyncio.run(mint("glean_user_expired"))

    assert raised.value.status_code == 401
    assert fake.get("ledger")["by_user"] == {"ada@example.com": 1}


def test_the_request_is_the_one_that_the_contract_wants(fake, mint):
    mint("glean_user")

    seen = fake.get("requests")
    assert seen["count"] == 1
    request = seen["requests"][0]
    assert (request["method"], request["path"]) == ("POST", PATH)
    assert request["body_length"] == 0
    assert request["mismatch"] is None
    assert request["headers"]["content-length"] == ["0"]
    assert request["headers"]["accept"] == ["application/json"]
