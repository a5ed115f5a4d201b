/** One polling station: its record, what the rules say of it, its history, and the proof that the log has it. */
import { BOXES, SHEET } from '../verify/figures.ts';
import { checkPage } from './page-check.ts';
import { ask, trust } from './worker-client.ts';
import { bar, byId, h, steady, table } from './dom.ts';
import { areaLink, follow, openFrame, pageLink, problem, readIndex, showProblem, type Frame } from './frame.ts';
import { sheetCode } from './sheet-code.ts';
import { bothNames, readContests, type Contest, type ContestTotals, type Row, type TotalsIndex } from './totals.ts';
import { count, say, sayIf } from './words.ts';
import type { Shown } from './worker.ts';
import type { StationPlace } from './places.ts';

const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  const code = new URLSearchParams(location.search).get('station') ?? '';
  const place = await ask('place', () => undefined, frame.site.root, code);
  if (place === undefined) {
    content.replaceChildren(h('p', { class: 'note', role: 'alert' }, say('station.unknown', { station: code })), h('p', {}, h('a', { href: pageLink('stations') }, say('station.search'))));
    return;
  }
  heading(place);
  if (frame.latest === undefined) return content.replaceChildren(h('p', { class: 'note' }, say('check.noBulletin')));
  follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  const texts: Record<string, string> = {};
  const { root } = frame.site;
  const [index, contests] = await Promise.all([readIndex(frame.site, frame.latest.index), readContests(frame.site, texts)]);
  const files = [index.findingsFile];
  const findings = await ask('findings', () => undefined, root, index.findingsFile, place.code);
  const areas = new Set(place.areas.map((area) => area.code));
  const shown: Shown[] = [];
  const sections: Node[] = [];
  for (const contest of contests.filter((each) => areas.has(each.area))) {
    const { row, file } = await rowOf(root, index, contest.contest, place);
    files.push(file);
    const ballot = contest.selections.filter((selection) => areas.has(selection.area)).map((selection) => selection.selection);
    if (row['entry'] !== '') shown.push({ contest: contest.contest, station: place.code, entry: Number(row['entry']), row, channels: frame.election.channels, ballot });
    sections.push(record(frame, contest, row, findings));
  }
  content.replaceChildren(...sections, history(place.code));
  await checkPage(frame, files, texts, shown, shown.length === 0 ? 'check.nothingReceived' : 'check.stationHolds');
}

function heading(place: StationPlace): void {
  byId('crumbs').replaceChildren(h('ol', {}, ...place.areas.slice(0, 3).map((area, i) => h('li', {}, h('a', { href: areaLink(area.code, i === 0) }, bothNames(area.name, area.nameLatin))))));
  byId('title').textContent = say('station.title', { station: place.code });
  const where = place.areas.slice(3).map((area) => bothNames(area.name, area.nameLatin));
  byId('subtitle').textContent = [steady(place.name), ...where, say('station.registered', { n: place.registered })].filter((part) => part !== '').join(' · ');
  document.title = `${place.code} · ${document.title}`;
}

/** The row of a station, from a file that has the digest of its name; every station has one in every contest that is held there. */
async function rowOf(root: string, index: TotalsIndex, contest: string, place: StationPlace): Promise<{ row: Row; file: string }> {
  const totals = index.contests.find((each) => each.contest === contest) as ContestTotals;
  const above = new Set(place.areas.map((area) => area.code));
  // The whole's own shard has the stations that lie directly below it.
  for (const { area, file } of [...totals.shards].reverse()) {
    if (!above.has(area)) continue;
    const row = await ask('row', () => undefined, root, file, 'station', place.code);
    if (row !== undefined) return { row, file };
  }
  throw new Error(`${contest}/${place.code}: no file of the totals has a row`);
}

function record(frame: Frame, contest: Contest, row: Row, findings: Row[]): HTMLElement {
  const state = h('p', {}, h('span', { class: 'state', 'data-state': row['state'] }, sayIf(`state.${row['state']}`)), ': ', sayIf(`stateMeans.${row['state']}`));
  const section = h('section', {}, h('h2', {}, bothNames(contest.name, contest.nameLatin)), state);
  if (row['ballotsCast'] !== '') section.append(votes(frame, contest, row), boxes(frame, row));
  const about = findings.filter((finding) => finding['subject'] === `${contest.contest}/${row['code']}` || finding['subject'] === row['code']);
  section.append(h('h3', {}, say('station.findings')));
  if (about.length === 0) section.append(h('p', { class: 'soft' }, say(row['ballotsCast'] === '' ? 'station.noFindings' : 'station.addsUp')));
  else section.append(table(say('station.findings'), [{ label: say('finding') }, { label: say('finding.means') }, { label: say('finding.detail') }, { label: say('entry'), n: true }],
    about.map((finding) => [finding['code']!, sayIf(`rule.${finding['code']}`), finding['detail']!, count(Number(finding['entry']))])));
  if (row['entry'] !== '') section.append(proof(Number(row['entry'])));
  return section;
}

