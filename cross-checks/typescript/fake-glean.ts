import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A `fake-glean` that runs beside the tests. */
export class FakeGlean {
  private constructor(private readonly process: ChildProcess, readonly url: string) {}

  /** Starts one on a free port; `options` are those of `fake-glean serve`. */
  static async start(...options: string[]): Promise<FakeGlean> {
    const binary = process.env.FAKE_GLEAN ?? "fake-glean";
    const child = spawn(binary, ["serve", "--log", "off", ...options], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await Promise.race([
      once(createInterface({ input: child.stdout }), "line"),
      once(child, "exit").then(([code]) => {
        throw new Error(`fake-glean ended with ${code}`);
      }),
    ]);
    return new FakeGlean(child, line.replace("listening on ", ""));
  }

  /** Reads `requests`, `ledger` or `verification`. */
  async get(name: string): Promise<any> {
    return (await fetch(`${this.url}/_glean/${name}`)).json();
  }

  /** Changes `script`, `clock`, `lifetime` or `credentials`, or does a `reset`. */
  async post(name: string, change: object = {}): Promise<void> {
    const reply = await fetch(`${this.url}/_glean/${name}`, {
      method: "POST",
      body: JSON.stringify(change),
    });
    if (!reply.ok) throw new Error(await reply.text());
  }

  /** Stops it, and gives its exit status. */
  async stop(): Promise<number> {
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    return (await ended)[0];
  }
}
