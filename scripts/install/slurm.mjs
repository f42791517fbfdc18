import { onPath } from './chromium.mjs';
import { run } from './run.mjs';

const programs = ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol', 'munged'];

/**
 * The programs of a real Slurm, to be tested against. On Debian, as root, they are installed when they are missing.
 * @returns {Promise<string | null>} why they cannot be used here; null: they can
 */
export async function installSlurm() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return 'Slurm is tested on Linux, as root: its daemons need that.';
  }
  if (missing().length === 0) return null;
  if (!onPath('apt-get'))
    return `${missing().join(', ')} are missing, and there is no apt-get to install them.`;
  console.log('Installing Slurm ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update'], { env, quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'slurm-wlm', 'munge'], {
      env,
      quiet: true,
    });
  } catch (error) {
    return `apt-get could not install slurm-wlm and munge. ${error instanceof Error ? error.message : error}`;
  }
  return missing().length === 0 ? null : `${missing().join(', ')} are missing after installing slurm-wlm.`;
}

function missing() {
  return programs.filter((name) => onPath(name) === null);
}
