import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Glean } from "@gleanwork/api-client";
import { GleanError } from "@gleanwork/api-client/models/errors";

import { FakeGlean } from "./fake-glean.js";

/** The code under test. */
async function signIn(glean: Glean, email: string): Promise<string> {
  const headers = { "X-Glean-ActAs": email };
  const minted = await glean.client.authentication.createToken({ headers });
  return minted.token;
}

let fake: FakeGlean;
let glean: Glean;

before(async () => {
  fake = await FakeGlean.start();
  glean = new Glean({ serverURL: fake.url, apiToken: "glean_global" });
});
beforeEach(() => fake.post("reset"));
after(() => fake.stop());

test("a token is minted for the user who signed in", async () => {
  assert.notEqual(await signIn(glean, "grace@example.com"), "");

  const ledger = await fake.get("ledger");
  assert.deepEqual(ledger.by_user, { "grace@example.com": 1 });
});

test("an outage is told to the caller, and the next sign-in succeeds", async () => {
  await fake.post("script", { steps: [{ status: 503, body: "down" }, { ok: true }] });

  await assert.rejects(
    signIn(glean, "ada@example.com"),
    (error) => error instanceof GleanError && error.statusCode === 503,
  );
  await signIn(glean, "ada@example.com");

  assert.deepEqual(await fake.get("verification"), { passed: true });
});

test("a credential that is revoked no longer signs anybody in", async () => {
  await fake.post("credentials", { revoke: "glean_global" });

  await assert.rejects(signIn(glean, "ada@example.com"), { statusCode: 401 });
});

test("time passes when the test says so", async () => {
  const headers = { "X-Glean-ActAs": "ada@example.com" };
  const mint = () => glean.client.authentication.createToken({ headers });

  const earlier = await mint();
  await fake.post("clock", { advance_seconds: 7200 });
  const later = await mint();

  assert.ok(later.expirationTime >= earlier.expirationTime + 7200);
});
