#!/usr/bin/env node
// Draws media/icon.png, which the galleries want as a picture, from media/icon.svg.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './install/paths.mjs';
import { launchBrowser } from './vscode/browser.mjs';

const svg = await readFile(path.join(root, 'media/icon.svg'), 'utf8');
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body { margin: 0 }</style>${svg}`);
await page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
