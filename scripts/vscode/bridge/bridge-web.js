// The same in a browser, where there are no sockets: asks the server that this page came from what to run, and answers there.
const vscode = require('vscode');

exports.activate = async ({ extensionUri }) => {
  const address = new URL('/bridge', extensionUri.toString(true));
  const answer = (message) => fetch(address, { method: 'POST', body: JSON.stringify(message) });
  const run = async ({ id, source, args }) => {
    try {
      await answer({ id, value: await (0, eval)(`(${source})`)(vscode, ...args) });
    } catch (error) {
      await answer({ id, error: error?.stack ?? String(error) });
    }
  };
  await answer({ ready: true });
  // Not awaited: a call may last while others come.
  void (async () => {
    for (;;) {
      // The server answers once there is something to run.
      const response = await fetch(address);
      if (response.ok) void run(await response.json());
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
};
