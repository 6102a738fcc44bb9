import pytest
from glean.api_client import Glean
from glean.api_client.errors import GleanError


def sign_in(glean: Glean, email: str) -> str:
    """The code under test."""
    headers = {"X-Glean-ActAs": email}
    minted = glean.client.authentication.create_token(http_headers=headers)
    return minted.token


@pytest.fixture
def glean(fake):
    with Glean(server_url=fake.url, api_token="glean_global") as glean:
        yield glean


def test_a_token_is_minted_for_the_user_who_signed_in(fake, glean):
    assert sign_in(glean, "grace@example.com")

    assert fake.get("ledger")["by_user"] == {"grace@example.com": 1}


def test_an_outage_is_told_to_the_caller_and_the_next_sign_in_succeeds(fake, glean):
    fake.post("script", steps=[{"status": 503, "body": "down"}, {"ok": True}])

    with pytest.raises(GleanError) as raised:
        sign_in(glean, "ada@example.com")
    assert raised.value.status_code == 503
    sign_in(glean, "ada@example.com")

    assert fake.get("verification") == {"passed": True}


def test_a_credential_that_is_revoked_no_longer_signs_anybody_in(fake, glean):
    fake.post("credentials", revoke="glean_global")

    with pytest.raises(GleanError) as raised:
        sign_in(glean, "ada@example.com")
    assert raised.value.status_code == 401


def test_time_passes_when_the_test_says_so(fake, glean):
    def mint():
        headers = {"X-Glean-ActAs": "ada@example.com"}
        return glean.client.authentication.create_token(http_headers=headers)

    earlier = mint()
    fake.post("clock", advance_seconds=7200)
    later = mint()

    assert later.expiration_time >= earlier.expiration_time + 7200
