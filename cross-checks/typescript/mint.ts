// Mints for whomever GLEAN_API_TOKEN belongs to, at GLEAN_SERVER_URL.

import { Glean } from "@gleanwork/api-client";

const glean = new Glean({
  serverURL: process.env.GLEAN_SERVER_URL,
  apiToken: process.env.GLEAN_API_TOKEN,
});
await glean.client.authentication.createToken();
