import { quoteWord, showCommand, type Command } from '../text/command-line.ts';

/**
 * The POSIX shell script of one attempt. It alone starts the training, and only if it is the one that creates `started`:
 * whoever else comes (a second launcher, a job that Slurm starts late) finds it there and leaves. How the training ended is
 * written by rename, so it survives the launcher and is never read half.
 */
export function attemptScript(attempt: {
  readonly folder: string;
  readonly command: Command;
  readonly cwd: string;
}): string {
  return `#!/bin/sh
attempt=${quoteWord(attempt.folder)}
mkdir "$attempt/started" 2>/dev/null || exit 0
echo $$ >"$attempt/started/pid"
exec >"$attempt/log.txt" 2>&1 </dev/null
stopped=
end() {
  printf '{ "code": %d }\\n' "$1" >"$attempt/ended.part" && mv "$attempt/ended.part" "$attempt/ended.json"
  # Stopped: what the training left behind goes too, where we lead a process group of our own.
  [ -n "$stopped" ] && [ "$(ps -o pgid= -p $$ | tr -d ' ')" = $$ ] && kill -KILL 0
  exit "$1"
}
cd ${quoteWord(attempt.cwd)} || end 126
${showCommand(attempt.command)} &
child=$!
trap 'stopped=yes; kill -TERM "$child" 2>/dev/null' TERM INT HUP
while :; do
  wait "$child"
  code=$?
  # A trapped signal ends wait early: then the training is still there and its status is still to come.
  kill -0 "$child" 2>/dev/null || break
done
end "$code"
`;
}

/** The batch script of a job array: task i is the attempt whose script stands at i. */
export function arrayScript(scripts: readonly string[]): string {
  const cases = scripts.map((script, index) => `${index}) exec /bin/sh ${quoteWord(script)} ;;`).join('\n');
  return `#!/bin/sh
case "$SLURM_ARRAY_TASK_ID" in
${cases}
esac
exit 2
`;
}
