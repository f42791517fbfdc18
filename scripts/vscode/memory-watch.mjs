#!/usr/bin/env node
// memory-watch.mjs PID REPORT: looks after the memory of a process and of its children until standard input closes. What one does that
// grows beyond all that tests need is told in the file REPORT; then all processes of PID's group are ended, before the machine is out of memory.
// Only where /proc tells of processes. Needs `--experimental-websocket` before Node 22.
import { execFile } from 'node:child_process';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Bytes: the solver's thread may have 2 GB, its helpers 1 GB each. */
const most = Number(process.env['CLIMB_TEST_MOST_MEMORY'] ?? 6e9);

/**
 * @typedef {object} Found a process
 * @property {number} pid
 * @property {number} parent
 * @property {number} resident bytes
 */

/** @returns {Promise<Found[]>} */
async function processes() {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const of = (/** @type {string} */ key) =>
        Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      return { pid: Number(pid), parent: of('PPid'), resident: of('VmRSS') * 1024 };
    }),
  );
  return found;
}

/**
 * The largest process of those that descend from one.
 * @param {number} ancestor
 */
async function largestBelow(ancestor) {
  const all = await processes();
  const family = new Set([ancestor]);
  for (let before = 0; before < family.size;) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid)).sort((a, b) => b.resident - a.resident)[0];
}

/**
 * The processor time that each thread takes within a second: who is busy, be it in no JavaScript.
 * @param {number} pid
 */
async function busyThreads(pid) {
  const times = async () => {
    /** @type {Map<string, { name: string, state: string, ticks: number }>} */
    const seen = new Map();
    for (const thread of await readdir(`/proc/${pid}/task`)) {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => '');
      const [, name = '', rest = ''] = /\((.*)\) (.*)/.exec(stat) ?? [];
      const fields = rest.split(' ');
      seen.set(thread, { name, state: fields[0] ?? '', ticks: Number(fields[11]) + Number(fields[12]) });
    }
    return seen;
  };
  const before = await times();
  await sleep(1000);
  return [...(await times())].map(([thread, { name, state, ticks }]) => {
    const since = ticks - (before.get(thread)?.ticks ?? 0);
    return `thread ${thread} ${name}, state ${state}: ${since} of 100 ticks within a second, ${ticks} in all`;
  });
}

/**
 * The largest mappings of a process: heaps of V8, arenas of malloc and files look different.
 * @param {number} pid
 */
async function largestMappings(pid) {
  const text = await readFile(`/proc/${pid}/smaps`, 'utf8').catch(() => '');
  return text
    .split(/^(?=[\da-f]+-[\da-f]+ )/m)
    .map((mapping) => ({ mapping, kilobytes: Number(/^Rss:\s+(\d+)/m.exec(mapping)?.[1] ?? 0) }))
    .sort((a, b) => b.kilobytes - a.kilobytes)
    .slice(0, 20)
    .map(({ mapping, kilobytes }) => `${kilobytes} kB resident: ${mapping.slice(0, mapping.indexOf('\n'))}`);
}

/**
 * Where the JavaScript of all threads stands and what memory V8 knows of, asked through the inspector. A thread that is in native
 * code does not answer.
 * @param {number} pid
 * @returns {Promise<string[]>}
 */
async function scriptStacks(pid) {
  process.kill(pid, 'SIGUSR1');
  /** @type {{ webSocketDebuggerUrl: string }[]} */
  let targets = [];
  for (let tries = 0; targets.length === 0 && tries < 20; tries++) {
    await sleep(500);
    targets = await fetch('http://127.0.0.1:9229/json/list').then(
      (answer) => answer.json(),
      () => [],
    );
  }
  const [target] = targets;
  if (!target) return ['The inspector does not listen.'];
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  /** @type {string[]} */
  const told = [];
  const main = threadOf('main thread', (message) => socket.send(message), told);
  /** @type {Map<string, ReturnType<typeof threadOf>>} */
  const workers = new Map();
  socket.addEventListener('message', ({ data }) => {
    const heard = JSON.parse(String(data));
    const { sessionId, message } = heard.params ?? {};
    if (heard.method === 'NodeWorker.attachedToWorker') {
      const send = (/** @type {string} */ text) =>
        main.ask('NodeWorker.sendMessageToWorker', { sessionId, message: text });
      workers.set(sessionId, threadOf(heard.params.workerInfo.title, send, told));
    } else if (heard.method === 'NodeWorker.receivedMessageFromWorker')
      workers.get(sessionId)?.hear(JSON.parse(message));
    else main.hear(heard);
  });
  main.ask('NodeWorker.enable', { waitForDebuggerOnStart: false });
  await sleep(2000);
  // The main thread, through which workers are asked, is stopped last.
  for (const thread of [...workers.values(), main]) {
    await thread.stop();
  }
  socket.close();
  return told.length > 0 ? told : ['No thread answers the inspector.'];
}

/**
 * A thread as the inspector knows it.
 * @param {string} name
 * @param {(message: string) => void} send
 * @param {string[]} told what it answers, in lines
 */
function threadOf(name, send, told) {
  let calls = 0;
  /** @type {Map<string, string>} */
  const scripts = new Map();
  const ask = (/** @type {string} */ method, params = {}) =>
    send(JSON.stringify({ id: ++calls, method, params }));
  return {
    ask,
    async stop() {
      ask('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' });
      ask('Debugger.enable');
      await sleep(2000);
      ask('Debugger.pause');
      await sleep(3000);
    },
    hear(/** @type {any} */ { method, params, result }) {
      if (method === 'Debugger.scriptParsed') scripts.set(params.scriptId, params.url);
      if (result?.result?.value) told.push(`${name} has ${result.result.value}`);
      if (method !== 'Debugger.paused') return;
      told.push(`${name} stands`);
      for (const { functionName, location } of params.callFrames) {
        const place = `${scripts.get(location.scriptId)}:${location.lineNumber + 1}:${location.columnNumber + 1}`;
        told.push(`  at ${functionName || '(anonymous)'} (${place})`);
      }
    },
  };
}

/**
 * Where all threads stand in native code, if a debugger is installed.
 * @param {number} pid
 */
const nativeStacks = (pid) =>
  promisify(execFile)('gdb', ['-p', String(pid), '-batch', '-ex', 'thread apply all bt 25'], {
    maxBuffer: 2 ** 26,
    timeout: 60_000,
  }).then(
    ({ stdout }) => stdout.split('\n').filter((line) => /^(#|Thread)/.test(line)),
    () => ['There is no gdb to tell.'],
  );

/**
 * Writes what a process does, part by part: it may be gone before the last.
 * @param {Found} grown
 * @param {string} report
 */
async function tell({ pid, resident }, report) {
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  const title = `Process ${pid} has grown to ${(resident / 1e9).toFixed(1)} GB: ${command}`;
  console.error(`${title}\nWhat it does is written to ${report}.`);
  await writeFile(report, `${title}\n`);
  for (const [part, look] of /** @type {const} */ ([
    ['Threads', busyThreads],
    ['Largest mappings', largestMappings],
    ['Native stacks', nativeStacks],
    ['Scripts', scriptStacks],
  ])) {
    const lines = await look(pid).catch((error) => [String(error)]);
    await appendFile(report, `\n${part}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
}

const [leader, report = ''] = process.argv.slice(2);
process.stdin.on('close', () => process.exit()).resume();
for (;;) {
  await sleep(1000);
  const largest = await largestBelow(Number(leader));
  if (!largest) process.exit();
  if (largest.resident < most) continue;
  await tell(largest, report);
  process.kill(-Number(leader), 'SIGKILL');
  process.exit();
}
