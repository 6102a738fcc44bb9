// What the official client for TypeScript makes of each reply.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { Glean, type SDKOptions } from "@gleanwork/api-client";
import type { CreateAuthTokenResponse } from "@gleanwork/api-client/models/components";
import {
  ConnectionError,
  GleanError,
  RequestTimeoutError,
  ResponseValidationError,
} from "@gleanwork/api-client/models/errors";

import { FakeGlean } from "./fake-glean.js";

const PATH = "/rest/api/v1/createauthtoken";
const FOR_ADA = { "X-Glean-ActAs": "ada@example.com" };

/** Retries that don't make a test wait. */
const RETRIES = {
  strategy: "backoff",
  backoff: { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 60_000 },
  retryConnectionErrors: true,
} as const;

let fake: FakeGlean;

before(async () => {
  fake = await FakeGlean.start();
});
beforeEach(() => fake.post("reset"));
after(async () => assert.equal(await fake.stop(), 0));

function mint(
  apiToken: string,
  headers: Record<string, string> = {},
  options: SDKOptions = {},
): Promise<CreateAuthTokenResponse> {
  const glean = new Glean({ serverURL: fake.url, apiToken, ...options });
  return glean.client.authentication.createToken({ headers });
}

async function script(...steps: object[]): Promise<void> {
  await fake.post("script", { steps });
}

async function calls(): Promise<number> {
  return (await fake.get("requests")).calls;
}

for (const [credential, headers, user] of [
  ["glean_user", {}, "ada@example.com"],
  ["glean_global", FOR_ADA, "ada@example.com"],
  ["glean_global", { "X-Glean-ActAs": "grace@example.com" }, "grace@example.com"],
  ["oauth_glean", {}, "ada@example.com"],
  ["oauth_idp", { "X-Glean-Auth-Type": "OAUTH" }, "ada@example.com"],
] as const) {
  test(`${credential} mints for ${user}`, async () => {
    const minted = await mint(credential, headers);

    assert.notEqual(minted.token, "");
    const ledger = await fake.get("ledger");
    assert.deepEqual(ledger.by_user, { [user]: 1 });
    assert.equal(ledger.minted[0].expiration_time, minted.expirationTime);
    assert.equal(ledger.minted[0].delivered, true);
  });
}

for (const [credential, status, body] of [
  ["glean_global", 400, "Required header missing: X-Glean-ActAs"],
  ["glean_user_expired", 401, "Invalid Secret"],
  ["glean_user_revoked", 401, "Invalid Secret"],
  ["nobody-knows-me", 401, "Invalid Secret"],
  ["glean_user_unscoped", 403, "Insufficient permissions"],
  ["glean_status_404", 404, "Not Found"],
  ["glean_status_418", 418, "I'm a teapot"],
  ["glean_status_429_after_2", 429, "Too Many Requests"],
  ["glean_status_500", 500, "Internal Server Error"],
  ["glean_status_503", 503, "Service Unavailable"],
] as const) {
  test(`${credential} is refused with ${status}`, async () => {
    const error = await mint(credential).catch((error) => error);

    assert.ok(error instanceof GleanError, `${error}`);
    assert.equal(error.statusCode, status);
    assert.equal(error.body, body);
    assert.equal(error.headers.get("Retry-After"), status === 429 ? "2" : null);
    assert.equal(await calls(), 1);
    assert.equal((await fake.get("ledger")).count, 0);
  });
}

test("a problem stays readable", async () => {
  const problem = { title: "Forbidden", status: 403, code: "insufficient_permissions" };
  await script({ status: 403, json: problem, content_type: "application/problem+json" });

  const error = await mint("glean_user").catch((error) => error);

  assert.ok(error instanceof GleanError, `${error}`);
  assert.equal(error.contentType, "application/problem+json");
  assert.deepEqual(JSON.parse(error.body), problem);
});

test("a success of another shape is a validation error", async () => {
  await script({ status: 200, json: { token: 1 } });

  const error = await mint("glean_user").catch((error) => error);

  assert.ok(error instanceof ResponseValidationError, `${error}`);
  assert.equal(error.statusCode, 200);
});

test("a success that is no JSON is an error", async () => {
  await script(
    { status: 200, body: "<h1>Sign in</h1>", content_type: "text/html" },
    { status: 200, body: "{", content_type: "application/json" },
  );

  await assert.rejects(mint("glean_user"), GleanError);
  // The client parses before it validates, and lets the parser's own error through.
  await assert.rejects(mint("glean_user"), SyntaxError);
});

test("a 204 is an error", async () => {
  await script({ status: 204 });

  await assert.rejects(mint("glean_user"), { name: "GleanError", statusCode: 204 });
});

test("a redirect is followed, by a GET", async () => {
  await script({ status: 302, headers: { location: PATH } });

  const error = await mint("glean_user").catch((error) => error);

  assert.equal(error.statusCode, 405);
  const { requests } = await fake.get("requests");
  assert.deepEqual(requests.map((request: any) => request.method), ["POST", "GET"]);
});

test("a connection that is reset is an error, and the token is minted all the same", async () => {
  await script({ fault: "reset", phase: "after_mint" });

  await assert.rejects(mint("glean_user"), ConnectionError);

  const ledger = await fake.get("ledger");
  assert.equal(ledger.count, 1);
  assert.equal(ledger.minted[0].delivered, false);
});

test("no reply in time is an error", async () => {
  await script({ fault: "stall", phase: "after_mint" });

  await assert.rejects(mint("glean_user", {}, { timeoutMs: 100 }), RequestTimeoutError);
});

test("a 503 is retried if that is asked for", async () => {
  await script({ status: 503 }, { status: 429, retry_after_ms: 1 }, { ok: true });

  await mint("glean_user", {}, { retryConfig: RETRIES });

  assert.equal(await calls(), 3);
  assert.equal((await fake.get("ledger")).count, 1);
});

test("a 404 is not retried", async () => {
  await script({ status: 404 }, { ok: true });

  await assert.rejects(mint("glean_user", {}, { retryConfig: RETRIES }), { statusCode: 404 });

  assert.equal(await calls(), 1);
});

test("a retry after a reset mints a second token", async () => {
  await script({ fault: "reset", phase: "after_mint" }, { ok: true });

  await mint("glean_global", FOR_ADA, { retryConfig: RETRIES });

  const ledger = await fake.get("ledger");
  assert.deepEqual(ledger.by_user, { "ada@example.com": 2 });
  assert.deepEqual(ledger.minted.map((minted: any) => minted.delivered), [false, true]);
});

test("the request is the one that the contract wants", async () => {
  await mint("glean_user");

  const { count, requests } = await fake.get("requests");
  assert.equal(count, 1);
  assert.equal(requests[0].method, "POST");
  assert.equal(requests[0].path, PATH);
  assert.equal(requests[0].body_length, 0);
  assert.equal(requests[0].mismatch, null);
  assert.deepEqual(requests[0].headers["content-length"], ["0"]);
  assert.deepEqual(requests[0].headers.accept, ["application/json"]);
});
