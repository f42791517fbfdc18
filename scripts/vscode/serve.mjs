// The server's own process. Its standard input is a pipe from whoever started it: when that ends, for whatever reason, the
// pipe closes and the server goes with all its children. So nothing is left running, even after a kill -9.
import { pathToFileURL } from 'node:url';

process.stdin
  .on('close', () => {
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
    process.exit();
  })
  .resume();
await import(pathToFileURL(process.env['CLIMB_SERVER_MAIN'] ?? '').href);
