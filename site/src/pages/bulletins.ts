/** Every bulletin, and what changed from one to another. */
import { checkPage } from './page-check.ts';
import { byId, h, table } from './dom.ts';
import { follow, openFrame, readIndex, showProblem } from './frame.ts';
import { bothNames, named, readContests, readPointer, type Contest, type ContestTotals, type Pointer, type TotalsIndex } from './totals.ts';
import { count, say, time } from './words.ts';

/** Each of them is read, and looked up in the log. */
const MOST = 20;
const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  const { latest, site } = frame;
  if (latest === undefined) return content.replaceChildren(h('p', { class: 'note' }, say('check.noBulletin')));
  follow(site, latest.bulletin, latest.asOf);
  const texts: Record<string, string> = {};
  const contests = await readContests(site, texts);
  const numbers = Array.from({ length: Math.min(MOST, latest.bulletin) }, (_, i) => latest.bulletin - i);
  const bulletins = await Promise.all(numbers.map(async (n) => readPointer(await site.text(`bulletins/${n}.json`))));
  const indexes = await Promise.all(bulletins.map((bulletin) => readIndex(site, bulletin.index)));
  const columns = [{ label: say('bulletin'), n: true }, { label: say('asOf.column') }, { label: say('entries'), n: true }, { label: say('stations'), n: true }, { label: say('registered'), n: true }, { label: say('validVotes'), n: true }];
  content.replaceChildren(
    table(say('bulletins'), columns, bulletins.map((bulletin, i) => {
      const first = indexes[i]!.contests[0]!;
      return [count(bulletin.bulletin), time(bulletin.asOf), count(bulletin.logSize), say('of', { part: first.stations.inTotals, all: first.stations.all }), say('of', { part: first.registered.inTotals, all: first.registered.all }), count(first.totals.validVotes)];
    })),
    latest.bulletin > MOST ? h('p', { class: 'soft' }, say('bulletins.older', { n: MOST })) : '',
  );
  if (bulletins.length > 1) changes(contests, areaNames((texts['areas.csv'] = await site.text('package/areas.csv'))), bulletins, indexes);
  await checkPage(frame, [], texts, [], 'check.bulletinsHold', bulletins);
}

/** Names of areas by their codes. */
function areaNames(csv: string): Map<string, string> {
  return new Map(named(csv).map((area) => [area['area']!, bothNames(area['name']!, area['nameLatin']!)]));
}

function changes(contests: Contest[], names: Map<string, string>, bulletins: Pointer[], indexes: TotalsIndex[]): void {
  const parameters = new URLSearchParams(location.search);
  const choose = (id: string, fallback: number): HTMLSelectElement => {
    const select = h('select', { id }, ...bulletins.map((bulletin) => h('option', { value: bulletin.bulletin }, `${bulletin.bulletin} · ${time(bulletin.asOf)}`)));
    select.value = String(bulletins.find((bulletin) => String(bulletin.bulletin) === parameters.get(id))?.bulletin ?? fallback);
    return select;
  };
  const [from, to] = [choose('from', bulletins[1]!.bulletin), choose('to', bulletins[0]!.bulletin)];
  const result = h('div', { role: 'status' });
  const compare = (): void => {
    const at = (select: HTMLSelectElement): TotalsIndex => indexes[bulletins.findIndex((bulletin) => String(bulletin.bulletin) === select.value)]!;
    const address = new URL(location.href);
    address.searchParams.set('from', from.value);
    address.searchParams.set('to', to.value);
    history.replaceState(null, '', address);
    result.replaceChildren(...contests.flatMap((contest) => contestChanges(contest, names, at(from), at(to))));
  };
  const form = h('form', { class: 'finder' }, h('label', { for: 'from' }, say('bulletins.from'), from), h('label', { for: 'to' }, say('bulletins.to'), to));
  form.addEventListener('input', compare);
  content.append(h('section', {}, h('h2', {}, say('bulletins.changes')), form, result));
  compare();
}

function contestChanges(contest: Contest, names: Map<string, string>, before: TotalsIndex, after: TotalsIndex): Node[] {
  const of = (index: TotalsIndex): ContestTotals => index.contests.find((each) => each.contest === contest.contest)!;
  const [a, b] = [of(before), of(after)];
  const change = (x: number, y: number): string => (y === x ? '0' : (y > x ? '+' : '−') + count(Math.abs(y - x)));
  const columns = [{ label: say('figure') }, { label: say('bulletins.from'), n: true }, { label: say('bulletins.to'), n: true }, { label: say('bulletins.change'), n: true }];
  const row = (label: Node | string, x: number, y: number): (Node | string)[] => [label, count(x), count(y), change(x, y)];
  const selections = contest.selections.map((s) => ({ ...s, x: a.totals.votes[s.selection] ?? 0, y: b.totals.votes[s.selection] ?? 0 })).sort((s, t) => t.y - s.y);
  // The whole has a file too, of what lies in no area below it.
  const shards = b.shards.length > 1 ? b.shards.filter((shard) => shard.area !== b.area) : b.shards;
  const areas = shards.map((shard) => ({ shard, earlier: a.shards.find((other) => other.area === shard.area) })).filter(({ shard, earlier }) => earlier?.file !== shard.file);
  return [
    h('h3', {}, bothNames(contest.name, contest.nameLatin)),
    table(say('bulletins.changes'), columns, [
      row(say('stations.inTotals'), a.stations.inTotals, b.stations.inTotals),
      row(`${say('stations')}: ${say('state.CONFLICT')}`, a.stations.CONFLICT, b.stations.CONFLICT),
      row(`${say('stations')}: ${say('state.CORRECTED')}`, a.stations.CORRECTED, b.stations.CORRECTED),
      row(say('validVotes'), a.totals.validVotes, b.totals.validVotes),
      ...selections.map((s) => row(`${s.selection} ${bothNames(s.name, s.nameLatin)}`, s.x, s.y)),
    ]),
    h('p', { class: 'soft' }, say('bulletins.areas', { n: areas.length, all: shards.length })),
    table(say('area'), [{ label: say('area') }, { label: say('stations'), n: true }, { label: say('validVotes'), n: true }], areas.map(({ shard, earlier }) => [
      names.get(shard.area) ?? shard.area, change(earlier?.stations.inTotals ?? 0, shard.stations.inTotals), change(earlier?.totals.validVotes ?? 0, shard.totals.validVotes)])),
  ];
}
