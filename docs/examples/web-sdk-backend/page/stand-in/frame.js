// The frame's part of what the Web SDK and the Glean web app say to each other, as read from the SDK: once
// the frame is loaded the SDK sends a port, waits for ON_FRAME_READY, and then hands over its options with
// the token; on ON_AUTH_TOKEN_REQUIRED it asks the page for another one.
const frameId = new URLSearchParams(location.search).get('frameId');
let port;
let count = 0;

const say = (id, text) => {
  document.getElementById(id).textContent = text;
};

async function take(action, { token, expirationTime }) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  say('fingerprint', hex.join('').slice(0, 12));
  say('expires', new Date(expirationTime * 1000).toISOString());
  say('action', action);
  say('count', ++count);
}

function receive({ data: { type, payload } }) {
  if (type === 'SET_EMBEDDER_DETAILS') {
    say('sdk', payload.embedder.sdkVersion);
  } else if (type === 'SET_EMBEDDED_SEARCH_OPTIONS' && payload.options.authToken) {
    take(type, payload.options.authToken);
  } else if (type === 'UPDATE_AUTH_TOKEN') {
    take(type, payload.authToken);
  }
}

// Only the page that framed this is heard; which pages may, says the policy's `frame-ancestors`.
addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent || data !== 'oib308w3ug0a' || !ports.length) return;
  [port] = ports;
  port.onmessage = receive;
  port.postMessage({ type: 'ON_FRAME_READY', payload: { frameId } });
});

addEventListener('DOMContentLoaded', () => {
  document.getElementById('ask').addEventListener('click', () => {
    port?.postMessage({ type: 'ON_AUTH_TOKEN_REQUIRED', payload: { frameId } });
  });
});
