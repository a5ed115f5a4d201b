/** What there is to download, and what each file holds. */
import { checkPage } from './page-check.ts';
import { byId, h, table } from './dom.ts';
import { follow, openFrame, readIndex, showProblem } from './frame.ts';
import { count, say, type Key } from './words.ts';

const content = byId('content');
const FILES: [string, Key][] = [
  ['latest.json', 'data.latest'], ['manifest.csv', 'data.manifest'], ['checkpoint', 'data.checkpoint'], ['authority.pub', 'data.authority'],
  ['package/election.json', 'data.election'], ['package/areas.csv', 'data.areas'], ['package/stations.csv', 'data.stations'],
  ['package/contests.csv', 'data.contests'], ['package/selections.csv', 'data.selections'], ['package/devices.csv', 'data.devices'],
];

/** Named in the package, and so bound by entry 0; else it is for the reader to find out. */
function licence(named: string | undefined): (Node | string)[] {
  if (named === undefined) return [say('data.licenceMeans')];
  return [say('data.licenceNamed'), ' ', h('a', { href: `https://spdx.org/licenses/${encodeURIComponent(named)}.html`, rel: 'license' }, named)];
}

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  const { site, latest } = frame;
  const link = (path: string, label = path): HTMLElement => h('a', { href: new URL(`./${path}`, site.root).href }, label);
  const size = (bytes: number): string => say('data.bytes', { n: Math.ceil(bytes / 1000) });
  content.replaceChildren(h('p', {}, say('data.means')), table(say('data.files'), [{ label: say('data.file') }, { label: say('data.holds') }], FILES.map(([path, key]) => [link(path), say(key)])));
  if (latest !== undefined) {
    follow(site, latest.bulletin, latest.asOf);
    const index = await readIndex(site, latest.index);
    const rows = index.contests.flatMap((contest) => contest.shards.map((shard) => [link(shard.file, `${contest.contest} / ${shard.area}`), count(shard.rows), size(shard.size)]));
    content.append(h('h2', {}, say('data.totals', { bulletin: latest.bulletin })), h('p', {}, say('data.totalsMean')),
      h('p', {}, link(latest.index, say('data.index')), ' · ', link(index.findingsFile, say('data.findings', { n: index.findings }))),
      table(say('data.totals', { bulletin: latest.bulletin }), [{ label: say('data.file') }, { label: say('data.rows'), n: true }, { label: say('data.size'), n: true }], rows));
  }
  content.append(h('h2', {}, say('data.all')), h('p', {}, say('data.allMeans')), h('pre', {}, h('code', {}, `cotejo mirror ${site.root} copy/ --authority authority.pub\ncotejo export copy/ data/`)),
    h('h2', {}, say('data.licence')), h('p', {}, ...licence(frame.election.licence)));
  await checkPage(frame, [], {}, [], 'check.bulletinHolds');
}
