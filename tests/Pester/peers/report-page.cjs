// Looks at a page of Export-SslReport in Chromium as people do, and writes what it saw as JSON:
// node report-page.cjs MODULES PAGE SMALL. MODULES is a folder with playwright-core and axe-core, SMALL a page of a few servers, which axe looks at.
const [modules, big, small] = process.argv.slice(2);
const { chromium } = require(modules + '/playwright-core');
const axe = modules + '/axe-core/axe.min.js';
const looks = [['light', 1280, 900], ['dark', 1280, 900], ['light', 390, 844], ['dark', 390, 844]];

// The first servers of the table that are shown.
const first = sheet => sheet.$$eval('#servers tbody tr:not([hidden]) th', all => all.slice(0, 3).map(th => th.textContent));

async function open(browser, page, scheme, width, height, more) {
    const sheet = await (await browser.newContext({ colorScheme: scheme, viewport: { width, height }, ...more })).newPage();
    sheet.saw = [];
    sheet.on('console', m => sheet.saw.push('console: ' + m.text()));
    sheet.on('pageerror', e => sheet.saw.push('error: ' + e.message));
    sheet.on('dialog', d => { sheet.saw.push('dialog: ' + d.message()); d.dismiss(); });
    sheet.on('request', r => { if (r.url() !== 'file://' + page) sheet.saw.push('request: ' + r.url()); });
    await sheet.goto('file://' + page);
    return sheet;
}

async function use(browser) {
    const sheet = await open(browser, big, 'light', 1280, 900), seen = { start: await first(sheet), count: await sheet.textContent('#shown') };
    await sheet.click('#servers th button >> text=Server');
    seen.byName = await first(sheet);
    await sheet.click('#servers th button >> text=Server');
    seen.byNameDown = await first(sheet);
    await sheet.click('#servers th button >> text=Days left');
    seen.byDays = await first(sheet);
    seen.sorted = await sheet.$$eval('#servers th[aria-sort]', all => all.map(th => th.textContent + ' ' + th.getAttribute('aria-sort')));
    await sheet.selectOption('#severity', '4');
    seen.critical = await sheet.textContent('#shown');
    seen.sections = await sheet.$$eval('.host:not([hidden])', all => all.length);
    await sheet.fill('#text', 'alert(');
    seen.found = await sheet.textContent('#shown');
    await sheet.fill('#text', 'no such server');
    seen.none = await sheet.isVisible('#none');
    await sheet.fill('#text', '');
    await sheet.selectOption('#severity', '-1');

    // Without a mouse: from the search to the first server, into its section, and to what a finding means.
    await sheet.focus('#severity');
    for (let i = 0; i < 8; i++) await sheet.keyboard.press('Tab');
    seen.focus = await sheet.evaluate(() => document.activeElement.textContent);
    await sheet.keyboard.press('Enter');
    await sheet.waitForFunction(() => document.activeElement.tagName === 'SUMMARY');
    seen.opened = await sheet.$$eval('.host[open] h3', all => all.map(h => h.textContent));
    await sheet.keyboard.press('Enter');
    seen.closed = await sheet.$$eval('.host[open]', all => all.length);
    await sheet.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await sheet.emulateMedia({ media: 'print' });
    seen.printed = await sheet.evaluate(() => [document.querySelectorAll('details:not([open])').length,
        getComputedStyle(document.getElementById('filter')).display, getComputedStyle(document.body).backgroundColor].join(' '));
    await sheet.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    seen.after = await sheet.$$eval('.host[open]', all => all.length);
    return { ...seen, saw: sheet.saw };
}

async function look(browser, [scheme, width, height]) {
    const sheet = await open(browser, small, scheme, width, height, { bypassCSP: true });
    await sheet.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
    await sheet.addScriptTag({ path: axe });
    const found = await sheet.evaluate(() => axe.run({ resultTypes: ['violations'] }));
    const wide = await sheet.evaluate(() => document.documentElement.scrollWidth);
    const [paper, ink] = await sheet.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
    return { look: scheme + ' ' + width, axe: found.violations.map(v => v.id + ': ' + v.nodes[0].html), sideways: wide > width, paper, ink };
}

(async () => {
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    try {
        const seen = { use: await use(browser), looks: [] };
        for (const one of looks) seen.looks.push(await look(browser, one));
        console.log(JSON.stringify(seen));
    } finally { await browser.close(); }
})();
