#!/usr/bin/env node
// Compiles the JSON Schemas to standalone validators, names the code of the fit, and bundles the four programs: the extension and the solver's worker,
// each for Node and for a browser, the panel and the command line. `--watch` rebuilds on change, `--generate` stops before the bundles.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import esbuild from 'esbuild';
import { format } from 'prettier';
import { noticesOf } from './notices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const production = process.argv.includes('--production');

/**
 * Schemas are compiled ahead of time: nothing is compiled at activation, and the CSP-like rule "no eval" holds.
 * Returns what esbuild says of the helpers that the validators took in.
 */
async function generateValidators() {
  const helpers = [];
  await writeTerms();
  const out = path.join(root, 'build/generated');
  await mkdir(out, { recursive: true });
  for (const [name, options] of Object.entries({
    // What stands in many places is one function, not written out wherever it stands.
    mixture: { inlineRefs: false },
    model: { inlineRefs: false },
    problem: {},
  })) {
    const schema = JSON.parse(await readFile(path.join(root, `schemas/${name}.schema.json`), 'utf8'));
    const ajv = new Ajv({
      allErrors: true,
      ...options,
      strict: true,
      allowUnionTypes: true,
      // A choice between keys (`oneOf` of `required`) names keys that are declared one level up.
      strictRequired: false,
      code: { source: true, esm: true, lines: true },
    });
    const validate = ajv.compile(withoutWords(schema));
    // The standalone code still asks for ajv's run-time helpers by `require`; bundled in, it is a module like any other.
    const bundled = await esbuild.build({
      stdin: { contents: standaloneCode.default(ajv, validate), resolveDir: root },
      bundle: true,
      format: 'esm',
      write: false,
      metafile: true,
      absWorkingDir: root,
    });
    helpers.push(bundled.metafile);
    await writeIfChanged(path.join(out, `${name}-validator.js`), bundled.outputFiles[0].text);
    await writeIfChanged(
      path.join(out, `${name}-validator.d.ts`),
      "import type { ValidateFunction } from 'ajv';\ndeclare const validate: ValidateFunction;\nexport default validate;\n",
    );
    // Completion and hover read the same schema.
    await writeIfChanged(path.join(out, `${name}-schema.js`), `export default ${JSON.stringify(schema)};\n`);
    await writeIfChanged(
      path.join(out, `${name}-schema.d.ts`),
      'declare const schema: unknown;\nexport default schema;\n',
    );
  }
  return helpers;
}

/** A schema without what it says to people: a validator would carry its descriptions along, and reads none of them. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(key === 'description' && typeof value === 'string'))
      .map(([key, value]) => [key, withoutWords(value)]),
  );
}

/** Writes the terms of the law into the schema of model files, as `src/core/climb/model/terms.ts` has them. */
async function writeTerms() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path.join(root, 'src/core/climb/model/terms.ts')],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { terms } = await import(`data:text/javascript;base64,${code}`);
  const properties = {};
  for (const {
    path: [key, part],
    shape,
    description,
    required,
    positive,
  } of terms) {
    const positiveNumbers = { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }] };
    const values = positive ? { type: 'array', items: positiveNumbers } : { $ref: `#/$defs/${shape}` };
    if (required) properties[key] = { ...values, description };
    else if (part === undefined) properties[key] = { anyOf: [values, { type: 'null' }], description };
    else {
      const parts = { ...properties[key]?.anyOf[0].properties, [part]: values };
      const object = { type: 'object', required: Object.keys(parts), additionalProperties: false };
      properties[key] = { anyOf: [{ ...object, properties: parts }, { type: 'null' }], description };
    }
  }
  const file = path.join(root, 'schemas/model.schema.json');
  const schema = JSON.parse(await readFile(file, 'utf8'));
  const { law, repetition, ...old } = schema.$defs.terms.properties;
  schema.properties = Object.fromEntries(
    Object.entries(schema.properties)
      .filter(([key]) => !(key in old))
      .flatMap((property) =>
        property[0] === 'scale' ? [property, ...Object.entries(properties)] : [property],
      ),
  );
  const names = Object.keys(properties);
  const references = names.map((key) => [key, { $ref: `#/properties/${key}` }]);
  schema.$defs.terms.required = ['law', ...names];
  schema.$defs.terms.properties = { law, ...Object.fromEntries(references), repetition };
  schema.required = ['climbModel', 'languages', 'law', ...names.filter((key) => !properties[key].anyOf)];
  await writeIfChanged(file, await format(JSON.stringify(schema), { parser: 'json', printWidth: 110 }));
}

