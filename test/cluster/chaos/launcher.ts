// A launcher in a process of its own, to be killed: FOLDER PROXY-SECTION. Retries what failed, as a patient user would.
import { CannotLaunch, EngineFailure } from '../../../src/proxy/failures.ts';
import { launch, retryRuns } from '../../../src/proxy/launch.ts';
import { engineOf } from '../../../src/proxy/project.ts';
import { readStatus } from '../../../src/proxy/status.ts';
import { projectIn } from '../../unit/proxy/project-in.ts';

const [folder, proxy] = process.argv.slice(2);
const project = projectIn(folder!, JSON.parse(proxy!) as Record<string, unknown>);

async function work(): Promise<void> {
  const engine = engineOf(project);
  await retryRuns((await readStatus(project, engine)).runs);
  await launch(project, engine, { signal: new AbortController().signal, onStatus: () => undefined });
}

work().catch((error: unknown) => {
  const isFullDisk = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  if (error instanceof CannotLaunch || error instanceof EngineFailure || isFullDisk) process.exitCode = 1;
  else {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 3;
  }
});