function votes(frame: Frame, contest: Contest, row: Row): HTMLElement {
  const channels = frame.election.channels.length > 1 ? frame.election.channels : [];
  const listed = contest.selections.filter((selection) => row[`votes.${selection.selection}`] !== '');
  const isColoured = contest.selections.some(({ colour }) => colour !== undefined && colour !== '');
  const most = Math.max(0, ...listed.map((selection) => Number(row[`votes.${selection.selection}`])));
  const columns = [{ label: say('selection') }, ...channels.map((channel) => ({ label: sayIf(`channel.${channel}`), n: true })), { label: say('votes'), n: true }, { label: '', wide: true }];
  const figure = (name: string): string => (row[name] === '' || row[name] === undefined ? '–' : count(Number(row[name])));
  return table(say('votes'), columns, listed.map((selection) => [
    h('span', {}, h('span', { class: 'soft code' }, selection.selection), ' ', bothNames(selection.name, selection.nameLatin)),
    ...channels.map((channel) => figure(`${channel}.votes.${selection.selection}`)),
    figure(`votes.${selection.selection}`),
    bar(Number(row[`votes.${selection.selection}`]), most, isColoured ? (selection.colour ?? '') : undefined),
  ]));
}

function boxes(frame: Frame, row: Row): HTMLElement {
  const channels = frame.election.channels.length > 1 ? frame.election.channels : [];
  const figure = (name: string): string => (row[name] === '' || row[name] === undefined ? '–' : count(Number(row[name])));
  const columns = [{ label: say('figure') }, ...channels.map((channel) => ({ label: sayIf(`channel.${channel}`), n: true })), { label: say('figure.all'), n: true }];
  const figures = table(say('figure'), columns, [
    ...BOXES.map((box) => [sayIf(box), ...channels.map((channel) => figure(`${channel}.${box}`)), figure(box)]),
    ...SHEET.filter((name) => row[name] !== '').map((name) => [sayIf(name), ...channels.map(() => ''), figure(name)]),
  ]);
  figures.classList.add('figures');
  return figures;
}

/** The entry in the log, its receipt and the code that stands on its sheet. */
function proof(entry: number): HTMLElement {
  const more = h('details', { class: 'paper' }, h('summary', {}, say('station.code')));
  more.addEventListener('toggle', () => {
    if (more.open && more.childElementCount === 1) void sheetCode(entry).then((nodes) => more.append(...nodes), (e: unknown) => more.append(problem(e)));
  });
  const receipt = h('button', { type: 'button' }, say('station.receipt'));
  receipt.addEventListener('click', () => void saveReceipt(entry).catch((e: unknown) => receipt.after(problem(e))));
  return h('div', {}, h('p', { class: 'soft' }, say('station.entry', { entry }), ' ', receipt), more);
}

/** The receipt as a file: with the statement or its sheet, it shows without anybody's server that the log has it. */
async function saveReceipt(entry: number): Promise<void> {
  const { leaf, text } = await ask('receipt', () => undefined, await trust(), entry);
  // As the log's witnesses wrote it, byte by byte.
  const address = URL.createObjectURL(new Blob([Uint8Array.from(text, (c) => c.charCodeAt(0))], { type: 'application/octet-stream' }));
  h('a', { href: address, download: `${leaf}.receipt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function history(station: string): HTMLElement {
  const section = h('section', { class: 'on-demand' }, h('h2', {}, say('station.history')), h('p', { class: 'soft' }, say('station.historyMeans')));
  const button = h('button', { type: 'button' }, say('station.historyRead'));
  const progress = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': say('station.history') });
  button.addEventListener('click', () => {
    button.disabled = true;
    progress.hidden = false;
    void read();
  });
  const read = async (): Promise<void> => {
    try {
      const found = await ask('history', (at) => 'done' in at && (progress.value = at.done / at.all), await trust(), station);
      section.append(table(say('station.history'), [{ label: say('entry'), n: true }, { label: say('statement') }, { label: say('about') }, { label: say('key') }],
        found.map((each) => [count(each.entry), sayIf(`type.${each.type}`), each.subject, h('code', {}, each.kid)])));
      button.remove();
    } catch (e) {
      section.append(problem(e));
      button.disabled = false;
    }
    progress.hidden = true;
  };
  section.append(button, progress);
  return section;
}
