// Opens pages in a browser and looks at them: node browse-reports.mjs BROWSER FILE...
// Asks axe-core for what keeps people out, and for the contrast in dark, too; whether the page is wider than 360 or
// 1000 pixels; whether it requests anything; and the browser for what it complains about. Says what is wrong, and
// how many are right.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [browser, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'browse-reports-'));
const wrong = new Map(files.map((file) => [file, new Set()]));

function browse(address, ...options) {
    return spawnSync(browser, ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr',
        `--user-data-dir=${folder}/profile`, '--virtual-time-budget=60000', ...options, '--dump-dom', address],
        { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 120_000 });
}

// In the page around the reports. A report's own rule for its content keeps scripts out, so that is tried by itself
// below, and here taken away.
async function lookAtAll(reports, axeText, rules) {
    const found = [];
    for (const [name, html] of reports) {
        for (const width of [360, 1000]) {
            const frame = document.createElement('iframe');
            frame.width = width;
            frame.height = 800;
            const loaded = new Promise((resolve) => { frame.onload = resolve; });
            frame.srcdoc = html;
            document.body.append(frame);
            await loaded;
            const page = frame.contentDocument;
            page.querySelectorAll('details').forEach((details) => { details.open = true; });
            const script = page.createElement('script');
            script.textContent = axeText;
            page.head.append(script);
            const wide = page.documentElement.scrollWidth;
            if (wide > width)
                found.push([name, `${wide} pixels wide in ${width}`]);
            if (frame.contentWindow.performance.getEntriesByType('resource').length > 0)
                found.push([name, 'requests something']);
            if (page.querySelectorAll('script').length > 1)
                found.push([name, 'has a script']);
            const seen = width === 360 ? await frame.contentWindow.axe.run(page, rules) : { violations: [] };
            for (const violation of seen.violations)
                found.push([name, `${violation.id}: ${violation.help}: ${violation.nodes[0].html}`]);
            frame.remove();
        }
    }
    const result = document.createElement('pre');
    result.id = 'result';
    result.textContent = btoa(unescape(encodeURIComponent(JSON.stringify({ looked: reports.length, found }))));
    document.body.append(result);
}

try {
    const asScript = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');
    const rule = /<meta http-equiv="Content-Security-Policy"[^>]*>/;
    const reports = files.map((file) => [file, readFileSync(file, 'utf8')]);
    for (const [file, html] of reports) {
        if (!rule.test(html))
            wrong.get(file).add('has no rule that keeps everything else out');
    }
    const around = join(folder, 'around.html');
    writeFileSync(around, '<!DOCTYPE html><meta charset="utf-8"><body><script>\n'
        + `const reports = ${asScript(reports.map(([file, html]) => [file, html.replace(rule, '')]))};\n`
        + `const axeText = ${asScript(axe)};\n`
        + `const rules = matchMedia('(prefers-color-scheme: dark)').matches ? { runOnly: ['color-contrast'] } : {};\n`
        + `(${lookAtAll})(reports, axeText, rules);\n</script>`);
    const [light, dark] = [1, 0];
    for (const scheme of [light, dark]) {
        const told = browse(pathToFileURL(around), `--blink-settings=preferredColorScheme=${scheme}`);
        const result = /<pre id="result">([^<]*)</.exec(told.stdout);
        if (!result)
            throw new Error(`The browser did not get to the end: ${told.stderr}`);
        const { looked, found } = JSON.parse(Buffer.from(result[1], 'base64').toString());
        if (looked !== files.length)
            throw new Error(`The browser looked at ${looked} of ${files.length}`);
        for (const [file, what] of found)
            wrong.get(file).add(what);
    }
    const asTheyAre = join(folder, 'as-they-are.html');
    writeFileSync(asTheyAre, files.map((file) => `<iframe src="${pathToFileURL(file)}"></iframe>`).join('\n'));
    for (const line of browse(pathToFileURL(asTheyAre)).stderr.split('\n').filter((text) => text.includes('CONSOLE'))) {
        const file = files.find((name) => line.includes(pathToFileURL(name).href)) ?? files[0];
        wrong.get(file).add(line);
    }
} finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
let right = 0;
for (const [file, what] of wrong) {
    for (const line of what)
        console.error(`${file}: ${line}`);
    right += what.size === 0 ? 1 : 0;
}
console.log(`${right} of ${files.length} are right`);
process.exit(right === files.length ? 0 : 1);
