import { installDaemons } from './debian.mjs';

/** The programs of a real Grid Engine. @returns {Promise<string | null>} why they cannot be used here; null: they can */
export const install = () =>
  installDaemons({
    title: 'Grid Engine',
    programs: ['sge_qmaster', 'sge_execd', 'qconf', 'qsub', 'qstat', 'qdel'],
    packages: ['gridengine-master', 'gridengine-exec', 'gridengine-client'],
  });
