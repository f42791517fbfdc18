import { installDaemons } from './debian.mjs';

/** The programs of a real Slurm. @returns {Promise<string | null>} why they cannot be used here; null: they can */
export const install = () =>
  installDaemons({
    title: 'Slurm',
    programs: ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'scontrol', 'munged'],
    packages: ['slurm-wlm', 'munge'],
  });