/** What the documentation says of each rule, for programs that show a rule's text beside its problems. */
async function generateRuleTexts() {
  const texts = {};
  for (const page of ['problems', 'formats']) {
    const text = await readFile(path.join(root, `docs/${page}.md`), 'utf8');
    for (const [, rule, section] of text.matchAll(/^### (\S+)\n([^]*?)(?=^#|(?![^]))/gm)) {
      // Its level is told with every problem.
      const [paragraph] = section.replace(/^\*\w+\* · /, '').split('\n\n');
      texts[rule] = paragraph.trim().replaceAll('\n', ' ');
    }
  }
  const out = path.join(root, 'build/generated');
  await writeIfChanged(path.join(out, 'rule-texts.js'), `export default ${JSON.stringify(texts)};\n`);
  await writeIfChanged(
    path.join(out, 'rule-texts.d.ts'),
    'declare const texts: Readonly<Record<string, string>>;\nexport default texts;\n',
  );
}

/** A digest of all code that a fit runs through: fits are kept for this very code alone. */
async function generateFitCode() {
  const bundled = await esbuild.build({
    entryPoints: ['src/core/climb/fit/fit.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    absWorkingDir: root,
  });
  const digest = createHash('sha256').update(bundled.outputFiles[0].text).digest('hex');
  const out = path.join(root, 'build/generated');
  await writeIfChanged(path.join(out, 'fit-code.js'), `export default '${digest}';\n`);
  await writeIfChanged(
    path.join(out, 'fit-code.d.ts'),
    'declare const digest: string;\nexport default digest;\n',
  );
}

async function writeIfChanged(file, text) {
  const old = await readFile(file, 'utf8').catch(() => null);
  if (old !== text) await writeFile(file, text);
}

/** Its index has no effects but its exports, which its package does not say: what is not imported stays out. */
const compressors = {
  name: 'compressors',
  setup(build) {
    build.onResolve({ filter: /^hyparquet-compressors$/ }, () => ({
      path: path.join(root, 'node_modules/hyparquet-compressors/src/index.js'),
      sideEffects: false,
    }));
    build.onResolve({ filter: /^\.\/brotli\.js$|^\.\/compressors\.js$/ }, ({ importer, path: name }) => ({
      path: path.join(path.dirname(importer), name),
      sideEffects: false,
    }));
  },
};

/**
 * Bundles, and writes each file whole or not at all: another program may just read the last ones.
 * @param {import('esbuild').BuildOptions} bundle
 */
async function written(bundle) {
  const { outputFiles, metafile } = await esbuild.build({ ...bundle, write: false });
  for (const { path: file, contents } of outputFiles) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.${process.pid}.part`, contents);
    await rename(`${file}.${process.pid}.part`, file);
  }
  return metafile;
}

/** While sources are watched, the code of the fit changes. */
const fitCode = { name: 'fit-code', setup: (build) => build.onStart(generateFitCode) };

const common = {
  plugins: process.argv.includes('--watch') ? [compressors, fitCode] : [compressors],
  absWorkingDir: root,
  bundle: true,
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  logOverride: { 'import-is-undefined': 'error' },
  target: 'es2022',
};

/** The modules of yaml that browsers get, of which only what is used is bundled; those for Node come as a whole. */
const alias = { yaml: path.join(root, 'node_modules/yaml/browser/index.js') };

const node = { ...common, platform: 'node', format: 'cjs', alias };

const browser = { ...common, platform: 'browser' };

const bundles = [
  { ...node, entryPoints: ['src/host/node.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  { ...node, entryPoints: ['src/worker/node.ts'], outfile: 'dist/worker.cjs' },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/climb.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...browser,
    format: 'cjs',
    entryPoints: ['src/host/web.ts'],
    outfile: 'dist/web/extension.js',
    external: ['vscode'],
  },
  { ...browser, format: 'iife', entryPoints: ['src/worker/web.ts'], outfile: 'dist/web/worker.js' },
  {
    ...browser,
    format: 'esm',
    entryPoints: { panel: 'webview/main.ts', 'panel-style': 'webview/panel.css' },
    outdir: 'dist/webview',
  },
];

const helpers = await generateValidators();
await generateRuleTexts();
await generateFitCode();
if (process.argv.includes('--watch')) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else if (!process.argv.includes('--generate')) {
  const metafiles = [...helpers, ...(await Promise.all(bundles.map(written)))];
  await writeFile(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), await noticesOf(root, metafiles));
}
