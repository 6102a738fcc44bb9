import pytest
from fake_glean import FakeGlean


@pytest.fixture(scope="session")
def running_fake():
    fake = FakeGlean()
    yield fake
    assert fake.stop() == 0


@pytest.fixture
def fake(running_fake):
    running_fake.post("reset")
    return running_fake
