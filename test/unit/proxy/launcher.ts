// A launcher in a process of its own, for tests that kill it: FOLDER PROXY-SECTION
import { launch } from '../../../src/proxy/launch.ts';
import { engineOf } from '../../../src/proxy/project.ts';
import { projectIn } from './project-in.ts';

const [folder, proxy] = process.argv.slice(2);
const project = projectIn(folder!, JSON.parse(proxy!) as Record<string, unknown>);
void launch(project, engineOf(project), {
  signal: new AbortController().signal,
  onStatus: () => undefined,
});
