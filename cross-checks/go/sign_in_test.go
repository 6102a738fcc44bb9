package signin

import (
	"os"
	"testing"
)

func TestATokenIsMintedForTheUserWhoSignedIn(t *testing.T) {
	fake := startFake(t)
	glean := Glean{ServerURL: fake.URL, APIToken: "glean_global"}

	minted, err := glean.SignIn("grace@example.com")
	if err != nil || minted.Token == "" {
		t.Fatalf("no token: %v", err)
	}

	var ledger struct {
		ByUser map[string]int `json:"by_user"`
	}
	fake.get("ledger", &ledger)
	if ledger.ByUser["grace@example.com"] != 1 {
		t.Fatalf("minted for %v", ledger.ByUser)
	}
}

func TestAnOutageIsToldToTheCallerAndTheNextSignInSucceeds(t *testing.T) {
	fake := startFake(t)
	glean := Glean{ServerURL: fake.URL, APIToken: "glean_global"}
	fake.post("script", `{"steps": [{"status": 503}, {"ok": true}]}`)

	_, err := glean.SignIn("ada@example.com")
	if err == nil || err.Error() != "Glean answered 503 Service Unavailable" {
		t.Fatalf("not told: %v", err)
	}
	if _, err := glean.SignIn("ada@example.com"); err != nil {
		t.Fatal(err)
	}
}

func TestTimePassesWhenTheTestSaysSo(t *testing.T) {
	fake := startFake(t)
	glean := Glean{ServerURL: fake.URL, APIToken: "glean_global"}

	earlier, err := glean.SignIn("ada@example.com")
	fake.must(err)
	fake.post("clock", `{"advance_seconds": 7200}`)
	later, err := glean.SignIn("ada@example.com")
	fake.must(err)

	if later.ExpirationTime < earlier.ExpirationTime+7200 {
		t.Fatalf("from %d to %d", earlier.ExpirationTime, later.ExpirationTime)
	}
}

// A pipeline may start the fake for all of its tests; this one runs there alone.
func TestAFakeThatRunsAlreadyIsUsed(t *testing.T) {
	glean := Glean{ServerURL: os.Getenv("GLEAN_SERVER_URL"), APIToken: "glean_global"}
	if glean.ServerURL == "" {
		t.Skip("GLEAN_SERVER_URL is not set")
	}

	if _, err := glean.SignIn("ada@example.com"); err != nil {
		t.Fatal(err)
	}
}
