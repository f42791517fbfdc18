import { quoteWord, showCommand, type Command } from '../text/command-line.ts';

/** In the environment of every process of an attempt stands this, with the attempt's mark. */
export const markVariable = 'CLIMB_ATTEMPT';

/** Seconds between two touches of `heartbeat`. */
const beatSeconds = 5;

/**
 * The POSIX shell script of one attempt. It alone starts the training, and only if it is the one that creates `started`:
 * whoever else comes (a second launcher, a job that a scheduler starts late) finds it there and leaves.
 *
 * Three processes, so that none of them is the only one who knows: the *keeper* trains, waits and records the end; the
 * *heart* touches `heartbeat` while it does; the script itself waits for both. When the keeper is killed, nobody can know
 * any more how the training ends, and whoever of the two others is left stops it and says so.
 *
 * The end goes into a file that was there with its length from the start, is forced to the disk and renamed: it survives
 * the launcher, a full disk and a power cut, and is never read half.
 */
export function attemptScript(attempt: {
  readonly folder: string;
  readonly mark: string;
  readonly command: Command;
  readonly cwd: string;
  /** Absolute path of the result, forced to the disk before the end is recorded. */
  readonly result: string;
}): string {
  return `#!/bin/sh
attempt=${quoteWord(attempt.folder)}
result=${quoteWord(attempt.result)}
# Started once more with the mark, so that it stands in the environment of this process too.
if [ "\${${markVariable}-}" != ${attempt.mark} ]; then
  ${markVariable}=${attempt.mark}
  export ${markVariable}
  exec /bin/sh "$attempt/run.sh"
fi
tries=0
until mkdir "$attempt/started" 2>/dev/null; do
  # Somebody else runs it, or it was given up. Else the disk is full, and may not stay so.
  [ ! -e "$attempt/started" ] && [ -e "$attempt/run.sh" ] && [ "$tries" -lt 45 ] || exit 0
  tries=$((tries + 1))
  sleep 1
done
machine=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null && readlink /proc/self/ns/pid 2>/dev/null)
[ -n "$machine" ] || machine=$(uname -n)
printf '%s\\n' "$machine" $$ >"$attempt/started/process.part" && mv "$attempt/started/process.part" "$attempt/started/process"
[ -z "\${CLIMB_JOB-}" ] || [ -e "$attempt/job" ] || printf '%s\\n' "$CLIMB_JOB" >"$attempt/job"
# Room for the end, while there is some.
printf '%1023s\\n' '' >"$attempt/ended.part"
true >"$attempt/heartbeat"
if true >>"$attempt/log.txt"; then exec >>"$attempt/log.txt" 2>&1 </dev/null; else exec >/dev/null 2>&1 </dev/null; fi
main=$$
begun=$(date +%s)

# A zombie whose parent is gone may never be cleared away.
lives() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }
to_disk() { sync "$1" 2>/dev/null || sync; }
publish() { to_disk "$attempt/ended.part" && mv "$attempt/ended.part" "$attempt/ended.json" && to_disk "$attempt"; }
# Writes the end. Where the disk is full after all, it is tried again until there is room.
record() {
  tries=0
  until printf '%-1023s\\n' "$1" 1<>"$attempt/ended.part" && publish; do
    tries=$((tries + 1))
    [ "$tries" -lt 720 ] || return 1
    sleep ${beatSeconds}
  done
}
# Kills all processes with the mark but those that are named.
stop_training() {
  for found in $(grep -lsF ${markVariable}=${attempt.mark} /proc/[0-9]*/environ); do
    pid=\${found#/proc/}
    pid=\${pid%/environ}
    case " $* " in *" $pid "*) ;; *) kill -KILL "$pid" 2>/dev/null ;; esac
  done
}
# The keeper was killed. It may have had its last word, and only lacked the time to publish it.
lost() {
  [ ! -e "$attempt/ended.json" ] || return
  stop_training "$main" "$heart"
  if grep -q '^{ "code": [0-9].*}' "$attempt/ended.part"; then publish && return; fi
  record '{ "code": null, "state": "interrupted", "reason": "The script that waited for it was killed." }'
}

keep() {
  cd ${quoteWord(attempt.cwd)} || { record '{ "code": 126 }'; exit 126; }
  ${showCommand(attempt.command)} &
  child=$!
  stopped=
  trap 'stopped=", \\"stopped\\": true"; kill -TERM "$child" 2>/dev/null' TERM INT HUP
  while :; do
    wait "$child"
    code=$?
    # A trapped signal ends wait early: then the training is still there and its status is still to come.
    lives "$child" || break
  done
  # A scheduler tells all processes to stop, one after the other: the training may have heard it and ended before this one has.
  case $code in 129 | 130 | 143) stopped=', "stopped": true' ;; esac
  [ ! -f "$result" ] || to_disk "$result"
  record "{ \\"code\\": $code, \\"seconds\\": $(($(date +%s) - begun))$stopped }"
  exit "$code"
}
beat() {
  trap 'kill "$pause" 2>/dev/null; exit 0' TERM
  while lives "$keeper"; do
    true >"$attempt/heartbeat"
    sleep ${beatSeconds} &
    pause=$!
    wait "$pause"
  done
  heart=
  lives "$main" || lost
}

trap '[ -z "$keeper" ] || kill -TERM "$keeper" 2>/dev/null' TERM INT HUP
keeper=
keep &
keeper=$!
heart=
beat &
heart=$!
while :; do
  wait "$keeper"
  code=$?
  lives "$keeper" || break
done
lost
# Stopped: what the training left behind goes too.
! grep -q '"stopped"' "$attempt/ended.json" || stop_training "$main" "$heart"
kill "$heart" 2>/dev/null
exit "$code"
`;
}

/** How a scheduler tells a task of an array which one it is, in shell words. */
export interface ArrayVariables {
  readonly job: string;
  readonly index: string;
  /** Index of the first task. */
  readonly first: number;
}

/** The batch script of a job array: each task is the attempt whose script stands at its place. */
export function arrayScript(scripts: readonly string[], { job, index, first }: ArrayVariables): string {
  const cases = scripts
    .map((script, place) => `${place + first}) exec /bin/sh ${quoteWord(script)} ;;`)
    .join('\n');
  return `#!/bin/sh
CLIMB_JOB="${job}_${index}"
export CLIMB_JOB
case "${index}" in
${cases}
esac
exit 2
`;
}
