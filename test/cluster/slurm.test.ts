import { schedulerTests } from './scheduler-tests.ts';
import { startSlurm } from './slurm-cluster.ts';

schedulerTests('slurm', startSlurm, /^squeue failed/);
