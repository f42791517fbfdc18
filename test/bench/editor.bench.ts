import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CodeWindow } from '../../scripts/vscode/window.mjs';
import { median } from './medians.ts';
import type { Row } from './row.ts';

const repeats = 5;

/** What the packaged extension costs an editor: its size, its activation, its host's thread during a solve, the wait for the panel. */
export async function* run({ root }: { readonly root: string }): AsyncGenerator<Row> {
  const packaged = spawnSync(process.execPath, [path.join(root, 'scripts/package.mjs')], { cwd: root });
  if (packaged.status !== 0) throw new Error(packaged.stderr.toString());
  const kilobytes = (file: string): number => statSync(path.join(root, file)).size / 1000;
  for (const [file, limit] of [
    ['climb-mixture.vsix', 2000],
    ['dist/extension.cjs', 900],
    ['dist/worker.cjs', 900],
    ['dist/web/extension.js', 900],
    ['dist/web/worker.js', 900],
    ['dist/webview/panel.js', 400],
  ] as const) {
    const size = kilobytes(file);
    yield {
      name: `size of ${file}`,
      measured: `${size.toFixed(0)} kB`,
      target: `≤ ${limit} kB`,
      met: size <= limit,
    };
  }

  // Loaded here and not bundled: these drive a browser.
  const from = (file: string): Promise<Record<string, unknown>> => import(path.join(root, file)) as never;
  const { openWindow } = (await from(
    'scripts/vscode/window.mjs',
  )) as typeof import('../../scripts/vscode/window.mjs');
  const { installExtension } = (await from(
    'scripts/vscode/server.mjs',
  )) as typeof import('../../scripts/vscode/server.mjs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'climb-bench-editor-'));
  const extensions = path.join(folder, 'extensions');
  const nothing = path.join(folder, 'nothing');
  mkdirSync(nothing);
  try {
    await installExtension(path.join(root, 'climb-mixture.vsix'), {
      userData: path.join(folder, 'user'),
      extensions,
    });
    const activations: Activation[] = [];
    const worked: number[] = [];
    const paints: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      activations.push(await coldActivation(() => openWindow({ extensions, example: nothing })));
      const window = await openWindow({ extensions, settings: { 'files.autoSave': 'off' } });
      try {
        await window.open('six.climb.yaml');
        await window.whenIdle();
        const first = await timeOfFirstSolution(window);
        worked.push(await workedDuringSolve(window));
        paints.push((await saveToPaint(window)) / first);
      } finally {
        await window.close();
      }
    }
    const wall = median(activations.map(({ climb, json }) => climb.milliseconds / json.milliseconds));
    yield {
      name: "activation, of that of VS Code's JSON extension in the same window",
      measured: `${wall.toFixed(2)} ×`,
      target: '≤ 1 ×',
      met: wall <= 1,
    };
    const busy = median(activations.map(({ climb, json }) => climb.busy / json.busy));
    yield {
      name: "the host's thread busy during activation, of that of VS Code's JSON extension",
      measured: `${busy.toFixed(2)} ×`,
      target: '≤ 1 ×',
      met: busy <= 1,
    };
    const share = median(worked);
    yield {
      name: "the host's thread at work during a solve, of the solve's time",
      measured: `${(100 * share).toFixed(0)} %`,
      target: '≤ 20 %',
      met: share <= 0.2,
    };
    const paint = median(paints);
    yield {
      name: 'from a save to the painted panel, of the time of a first fit and solve',
      measured: `${paint.toFixed(2)} ×`,
      target: '≤ 0.5 ×',
      met: paint <= 0.5,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cost {
  /** From the call to what it promised. */
  readonly milliseconds: number;
  /** Of that, with the host's thread at work or waiting for a processor. */
  readonly busy: number;
}

interface Activation {
  readonly climb: Cost;
  readonly json: Cost;
}

/** In some windows VS Code itself has a use for JSON while it starts, which activates both: those are no measurement. */
async function coldActivation(open: () => Promise<CodeWindow>): Promise<Activation> {
  for (let left = 20; left > 0; left -= 1) {
    const window = await open();
    const found = await activation(window).finally(() => window.close());
    if (found !== null) return found;
  }
  throw new Error('VS Code activated the extensions by itself in 20 empty windows.');
}

/** Both from cold, ours first: what they share (Node's own modules) is then loaded at our cost. Null: one was active already. */
function activation(window: CodeWindow): Promise<Activation | null> {
  return window.run(async (vscode) => {
    const { eventLoopUtilization } = performance as unknown as {
      eventLoopUtilization: (before?: unknown) => { active: number };
    };
    const cost = async (id: string): Promise<{ milliseconds: number; busy: number } | null> => {
      const extension = vscode.extensions.getExtension(id)!;
      if (extension.isActive) return null;
      const before = eventLoopUtilization();
      const start = performance.now();
      await extension.activate();
      return { milliseconds: performance.now() - start, busy: eventLoopUtilization(before).active };
    };
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const climb = await cost('climb.climb-mixture');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const json = climb && (await cost('vscode.json-language-features'));
    return climb && json && { climb, json };
  });
}

/** The part of a solve's time with the host's thread on a processor. Waiting for one is no work: browser, server and the solver's threads share them. (Linux's own count, which no other system has.) */
function workedDuringSolve(window: CodeWindow): Promise<number> {
  return window.run(async (vscode) => {
    const { readFileSync } = process.getBuiltinModule('node:fs');
    const api = (await vscode.extensions.getExtension('climb.climb-mixture')!.activate()) as {
      whenIdle: () => Promise<void>;
    };
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // Nanoseconds on a processor come first (https://docs.kernel.org/scheduler/sched-stats.html); the first thread has its process's number.
    const onProcessor = (): number =>
      parseInt(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8'), 10) / 1e6;
    const [start, before] = [performance.now(), onProcessor()];
    await vscode.commands.executeCommand('climb.solve');
    await api.whenIdle();
    return (onProcessor() - before) / (performance.now() - start);
  });
}

/**
 * Milliseconds of a first fit and solve, as a new thread measures them, once the window has come to rest: while it opens, all that it
 * starts takes longer.
 */
function timeOfFirstSolution(window: CodeWindow): Promise<number> {
  return window.run(async (vscode) => {
    const { whenIdle, lastReport } = (await vscode.extensions
      .getExtension('climb.climb-mixture')!
      .activate()) as {
      whenIdle: () => Promise<void>;
      lastReport: (uri: unknown) => { trust: { milliseconds: number; fitMilliseconds: number } };
    };
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await vscode.commands.executeCommand('climb.clearFits');
    await vscode.commands.executeCommand('climb.solve');
    await whenIdle();
    const { trust } = lastReport(vscode.window.activeTextEditor!.document.uri);
    return trust.milliseconds + trust.fitMilliseconds;
  });
}

/**
 * Milliseconds from the save of a changed share to the panel that shows its solution. The host and the browser are of one
 * machine, and so of one clock.
 */
async function saveToPaint(window: CodeWindow): Promise<number> {
  const panel = await window.panel();
  await panel.locator('.headline').waitFor();
  await window.run(async (vscode) => {
    const { document } = vscode.window.activeTextEditor!;
    const edit = new vscode.WorkspaceEdit();
    for (const [share, other] of [
      ['0.6179', '0.6243'],
      ['0.1464', '0.1400'],
    ] as const) {
      const start = document.positionAt(document.getText().indexOf(share));
      edit.replace(document.uri, new vscode.Range(start, start.translate(0, share.length)), other);
    }
    await vscode.workspace.applyEdit(edit);
  });
  // What the edit itself brings about is over by then.
  await window.page.waitForTimeout(2_000);
  const painted = panel.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener('message', ({ data }: MessageEvent<{ type?: string }>) => {
          if (data.type !== 'result') return;
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        });
      }),
  );
  const saved = await window.run(async (vscode) => {
    const now = performance.timeOrigin + performance.now();
    await vscode.window.activeTextEditor!.document.save();
    return now;
  });
  return (await painted) - saved;
}
