// Times Open Terms Archive's own extraction on the pages that standard input lists, one JSON object a line:
// {content, url, select, remove}. Prints {each: [[CPU seconds, whether text came], ...], peak_mb}, of this process, warm.
// usage: node open_terms_archive.mjs FOLDER-WHERE-THE-ENGINE-IS-INSTALLED < pages.jsonl
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/package.json`);
const load = name => import(pathToFileURL(require.resolve(`@opentermsarchive/engine/${name}`)));
const { default: extract } = await load('extract');
const { default: SourceDocument } = await load('sourceDocument');

const pages = readFileSync(0, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));

async function read({ content, url, select, remove }) {
  try {
    return await extract(new SourceDocument({
      location: url, contentSelectors: select, insignificantContentSelectors: remove ?? [], filters: [], content, mimeType: 'text/html',
    }));
  } catch {
    return null;
  }
}

await read(pages[0]); // What is loaded and compiled at the first page is not counted.
const each = [];
for (const page of pages) {
  const before = process.cpuUsage();
  const found = await read(page);
  const used = process.cpuUsage(before);
  each.push([(used.user + used.system) / 1e6, Boolean(found)]);
}
console.log(JSON.stringify({ each, peak_mb: process.resourceUsage().maxRSS / 1024 }));
