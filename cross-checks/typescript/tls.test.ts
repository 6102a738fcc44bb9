import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { FakeGlean } from "./fake-glean.js";

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "fake-glean-"));
});
after(() => rm(folder, { recursive: true }));

/** Mints in a process of its own, since node reads whom to trust when it starts. */
async function mint(env: Record<string, string>): Promise<number> {
  const program = fileURLToPath(new URL("mint.js", import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, GLEAN_API_TOKEN: "glean_user", ...env },
    stdio: "ignore",
  });
  return (await once(child, "exit"))[0];
}

for (const [kind, isTrusted] of [
  ["trusted", true],
  ["expired", false],
  ["wrong-host", false],
] as const) {
  test(`a certificate that is ${kind} is ${isTrusted ? "taken" : "refused"}`, async () => {
    const ca = join(folder, `${kind}.pem`);
    const fake = await FakeGlean.start("--tls", kind, "--ca", ca);

    const told = await mint({ GLEAN_SERVER_URL: fake.url, NODE_EXTRA_CA_CERTS: ca });
    const untold = await mint({ GLEAN_SERVER_URL: fake.url });

    assert.equal(await fake.stop(), 0);
    assert.equal(told === 0, isTrusted);
    assert.notEqual(untold, 0);
  });
}
