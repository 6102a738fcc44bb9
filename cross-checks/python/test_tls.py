import httpx
import pytest
from fake_glean import FakeGlean
from glean.api_client import Glean


def mint(fake):
    with Glean(server_url=fake.url, api_token="glean_user") as glean:
        return glean.client.authentication.create_token()


@pytest.fixture
def start(tmp_path):
    fakes = []

    def start(kind):
        authority = str(tmp_path / "ca.pem")
        fakes.append(FakeGlean("--tls", kind, "--ca", authority))
        return fakes[-1], authority

    yield start
    for fake in fakes:
        assert fake.stop() == 0


def test_a_certificate_of_the_authority_is_taken_once_the_client_is_told(
    start, monkeypatch
):
    fake, authority = start("trusted")

    with pytest.raises(httpx.ConnectError):
        mint(fake)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    assert mint(fake).token
    assert fake.get("ledger")["by_user"] == {"ada@example.com": 1}


@pytest.mark.parametrize("kind", ["expired", "wrong-host"])
def test_a_certificate_that_is_amiss_is_refused(start, monkeypatch, kind):
    fake, authority = start(kind)
    monkeypatch.setenv("SSL_CERT_FILE", authority)

    with pytest.raises(httpx.ConnectError):
        mint(fake)
