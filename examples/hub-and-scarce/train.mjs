// A language model that trains in seconds with nothing but Node: it predicts the next byte from hashed n-grams and is
// trained by stochastic gradient descent. It reads a data mixture in DoReMi's format and writes the held-out loss of every
// language in nats per byte.
//
//   node train.mjs --config mixture.json --tokens 600000 --seed 1 --out FOLDER [--text FOLDER]
//
// A token is a byte. The same arguments give the same losses. A text that is smaller than its share is repeated. Related
// languages help one another because they share n-grams and words, and compete because all n-grams share one table of weights.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * One learning rate factor for each context that predicts a byte: the 0 to 5 bytes before it, the word so far, and that
 * word with the one before. Short contexts mean something else in every language; learning slowly there leaves the work
 * to the contexts that tell languages apart.
 */
const pace = new Float64Array([0.1, 0.1, 0.3, 1, 1, 1, 1, 1]);
const byteContexts = 6;
const longestWord = 24;
const tableBits = 19;
const firstRate = 0.3;
const lastRate = 0.05;
/** Bytes read from one language before another may have its turn; a text is read in blocks of so many. */
const block = 128;
const blocksBetweenSignals = 512;

const weights = new Float32Array(16 << tableBits); // rows of 16: a row is one cache line
const contexts = new Int32Array(pace.length);
const rows = new Int32Array(pace.length);
const scores = new Float64Array(16);

const options = readOptions();
const corpora = readCorpora(options);
// Signals are handled between blocks of text; no result is written then.
process.once('SIGTERM', () => stop('stopped by SIGTERM', 143));

await train(corpora, options);
const losses = Object.fromEntries(corpora.map(({ language, heldOut }) => [language, heldOutLoss(heldOut)]));
write(join(options.out, 'losses.json'), {
  tokens: options.tokens,
  seed: options.seed,
  parameters: weights.length,
  losses,
});
console.log(losses);

/**
 * Takes blocks from the languages so that the shares are met as closely as whole blocks allow. The order of languages and
 * that of the blocks of a text are seeded; a text that is used up is read again, in another order.
 */
async function train(corpora, { tokens, seed }) {
  // Every text has an order of its own: it is the same whatever the other shares are, so that mixtures trained with one seed
  // differ by little but their shares.
  const readers = corpora.map((corpus, i) => {
    const random = generator(mix(seed, i));
    return { ...corpus, random, owed: random(), unread: [] };
  });
  const blocks = Math.round(tokens / block);
  let loss = 0;
  for (let done = 0; done < blocks; done++) {
    for (const reader of readers) reader.owed += reader.share;
    const next = readers.reduce((a, b) => (b.owed > a.owed && b.share > 0 ? b : a));
    next.owed -= 1;
    if (next.unread.length === 0) next.unread = shuffledBlocks(next.train.length, next.random);
    const start = next.unread.pop();
    const rate = firstRate + (lastRate - firstRate) * (done / blocks);
    for (let i = 0; i < block; i++) loss += predict(next.train, start + i, rate);
    if ((done + 1) % blocksBetweenSignals === 0) {
      console.log(
        `${(done + 1) * block} bytes read, loss ${(loss / (blocksBetweenSignals * block)).toFixed(3)}`,
      );
      loss = 0;
      await setImmediate();
    }
  }
}

/** Where the whole blocks of a text begin, in a random order. */
function shuffledBlocks(length, random) {
  const starts = Array.from({ length: Math.floor(length / block) }, (_, i) => i * block);
  for (let last = starts.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [starts[last], starts[other]] = [starts[other], starts[last]];
  }
  return starts;
}

function heldOutLoss(text) {
  let total = 0;
  for (let at = 0; at < text.length; at++) total += predict(text, at, 0);
  return total / text.length;
}

/** The loss of the byte at a position, in nats; with a rate above zero the weights learn from it. */
function predict(text, at, rate) {
  let hash = 1;
  for (let length = 0; length < byteContexts; length++) {
    contexts[length] = hash;
    hash = mix(hash, at > length ? text[at - 1 - length] : 0);
  }
  let start = wordStart(text, at);
  hash = 2;
  for (let i = start; i < at; i++) hash = mix(hash, text[i]);
  contexts[byteContexts] = hash;
  const before = Math.max(0, start - 1);
  hash = mix(hash, 3);
  for (let i = wordStart(text, before); i < before; i++) hash = mix(hash, text[i]);
  contexts[byteContexts + 1] = hash;

  // A byte is two choices among 16, the second knowing the first: far cheaper than one among 256, and as exact.
  const byte = text[at];
  return choose(byte >> 4, 0, rate) + choose(byte & 15, 1 + (byte >> 4), rate);
}

function wordStart(text, at) {
  const earliest = Math.max(0, at - longestWord);
  let start = at;
  while (start > earliest && text[start - 1] >= 65) start--; // letters of every script, and a few signs
  return start;
}

function choose(target, stage, rate) {
  scores.fill(0);
  for (let c = 0; c < rows.length; c++) {
    const row = (mix(contexts[c], 256 + stage) >>> (32 - tableBits)) << 4;
    rows[c] = row;
    for (let k = 0; k < 16; k++) scores[k] += weights[row + k];
  }
  let highest = scores[0];
  for (let k = 1; k < 16; k++) if (scores[k] > highest) highest = scores[k];
  let sum = 0;
  for (let k = 0; k < 16; k++) sum += scores[k] = Math.exp(scores[k] - highest);
  const loss = Math.log(sum) - Math.log(scores[target]);
  if (rate > 0) {
    for (let k = 0; k < 16; k++) scores[k] *= rate / sum;
    scores[target] -= rate;
    for (let c = 0; c < rows.length; c++) {
      const row = rows[c];
      for (let k = 0; k < 16; k++) weights[row + k] -= pace[c] * scores[k];
    }
  }
  return loss;
}

function mix(hash, value) {
  let mixed = Math.imul(hash ^ (value + 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** mulberry32: numbers in [0, 1) that depend on the seed alone. */
function generator(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every language of the mixture is measured, those with no share too. */
function readCorpora({ config, text }) {
  const { train_domain_weights: shares } = JSON.parse(readFileSync(config, 'utf8'));
  const sum = Object.values(shares).reduce((total, weight) => total + weight, 0);
  if (!(sum > 0) || Object.values(shares).some((weight) => !(weight >= 0))) {
    stop(`${config}: the weights must be numbers of at least 0, and one above 0`, 2);
  }
  return Object.entries(shares).map(([language, weight]) => {
    const train = readFileSync(join(text, language, 'train.txt'));
    if (train.length < block) stop(`${language} has less than ${block} bytes of text to train on`, 2);
    return {
      language,
      share: weight / sum,
      train,
      heldOut: readFileSync(join(text, language, 'held-out.txt')),
    };
  });
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      tokens: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
      text: { type: 'string', default: join(import.meta.dirname, 'text') },
    },
  });
  const tokens = Number(values.tokens);
  const seed = Number(values.seed);
  if (!values.config || !values.out || !(tokens > 0) || !Number.isInteger(seed)) {
    stop('usage: node train.mjs --config FILE --tokens BYTES --seed INTEGER --out FOLDER [--text FOLDER]', 2);
  }
  return { ...values, tokens, seed };
}

/** By rename, so that nobody ever reads half a result. */
function write(path, value) {
  mkdirSync(options.out, { recursive: true });
  writeFileSync(`${path}.part`, JSON.stringify(value, null, 2) + '\n');
  renameSync(`${path}.part`, path);
}

function stop(message, code) {
  console.error(message);
  process.exit(code);
}
