// `npm run fuzz -- --large`: the built command line on large and odd inputs, each in a process of its own.
import { spawn, execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './install/paths.mjs';

const seconds = 60;

/** Writes `parts` one after the other, so that no text has to be held whole. */
function write(file, parts) {
  const handle = openSync(file, 'w');
  for (const part of parts) writeSync(handle, part);
  closeSync(handle);
}

const mixture = (interactions) =>
  `climb: 1\nbudget: { tokens: 1B }\nlanguages: { en: 0.5, de: 0.5 }\ninteractions: { ${interactions} }\n`;
const range = (count) => Array.from({ length: count }, (_, index) => index);
/** `count` pieces of text in parts of a few thousand, so that writing them takes few calls. */
const pieces = (count, make) => {
  const each = 10_000;
  return range(Math.ceil(count / each)).map((part) =>
    range(Math.min(each, count - part * each))
      .map((index) => make(part * each + index))
      .join(''),
  );
};

/** Each: what it is, how it is made in a folder, and the command. `%` is the folder. */
const inputs = [
  [
    'mixture of 100,000 keys',
    (at) => write(at('a.climb.yaml'), ['climb: 1\nlanguages:\n', ...pieces(100_000, (i) => `  k${i}: 1\n`)]),
    ['check', '%/a.climb.yaml'],
  ],
  [
    'mixture, 60 MB of comments',
    (at) => write(at('a.climb.yaml'), ['climb: 1\n', ...range(60).map(() => '# comment\n'.repeat(100_000))]),
    ['check', '%/a.climb.yaml'],
  ],
  [
    'runs, a header of 50 MB',
    (at) =>
      write(at('a.csv'), [
        'run_id,tokens',
        ...pieces(2_500_000, (i) => `,ratio_l${String(i).padStart(12, '0')}`),
        '\na,1\n',
      ]),
    ['runs', '%/a.csv'],
  ],
  [
    'runs, a million rows',
    (at) =>
      write(at('a.csv'), [
        'run_id,tokens,ratio_en,ratio_de,loss_en,loss_de\n',
        ...pieces(1_000_000, (i) => `r${i},1e9,0.5,0.5,2.5,3\n`),
      ]),
    ['runs', '%/a.csv'],
  ],
  [
    'runs, 1,000 languages in 50 rows',
    (at) =>
      write(at('a.csv'), [
        `run_id,tokens,${range(1000)
          .map((i) => `ratio_l${i}`)
          .join()},${range(1000)
          .map((i) => `loss_l${i}`)
          .join()}\n`,
        ...range(50).map(
          (row) =>
            `r${row},1e9,${range(1000)
              .map((i) => ((1 + ((i * 31 + row * 17) % 11)) / 6000).toFixed(6))
              .join()},${range(1000)
              .map((i) => 2 + ((i * 7 + row) % 13) / 10)
              .join()}\n`,
        ),
      ]),
    ['fit', '%/a.csv'],
  ],
  [
    'model of 60 MB',
    (at) => {
      write(at('m.json'), [
        '{"climbModel": 1, "languages": [',
        ...range(60).map(() => '"en-de-xx",'.repeat(95_000)),
        '"fr"]}',
      ]);
      write(at('a.climb.yaml'), [mixture('model: m.json')]);
    },
    ['solve', '%/a.climb.yaml'],
  ],
  [
    'mixture that is a pipe',
    (at) => execFileSync('mkfifo', [at('a.climb.yaml')]),
    ['check', '%/a.climb.yaml'],
  ],
  [
    'runs from /dev/zero',
    (at) => write(at('a.climb.yaml'), [mixture('runs: /dev/zero')]),
    ['solve', '%/a.climb.yaml'],
  ],
  [
    'mixture that links to /dev/zero',
    (at) => symlinkSync('/dev/zero', at('a.climb.yaml')),
    ['check', '%/a.climb.yaml'],
  ],
  [
    'runs through a link out',
    (at) => {
      symlinkSync('/etc/passwd', at('runs.csv'));
      write(at('a.climb.yaml'), [mixture('runs: runs.csv')]);
    },
    ['solve', '%/a.climb.yaml'],
  ],
];

/** Writes the most memory that the process held, when it ends. */
const peakHook = `const fs = require('node:fs');
process.on('exit', () => fs.writeFileSync(process.env.CLIMB_PEAK, String(process.resourceUsage().maxRSS)));
`;

function climb(args, folder) {
  const peakFile = path.join(folder, 'peak');
  const hook = path.join(folder, 'peak.cjs');
  writeFileSync(hook, peakHook);
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', hook, path.join(root, 'dist/climb.cjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      CLIMB_PEAK: peakFile,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
    },
  });
  let printed = '';
  // The first words of each stream tell what came of it.
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      if (printed.length < 100_000) printed += data;
    });
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearTimeout(limit);
      let peak = '?';
      try {
        peak = String(Math.round(Number(readFileSync(peakFile, 'utf8')) / 1000));
      } catch {
        /* It was killed. */
      }
      resolve({ code, signal, late, printed, peak, took: (performance.now() - start) / 1000 });
    });
  });
}

/** In words; `failed` where it neither answered nor refused. */
function outcomeOf({ code, signal, late, printed }, folder) {
  const said = printed.slice(Math.max(0, printed.search(/^climb \w+: /m)));
  const words = said.replaceAll(folder, '').replace(/\s+/g, ' ').trim().slice(0, 90);
  if (late) return { failed: true, text: `no answer within ${seconds} s` };
  if (signal !== null || /\n\s+at .+:\d+:\d+|FATAL ERROR/.test(printed))
    return { failed: true, text: `crashed: ${words}` };
  if (code === 0) return { failed: false, text: 'answered' };
  return words === ''
    ? { failed: true, text: `status ${code} without a word` }
    : { failed: false, text: `refused: ${words}` };
}

/** Prints one row for each input; the number of those that neither answered nor were refused. */
export async function tryLarge(folder) {
  console.log('| input | command | outcome | seconds | peak MB |\n|---|---|---|---|---|');
  let failures = 0;
  for (const [name, make, args] of inputs) {
    const own = path.join(folder, 'large');
    mkdirSync(own);
    make((file) => path.join(own, file));
    const result = await climb(
      args.map((arg) => arg.replace('%', own)),
      own,
    );
    const { failed, text } = outcomeOf(result, own);
    if (failed) failures += 1;
    console.log(
      `| ${name} | ${args[0]} | ${failed ? 'FAILED: ' : ''}${text.replaceAll('|', '¦')} | ${result.took.toFixed(1)} | ${result.peak} |`,
    );
    rmSync(own, { recursive: true });
  }
  return failures;
}
