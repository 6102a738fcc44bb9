// Package signin mints tokens for whoever signs in.
package signin

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// Minted is a token for Glean's Web SDK.
type Minted struct {
	Token          string `json:"token"`
	ExpirationTime int64  `json:"expirationTime"`
}

// Glean is where tokens come from.
type Glean struct {
	ServerURL, APIToken string
}

// SignIn mints a token for a user.
func (glean Glean) SignIn(email string) (*Minted, error) {
	request, err := http.NewRequest("POST", glean.ServerURL+"/rest/api/v1/createauthtoken", http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+glean.APIToken)
	request.Header.Set("X-Glean-ActAs", email)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("Glean answered %s", response.Status)
	}
	minted := new(Minted)
	return minted, json.NewDecoder(response.Body).Decode(minted)
}
