import { onPath } from './chromium.mjs';
import { run } from './run.mjs';

/**
 * Daemons that tests run against. On Debian, as root, their packages are installed when programs are missing.
 * @param {{ title: string, programs: readonly string[], packages: readonly string[] }} wanted
 * @returns {Promise<string | null>} why they cannot be used here; null: they can
 */
export async function installDaemons({ title, programs, packages }) {
  const missing = () => programs.filter((name) => onPath(name) === null);
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    return `${title} is tested on Linux, as root: its daemons need that.`;
  }
  if (missing().length === 0) return null;
  if (!onPath('apt-get'))
    return `${missing().join(', ')} are missing, and there is no apt-get to install them.`;
  console.log(`Installing ${title} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update'], { env, quiet: true });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, quiet: true });
  } catch (error) {
    return `apt-get could not install ${packages.join(', ')}. ${error instanceof Error ? error.message : error}`;
  }
  return missing().length === 0
    ? null
    : `${missing().join(', ')} are missing after installing ${packages.join(', ')}.`;
}
