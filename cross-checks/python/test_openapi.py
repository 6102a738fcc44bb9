"""The exported OpenAPI document, held against the fake by Schemathesis."""

import pathlib
import subprocess
import sys

import pytest
from fake_glean import BINARY, FakeGlean

HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    file = tmp_path_factory.mktemp("openapi") / "create-token.json"
    file.write_bytes(subprocess.check_output([BINARY, "openapi"]))
    return file


@pytest.fixture
def fuzz(document, tmp_path):
    def fuzz(fake, config, credential, *options):
        schemathesis = pathlib.Path(sys.executable).with_name("schemathesis")
        command = [schemathesis, "--config-file", HERE / config, "run", document]
        command += ["--url", fake.url, "--no-color"]
        command += ["--header", f"Authorization: Bearer {credential}", *options]
        return subprocess.run(
            command, check=False, cwd=tmp_path, capture_output=True, text=True
        )

    return fuzz


def test_nothing_is_found_where_every_valid_request_mints(fake, fuzz):
    run = fuzz(fake, "fuzz-for-ada.toml", "glean_global")

    assert run.returncode == 0, run.stdout + run.stderr
    assert "No issues found" in run.stdout
    assert fake.get("requests")["count"] > 100
    assert fake.get("ledger")["by_user"]["ada@example.com"] > 10


@pytest.mark.parametrize("credential", ["glean_user", "glean_user_expired"])
def test_nothing_is_found_whomever_a_request_names(fake, fuzz, credential):
    run = fuzz(fake, "fuzz-for-anybody.toml", credential)

    assert run.returncode == 0, run.stdout + run.stderr
    assert "No issues found" in run.stdout
    assert fake.get("requests")["count"] > 50


def test_nothing_is_found_where_errors_are_problems(fuzz, tmp_path):
    config = tmp_path / "problems.json"
    config.write_text('{"problem_json": true}')
    fake = FakeGlean("--config", str(config))

    run = fuzz(fake, "fuzz-for-anybody.toml", "glean_global")

    assert fake.stop() == 0
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("step", "finding"),
    [
        ({"status": 202}, "ST103 Undocumented status code"),
        ({"status": 200, "json": {"token": 1}}, "ST108 Response violates schema"),
        ({"status": 400, "body": "no"}, "ST202 Schema-valid request rejected"),
    ],
)
def test_a_fake_that_strays_from_the_document_is_found_out(fake, fuzz, step, finding):
    fake.post("script", steps=[step | {"times": 10_000}])

    options = ["--phases", "coverage", "--max-failures", "1"]
    run = fuzz(fake, "fuzz-for-ada.toml", "glean_global", *options)

    assert run.returncode == 1, run.stdout + run.stderr
    assert finding in run.stdout
