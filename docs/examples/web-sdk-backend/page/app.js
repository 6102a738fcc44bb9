// Without a bundler the SDK puts what it exports on `window`.
const { renderChat } = window;

const show = (id, text) => {
  const element = document.getElementById(id);
  if (text) element.textContent = text;
  element.hidden = false;
};

/** What the SDK takes, for whoever's session it is. */
async function gleanToken() {
  const reply = await fetch('/api/glean-token', { method: 'POST' });
  if (reply.ok) return reply.json();
  const problem = await reply.json();
  if (reply.status === 401) {
    show('message', 'Your session is over. Sign in again.');
    show('sign-in');
  } else {
    show('message', `Glean is not available: ${problem.title}.`);
  }
  throw new Error(`${problem.status} ${problem.title}`);
}

/** Opens Glean's chat on the page. */
async function openGlean({ backend, webAppUrl }) {
  const authToken = await gleanToken();
  renderChat(document.getElementById('glean'), {
    authMethod: 'token',
    authToken,
    backend,
    webAppUrl,
    onAuthTokenRequired: gleanToken,
  });
}

function offerSignIn(users) {
  for (const user of users) {
    const button = document.createElement('button');
    Object.assign(button, { name: 'user', value: user, textContent: user });
    document.getElementById('users').append(button);
  }
}

const page = await (await fetch('/api/page')).json();
offerSignIn(page.demoUsers);
if (!renderChat) {
  show('message', 'The Web SDK is not installed: npm install --prefix docs/examples/web-sdk-backend');
} else if (page.user) {
  show('user', page.user);
  show('sign-out');
  await openGlean(page);
  if (page.isStandIn) show('stand-in');
} else {
  show('sign-in');
}
