"""A `fake-glean` that runs beside the tests."""

import json
import os
import signal
import subprocess
import urllib.request

BINARY = os.environ.get("FAKE_GLEAN", "fake-glean")


class FakeGlean:
    def __init__(self, *options: str):
        """Starts one on a free port; `options` are those of `fake-glean serve`."""
        command = [BINARY, "serve", "--log", "off", *options]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"fake-glean ended with {self._process.wait()}")
        self.url = line.removeprefix("listening on ").strip()

    def get(self, name: str):
        """Reads `requests`, `ledger` or `verification`."""
        with urllib.request.urlopen(f"{self.url}/_glean/{name}") as reply:
            return json.load(reply)

    def post(self, name: str, **change) -> None:
        """Changes `script`, `clock`, `lifetime` or `credentials`, or does a `reset`."""
        body = json.dumps(change).encode()
        urllib.request.urlopen(f"{self.url}/_glean/{name}", body).close()

    def stop(self) -> int:
        """Stops it, and gives its exit status."""
        self._process.send_signal(signal.SIGTERM)
        self._process.stdout.close()
        return self._process.wait()
