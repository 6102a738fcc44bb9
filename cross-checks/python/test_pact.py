"""The exported Pact, verified against the fake by Pact's own verifier."""

import json
import os
import subprocess

import pytest
from fake_glean import BINARY, FakeGlean
from pact import Verifier

# It would tell its makers of each run.
os.environ["PACT_DO_NOT_TRACK"] = "true"


@pytest.fixture(scope="module")
def pact(tmp_path_factory):
    file = tmp_path_factory.mktemp("pact") / "create-token.json"
    file.write_bytes(subprocess.check_output([BINARY, "pact"]))
    return file


def verifier(fake, pact):
    states = f"{fake.url}/_glean/provider-states"
    return (
        Verifier("Glean", host="127.0.0.1")
        .add_transport(url=fake.url)
        .add_source(pact)
        .state_handler(states, teardown=True, body=True)
    )


def results(verifier):
    """What became of each interaction, by its key, which is the id of a case."""
    found = verifier.results["interactionResults"]
    return {one["interactionKey"]: one["result"] for one in found}


def test_every_interaction_is_verified(fake, pact):
    verified = verifier(fake, pact)

    verified.verify()

    interactions = json.loads(pact.read_text())["interactions"]
    assert len(interactions) > 50
    expected = {one["key"]: "OK" for one in interactions}
    assert results(verified) == expected


def test_a_fake_that_breaks_the_contract_is_found_out(pact, tmp_path):
    config = tmp_path / "stranger.json"
    config.write_text('{"built_in": false}')
    stranger = FakeGlean("--config", str(config))
    verified = verifier(stranger, pact)

    with pytest.raises(RuntimeError):
        verified.verify()

    assert stranger.stop() == 0
    found = results(verified)
    assert found["user-credential"] != "OK"
    assert found["unknown-credential"] == "OK"
