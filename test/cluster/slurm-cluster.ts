// A real Slurm of one machine, in a folder and on ports of its own: munged, slurmctld and slurmd.
import { execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Cluster } from './cluster.ts';
import { answer, daemonsIn, freePorts } from './daemons.ts';

const run = promisify(execFile);

/** Starts it and makes this process and its children use it (`SLURM_CONF`). */
export async function startSlurm(): Promise<Cluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'climb-slurm-'));
  chmodSync(folder, 0o755);
  const at = (name: string): string => path.join(folder, name);
  const { start, stop, stopAll, until, explain } = daemonsIn(folder, 'Slurm');

  // munged wants to be its own user's, with a key that nobody else may read.
  const munge = await userOf('munge');
  mkdirSync(at('munge'), { mode: 0o755 });
  writeFileSync(at('munge/key'), randomBytes(1024), { mode: 0o400 });
  for (const name of ['munge', 'munge/key']) chownSync(at(name), munge.uid, munge.gid);
  writeFileSync(at('munged.out'), '');
  chownSync(at('munged.out'), munge.uid, munge.gid);

  const [controllerPort, nodePort] = await freePorts(2);
  mkdirSync(at('state'));
  mkdirSync(at('spool'));
  writeFileSync(
    at('slurm.conf'),
    `ClusterName=climb
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
AuthType=auth/munge
AuthInfo=socket=${at('munge/socket')}
CredType=cred/munge
SlurmUser=root
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
KillWait=2
MessageTimeout=5
ReturnToService=2
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
NodeName=${hostname()} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  process.env['SLURM_CONF'] = at('slurm.conf');

  let controller: ChildProcess | null = null;
  const cluster: Cluster = {
    async startController() {
      controller = start('slurmctld', ['-D', '-f', at('slurm.conf')]);
      await until('the controller did not answer', async () => {
        await run('scontrol', ['ping']);
        return (await run('squeue', ['--noheader'])).stderr === '';
      });
    },
    async stopController() {
      if (controller !== null) await stop(controller);
    },
    async explain() {
      const answers = await Promise.all([
        answer('squeue', ['--array', '--states=all', '--format=%i %T %r']),
        answer('sinfo', ['--format=%N %T %E']),
      ]);
      return [...answers, explain()].join('\n');
    },
    async stop() {
      await run('scancel', ['--user=root']).catch(() => null);
      await until('jobs did not end', async () => (await run('squeue', ['--noheader'])).stdout === '').catch(
        () => null,
      );
      await stopAll();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    start(
      'munged',
      [
        '--foreground',
        `--key-file=${at('munge/key')}`,
        `--socket=${at('munge/socket')}`,
        `--pid-file=${at('munge/pid')}`,
        `--log-file=${at('munge/log')}`,
        `--seed-file=${at('munge/seed')}`,
      ],
      munge,
    );
    await until('munged did not answer', async () => {
      await run('munge', [`--socket=${at('munge/socket')}`, '--no-input']);
      return true;
    });
    await cluster.startController();
    start('slurmd', ['-D', '-f', at('slurm.conf'), '-N', hostname()]);
    await until('the node did not come up', async () =>
      (await run('sinfo', ['--noheader', '--format=%T'])).stdout.startsWith('idle'),
    );
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function userOf(name: string): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, name])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
