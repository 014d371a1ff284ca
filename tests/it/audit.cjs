// Opens a page in a real browser as different readers meet it, and prints what is wrong with it, as JSON.
//
// node audit.cjs MODULES BROWSER PAGE PDF
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const [, , modules, browser, page, pdf] = process.argv;
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = require.resolve(path.join(modules, 'axe-core'));

const flags = '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';
const readers = {
  light: { colorScheme: 'light', viewport: { width: 1200, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 320, height: 640 }, isMobile: true },
  dark: { colorScheme: 'dark', viewport: { width: 1200, height: 900 } },
  'forced colours': { forcedColors: 'active', viewport: { width: 800, height: 900 } },
};

async function read(instance, options) {
  const context = await instance.newContext(options);
  const tab = await context.newPage();
  const told = [];
  const requests = [];
  tab.on('console', (message) => told.push(message.text()));
  tab.on('pageerror', (error) => told.push(String(error)));
  tab.on('request', (request) => requests.push(request.url()));
  await tab.goto(pathToFileURL(page).href);
  // What is folded away is to be as good as the rest.
  await tab.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
  const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const found = { told, overflow, requests: requests.length };
  await tab.evaluate(require('node:fs').readFileSync(axe, 'utf8'));
  const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const audit = await tab.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), standards);
  found.passes = audit.passes.length;
  found.violations = audit.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target).join(', ')}`);
  await context.close();
  return found;
}

(async () => {
  const instance = await chromium.launch({ executablePath: browser, args: flags.split(' ') });
  const found = { readers: {} };
  for (const [name, options] of Object.entries(readers)) found.readers[name] = await read(instance, options);
  const tab = await instance.newPage({ colorScheme: 'dark' });
  await tab.goto(pathToFileURL(page).href);
  const printed = await tab.pdf({ path: pdf, format: 'A4' });
  found.sheets = printed.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
  await instance.close();
  console.log(JSON.stringify(found));
})().catch((error) => { console.error(error); process.exit(1); });
