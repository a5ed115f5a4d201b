/** What there is to download, and what each file holds. */
import { checkPage } from './page-check.ts';
import { byId, h, steady, table } from './dom.ts';
import { follow, openFrame, readIndex, showProblem, type Frame } from './frame.ts';
import { count, say, type Key } from './words.ts';

const content = byId('content');
const FILES: [string, Key][] = [
  ['latest.json', 'data.latest'], ['manifest.csv', 'data.manifest'], ['checkpoint', 'data.checkpoint'], ['authority.pub', 'data.authority'],
  ['package/election.json', 'data.election'], ['package/areas.csv', 'data.areas'], ['package/stations.csv', 'data.stations'],
  ['package/contests.csv', 'data.contests'], ['package/selections.csv', 'data.selections'], ['package/devices.csv', 'data.devices'],
];

/** Bulk data, which nothing binds to the log but the digest of the totals it says it was made of. */
interface DataPackage {
  bulletin?: unknown;
  totalsIndex?: unknown;
  resources?: unknown;
}

const DESCRIPTION = 'data/datapackage.json';
const MAX_DESCRIPTION = 1 << 20;
const BULK = new Map<string, Key>(Object.entries({
  'results.csv': 'data.resultsCsv', 'totals.csv': 'data.totalsCsv', 'results.jsonl': 'data.resultsJsonl', 'results.parquet': 'data.resultsParquet',
  'results.cdf.json': 'data.resultsCdf', 'results.cdf.xml': 'data.resultsCdf', 'results.eml.xml': 'data.resultsEml',
  'areas.csv': 'data.areas', 'stations.csv': 'data.stations', 'contests.csv': 'data.contests', 'selections.csv': 'data.selections',
} as const));

/** Named in the package, and so bound by entry 0; else it is for the reader to find out. */
function licence(named: string | undefined): (Node | string)[] {
  if (named === undefined) return [say('data.licenceMeans')];
  return [say('data.licenceNamed'), ' ', h('a', { href: `https://spdx.org/licenses/${encodeURIComponent(named)}.html`, rel: 'license' }, named)];
}

void show().catch((e: unknown) => showProblem(content, e));

const size = (bytes: number): string => say('data.bytes', { n: Math.ceil(bytes / 1000) });

function link(frame: Frame, path: string, label = path): HTMLElement {
  return h('a', { href: new URL(`./${path}`, frame.site.root).href }, label);
}

/** What lies in `data/` beside the publication, if somebody had it made. */
async function bulk(frame: Frame): Promise<Node[]> {
  const description = await frame.site.read(DESCRIPTION, MAX_DESCRIPTION);
  if (description === undefined) return [];
  const { bulletin, totalsIndex, resources } = JSON.parse(new TextDecoder().decode(description)) as DataPackage;
  const files = (Array.isArray(resources) ? resources : []) as { path?: unknown; bytes?: unknown; description?: unknown }[];
  const rows = files.flatMap(({ path, bytes, description: holds }) => {
    if (typeof path !== 'string' || !/^[\w.-]+$/.test(path) || typeof bytes !== 'number') return [];
    const key = BULK.get(path);
    return [[link(frame, `data/${path}`, path), key === undefined ? steady(String(holds ?? '')) : say(key), size(bytes)]];
  });
  return [h('h2', {}, say('data.bulk')), h('p', {}, say('data.bulkMeans', { bulletin: String(bulletin) }), ' ', link(frame, DESCRIPTION)),
    ...warning(frame, bulletin, totalsIndex),
    table(say('data.bulk'), [{ label: say('data.file') }, { label: say('data.holds') }, { label: say('data.size'), n: true }], rows)];
}

function warning({ latest }: Frame, bulletin: unknown, totalsIndex: unknown): Node[] {
  if (latest === undefined) return [];
  if (bulletin !== latest.bulletin) return [h('p', {}, say('data.bulkOlder', { bulletin: latest.bulletin }))];
  const isSame = typeof totalsIndex === 'string' && latest.index === `totals/${totalsIndex.replace('sha256:', '')}.json`;
  return isSame ? [] : [h('p', { class: 'note', role: 'alert' }, say('data.bulkOther', { bulletin: latest.bulletin }))];
}

async function show(): Promise<void> {
  const frame = await openFrame();
  const { site, latest } = frame;
  const others = h('div', {});
  await bulk(frame).then((nodes) => others.replaceChildren(...nodes), (e: unknown) => showProblem(others, e));
  content.replaceChildren(others, h('h2', {}, say('data.files')), h('p', {}, say('data.means')), table(say('data.files'), [{ label: say('data.file') }, { label: say('data.holds') }], FILES.map(([path, key]) => [link(frame, path), say(key)])));
  if (latest !== undefined) {
    follow(site, latest.bulletin, latest.asOf);
    const index = await readIndex(site, latest.index);
    const rows = index.contests.flatMap((contest) => contest.shards.map((shard) => [link(frame, shard.file, `${contest.contest} / ${shard.area}`), count(shard.rows), size(shard.size)]));
    content.append(h('h2', {}, say('data.totals', { bulletin: latest.bulletin })), h('p', {}, say('data.totalsMean')),
      h('p', {}, link(frame, latest.index, say('data.index')), ' · ', link(frame, index.findingsFile, say('data.findings', { n: index.findings }))),
      table(say('data.totals', { bulletin: latest.bulletin }), [{ label: say('data.file') }, { label: say('data.rows'), n: true }, { label: say('data.size'), n: true }], rows));
  }
  content.append(h('h2', {}, say('data.all')), h('p', {}, say('data.allMeans')), h('pre', {}, h('code', {}, `cotejo mirror ${site.root} copy/ --authority authority.pub\ncotejo export copy/ data/`)),
    h('h2', {}, say('data.licence')), h('p', {}, ...licence(frame.election.licence)));
  await checkPage(frame, [], {}, [], 'check.bulletinHolds');
}
