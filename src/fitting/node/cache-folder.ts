import path from 'node:path';

/**
 * Where a user's programs keep what they can make again: `XDG_CACHE_HOME` where it is set (XDG Base Directory Specification: relative
 * paths are ignored), else what the system has for it.
 */
export function fitFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  const local = env['LOCALAPPDATA'] ?? '';
  const caches = paths.isAbsolute(xdg)
    ? xdg
    : platform === 'darwin'
      ? paths.join(home, 'Library', 'Caches')
      : platform === 'win32'
        ? paths.isAbsolute(local)
          ? local
          : paths.join(home, 'AppData', 'Local')
        : paths.join(home, '.cache');
  return paths.join(caches, 'climb-mixture', 'fits');
}
