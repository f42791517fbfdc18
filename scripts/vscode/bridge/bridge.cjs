// Runs functions for the program that started this VS Code (scripts/vscode/bridge.mjs), which sends them as text, one JSON
// value a line, and proves by a token that it is the one. Nothing listens here: the host connects to its starter.
const process = require('node:process');
const net = require('node:net');
const readline = require('node:readline');
const vscode = require('vscode');

exports.activate = () => {
  const [port, token] = (process.env.CLIMB_BRIDGE ?? '').split(' ');
  if (!token) return;
  const socket = net.connect(Number(port), '127.0.0.1');
  const send = (message) => socket.write(`${JSON.stringify(message)}\n`);
  socket.on('error', () => {});
  send({ token });
  readline.createInterface(socket).on('line', async (line) => {
    const { id, source, args } = JSON.parse(line);
    try {
      send({ id, value: await (0, eval)(`(${source})`)(vscode, ...args) });
    } catch (error) {
      send({ id, error: error?.stack ?? String(error) });
    }
  });
};
