package signin

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// fakeGlean is a `fake-glean` that runs beside a test.
type fakeGlean struct {
	t   *testing.T
	URL string
}

// startFake starts one on a free port, and stops it when the test ends.
func startFake(t *testing.T, options ...string) fakeGlean {
	binary := os.Getenv("FAKE_GLEAN")
	if binary == "" {
		binary = "fake-glean"
	}
	command := exec.Command(binary, append([]string{"serve", "--log", "off"}, options...)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	fake := fakeGlean{t: t}
	fake.must(err)
	fake.must(command.Start())
	t.Cleanup(func() {
		fake.must(command.Process.Signal(syscall.SIGTERM))
		fake.must(command.Wait())
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	fake.must(err)
	fake.URL = strings.TrimPrefix(strings.TrimSpace(line), "listening on ")
	return fake
}

// get reads `requests`, `ledger` or `verification`.
func (fake fakeGlean) get(name string, into any) {
	reply, err := http.Get(fake.URL + "/_glean/" + name)
	fake.must(err)
	defer reply.Body.Close()
	fake.must(json.NewDecoder(reply.Body).Decode(into))
}

// post changes `script`, `clock`, `lifetime` or `credentials`, or does a `reset`.
func (fake fakeGlean) post(name, change string) {
	body := bytes.NewBufferString(change)
	reply, err := http.Post(fake.URL+"/_glean/"+name, "application/json", body)
	fake.must(err)
	reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		fake.t.Fatalf("the fake refused %s", change)
	}
}

func (fake fakeGlean) must(err error) {
	fake.t.Helper()
	if err != nil {
		fake.t.Fatal(err)
	}
}
