import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface Row {
  readonly name: string;
  readonly measured: string;
  readonly target?: string;
  readonly met?: boolean;
  readonly skipped?: string;
}

/** What the packaged extension costs an editor: its size, and its host's thread during a solve. */
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
  try {
    await installExtension(path.join(root, 'climb-mixture.vsix'), {
      userData: path.join(folder, 'user'),
      extensions,
    });
    const blocked: number[] = [];
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const window = await openWindow({ extensions });
      try {
        await window.open('six.climb.yaml');
        await window.whenIdle();
        blocked.push(
          await window.run(async (vscode) => {
            const api = (await vscode.extensions.getExtension('climb.climb-mixture')!.activate()) as {
              whenIdle: () => Promise<void>;
            };
            await new Promise((resolve) => setTimeout(resolve, 1000));
            const { eventLoopUtilization } = performance as unknown as {
              eventLoopUtilization: (before?: unknown) => { active: number };
            };
            const before = eventLoopUtilization();
            const start = performance.now();
            await vscode.commands.executeCommand('climb.solve');
            await api.whenIdle();
            return eventLoopUtilization(before).active / (performance.now() - start);
          }),
        );
      } finally {
        await window.close();
      }
    }
    const share = median(blocked);
    yield {
      name: "the host's thread busy during a solve, of the solve's time",
      measured: `${(100 * share).toFixed(0)} %`,
      target: '≤ 50 %',
      met: share <= 0.5,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
