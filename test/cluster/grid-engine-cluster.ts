// A real Grid Engine of one machine, in a root and on ports of its own: sge_qmaster and sge_execd.
import { execFile, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from './cluster.ts';
import { answer, daemonsIn, freePorts } from './daemons.ts';

const run = promisify(execFile);

/** Root of Debian's package: programs, and a cell that is only a pattern here. */
const installed = '/var/lib/gridengine';

/** Starts it and makes this process and its children use it (`SGE_ROOT`). */
export async function startGridEngine(): Promise<Cluster> {
  const root = mkdtempSync(path.join(tmpdir(), 'climb-sge-'));
  chmodSync(root, 0o755);
  const at = (name: string): string => path.join(root, name);
  const { start, stop, stopAll, until, explain } = daemonsIn(root, 'Grid Engine');

  for (const name of ['default/common', 'spool/qmaster', 'spool/execd', 'spooldb']) {
    mkdirSync(at(name), { recursive: true });
  }
  for (const name of ['bin', 'lib', 'util', 'utilbin']) symlinkSync(path.join(installed, name), at(name));
  writeFileSync(
    at('default/common/bootstrap'),
    withSettings(readFileSync(path.join(installed, 'default/common/bootstrap'), 'utf8'), {
      admin_user: 'none',
      spooling_params: at('spooldb'),
      qmaster_spool_dir: at('spool/qmaster'),
    }),
  );
  writeFileSync(at('default/common/act_qmaster'), 'localhost\n');
  // Without it: "client IP resolved to host name localhost", access denied.
  writeFileSync(at('default/common/host_aliases'), `localhost ${hostname()}\n`);
  const [qmasterPort, execdPort] = await freePorts(2);
  Object.assign(process.env, {
    SGE_ROOT: root,
    SGE_CELL: 'default',
    SGE_QMASTER_PORT: String(qmasterPort),
    SGE_EXECD_PORT: String(execdPort),
  });
  await run('/usr/share/gridengine/scripts/init_cluster', [root, 'default', at('spooldb'), 'root']);

  const inForeground = { env: { ...process.env, SGE_ND: '1' } };
  let controller: ChildProcess | null = null;
  /** Changes a part of the configuration, by what `qconf` shows of it. */
  const configure = async (show: string, change: string, file: string, settings: Settings): Promise<void> => {
    const { stdout } = await run('qconf', [show]);
    writeFileSync(at(file), withSettings(stdout.replace(/^#.*\n/gm, ''), settings));
    await run('qconf', [change, at(file)]);
  };
  const cluster: Cluster = {
    async startController() {
      controller = start('sge_qmaster', [], inForeground);
      await until('the controller did not answer', async () => {
        await run('qconf', ['-sconf']);
        return true;
      });
    },
    async stopController() {
      if (controller !== null) await stop(controller);
    },
    async explain() {
      return [await answer('qstat', ['-f', '-ext', '-explain', 'a']), explain()].join('\n');
    },
    async stop() {
      await run('qdel', ['-f', '-u', 'root']).catch(() => null);
      await stopAll();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await cluster.startController();
    await run('qconf', ['-as', 'localhost']);
    // Before the node starts: it runs nothing of root's else. The file is called as what it configures.
    await configure('-sconf', '-Mconf', 'global', {
      min_uid: '0',
      min_gid: '0',
      execd_spool_dir: at('spool/execd'),
      load_report_time: '00:00:01',
    });
    await configure('-ssconf', '-Msconf', 'scheduler', {
      schedule_interval: '0:0:1',
      flush_submit_sec: '1',
      flush_finish_sec: '1',
    });
    await configure('-sq', '-Aq', 'queue', {
      qname: 'all.q',
      hostlist: 'localhost',
      slots: '12',
      pe_list: 'NONE',
      // However busy the machine is.
      load_thresholds: 'NONE',
    });
    start('sge_execd', [], inForeground);
    await until('the node did not come up', async () =>
      / 0\/0\/12 +[\d.]+ +\S+ *$/m.test((await run('qstat', ['-f'])).stdout),
    );
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

type Settings = Readonly<Record<string, string>>;

/** A text of names and values with some of them replaced. */
function withSettings(text: string, settings: Settings): string {
  return Object.entries(settings).reduce(
    (changed, [name, value]) => changed.replace(new RegExp(`^(${name}\\s+).*$`, 'm'), `$1${value}`),
    text,
  );
}
