/** Makes target/program/: the pages' scripts, their styles, and a page for each name and language. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const OUT = 'target/program';
const PAGES = ['station', 'stations', 'map', 'bulletins', 'docket', 'verify', 'sheet', 'data'];
const NAVIGATION = ['stations', 'map', 'bulletins', 'docket', 'verify', 'sheet', 'data'];
/** Pages that run WebAssembly. */
const WASM = new Set(['sheet']);

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
writeFileSync('target/cotejo-site.cdx.json', `${JSON.stringify(parts(), null, 2)}\n`);

/** The list of parts of the program (CycloneDX 1.5), as the lockfile has them; what only builds and tests it is not among them. */
function parts() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  const components = shipped.map(([path, { version, license, integrity }]) => {
    const name = path.replace(/^.*node_modules\//, '');
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const [algorithm, digest] = integrity.split('-');
    if (algorithm !== 'sha512') throw new Error(`package-lock.json: ${name} has no SHA-512`);
    return { type: 'library', 'bom-ref': purl, name, version, hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }], licenses: [{ expression: license }], purl };
  });
  return { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, metadata: { component: { type: 'application', 'bom-ref': 'cotejo-site', name: packages[''].name ?? 'cotejo-site', version: packages[''].version } }, components };
}

/** Texts by language, of a folder with a file for each. */
function texts(folder) {
  const languages = readdirSync(`src/pages/${folder}`).map((file) => file.replace('.json', '')).sort();
  return Object.fromEntries(languages.map((language) => [language, JSON.parse(readFileSync(`src/pages/${folder}/${language}.json`, 'utf8'))]));
}

const words = texts('words');
const languages = Object.keys(words);
for (const language of languages) {
  const [missing] = Object.keys(words.en).filter((key) => !(key in words[language]));
  const [unknown] = Object.keys(words[language]).filter((key) => !(key in words.en));
  if (missing !== undefined || unknown !== undefined) throw new Error(`src/pages/words/${language}.json: ${missing === undefined ? `'${unknown}' is not in en.json` : `'${missing}' is missing`}`);
}

/** The modules 'words' and 'reasons': every file of the folder by its language. */
const allTexts = {
  name: 'texts',
  setup(it) {
    it.onResolve({ filter: /^(words|reasons)$/ }, ({ path }) => ({ path, namespace: 'texts' }));
    it.onLoad({ filter: /.*/, namespace: 'texts' }, ({ path }) => ({ contents: `export default ${JSON.stringify(texts(path))}`, loader: 'js' }));
  },
};


async function bundle(names, define = {}) {
  await build({
    entryPoints: names.map((name) => `src/pages/${name}.ts`), outdir: OUT, bundle: true, minify: true, charset: 'utf8', format: 'iife',
    target: ['es2022'], legalComments: 'inline', define, plugins: [allTexts], logLevel: 'warning',
  });
}

function integrity(name) {
  return `sha256-${createHash('sha256').update(readFileSync(`${OUT}/${name}`)).digest('base64')}`;
}

cpSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', `${OUT}/zxing.wasm`);
await bundle(['worker', 'scanner']);
await bundle(['page', ...PAGES], Object.fromEntries([['WORKER', 'worker.js'], ['SCANNER', 'scanner.js'], ['WASM', 'zxing.wasm']].map(([name, file]) => [`${name}_INTEGRITY`, JSON.stringify(integrity(file))])));
cpSync('src/pages/page.css', `${OUT}/page.css`);
cpSync('src/pages/icon.svg', `${OUT}/icon.svg`);

for (const language of languages) {
  if (language !== 'en') mkdirSync(`${OUT}/${language}`);
  for (const page of PAGES) writeFileSync(`${OUT}/${language === 'en' ? '' : `${language}/`}${page}.html`, shell(page, language));
}

function shell(page, language) {
  const say = (key) => escape(words[language][key]);
  const here = language === 'en' ? '' : '../';
  const root = language === 'en' ? '../' : '../../';
  const results = `${root}${language === 'en' ? '' : `${language}/`}index.html`;
  const others = languages.filter((other) => other !== language);
  const to = (other) => `${here}${other === 'en' ? '' : `${other}/`}${page}.html`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'${WASM.has(page) ? " 'wasm-unsafe-eval'" : ''}; style-src 'self'; img-src 'self'; connect-src 'self' http: https:; worker-src blob:; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${say(`title.${page}`)}</title>
<link rel="icon" href="${here}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}style.css">
<link rel="stylesheet" href="${here}page.css" integrity="${integrity('page.css')}">
<script defer src="${here}${page}.js" integrity="${integrity(`${page}.js`)}"></script>
</head>
<body data-root="${root}">
<a class="skip" href="#main">${say('skip')}</a>
<header>
<a class="brand" href="${results}">Cotejo</a>
<nav aria-label="${say('nav')}">
<a href="${results}">${say('nav.results')}</a>
${NAVIGATION.map((name) => `<a href="${name}.html"${name === page ? ' aria-current="page"' : ''}>${say(`nav.${name}`)}</a>`).join('\n')}
${others.map((other) => `<a class="language" lang="${other}" hreflang="${other}" href="${to(other)}">${escape(words[other].language)}</a>`).join('\n')}
</nav>
</header>
<main id="main">
<nav class="crumbs" id="crumbs" aria-label="${say('crumbs')}"></nav>
<h1 id="title">${say(`title.${page}`)}</h1>
<p class="soft" id="subtitle"></p>
<div id="mode"></div>
<p class="soft"><span id="as-of"></span> <span id="age"></span> <span id="news" role="status"></span></p>
<noscript><p class="note">${say('noscript')}</p></noscript>
<div id="check"></div>
<div id="content"><p class="soft loading" hidden>${say('loading')}</p><p class="note needs-server">${say('needsServer')}</p></div>
</main>
<footer><p>${say('footer')}</p></footer>
</body>
</html>
`;
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
