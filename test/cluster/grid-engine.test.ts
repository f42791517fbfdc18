import { startGridEngine } from './grid-engine-cluster.ts';
import { schedulerTests } from './scheduler-tests.ts';

schedulerTests('grid-engine', startGridEngine, /^qstat failed/);
