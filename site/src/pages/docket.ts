/** The docket: who says which figures, who asks a court for what, which exhibits there are, and what was decided. */
import type { Filed } from '../verify/docket.ts';
import type { Figures } from '../verify/statement.ts';
import { checkPage } from './page-check.ts';
import { byId, h } from './dom.ts';
import { follow, openFrame, pageLink, showProblem, type Frame } from './frame.ts';
import type { StationPlace } from './places.ts';
import { readContests, type Contest } from './totals.ts';
import { count, say, sayIf, time } from './words.ts';
import { ask, trust } from './worker-client.ts';

type Of<T extends Filed['content']['type']> = Filed & { content: Extract<Filed['content'], { type: T }> };
type Fact = [string, ...(Node | string)[]];

const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  const frame = await openFrame();
  if (frame.latest !== undefined) follow(frame.site, frame.latest.bulletin, frame.latest.asOf);
  const texts: Record<string, string> = {};
  const contests = await readContests(frame.site, texts);
  const result = h('div', { role: 'status' });
  const button = h('button', { type: 'button' }, say('docket.read'));
  const progress = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': say('title.docket') });
  const read = async (): Promise<void> => {
    button.disabled = true;
    progress.hidden = false;
    try {
      const filed = await ask('docket', (at) => 'done' in at && (progress.value = at.done / at.all), await trust());
      result.replaceChildren(...(await new Docket(frame, contests, filed).sections()));
      button.remove();
    } catch (e) {
      showProblem(result, e);
      button.disabled = false;
    }
    progress.hidden = true;
  };
  button.addEventListener('click', () => void read());
  content.replaceChildren(h('p', {}, say('docket.means')), button, progress, result);
  await checkPage(frame, [], texts, [], 'check.bulletinHolds');
}

class Docket {
  private readonly byLeaf: Map<string, Filed>;
  /** There may be thousands of exhibits, and of decisions. */
  private readonly evidenceAbout: Map<string, Of<'evidence'>[]>;
  private readonly answersTo: Map<string, Filed[]>;
  private readonly places = new Map<string, StationPlace>();

  constructor(private readonly frame: Frame, private readonly contests: Contest[], private readonly filed: Filed[]) {
    this.byLeaf = new Map(filed.map((each) => [each.leaf, each]));
    this.evidenceAbout = grouped(this.of('evidence'), (each) => each.content.about);
    this.answersTo = grouped(filed.filter(isDecision), (each) => this.answered(each));
  }

  async sections(): Promise<Node[]> {
    if (this.filed.length === 0) return [h('p', { class: 'note' }, say('docket.none'))];
    const stations = this.filed.flatMap(({ content }) => (content.type === 'ruling' || content.type === 'corrigendum' ? [content.station] : []));
    for (const place of await ask('places', () => undefined, this.frame.site.root, [...new Set(stations)])) this.places.set(place.code, place);
    const cases = this.of('challenge');
    const claims = this.of('claim');
    const exhibits = this.of('evidence').filter((each) => this.byLeaf.get(each.content.about)?.content.type !== 'challenge' && !this.isDisclosure(each));
    const decisions = this.filed.filter((each) => isDecision(each) && this.answered(each) === undefined);
    return [
      ...cases.map((each) => this.dispute(each)),
      ...(claims.length === 0 ? [] : [h('section', {}, h('h2', {}, say('docket.claims')), ...claims.map((each) => this.claim(each)))]),
      ...(exhibits.length === 0 ? [] : [h('section', {}, h('h2', {}, say('docket.otherExhibits')), ...exhibits.map((each) => facts(this.exhibit(each))))]),
      ...(decisions.length === 0 ? [] : [h('section', {}, h('h2', {}, say('docket.otherDecisions')), ...decisions.map((each) => facts(this.decision(each))))]),
      h('p', { class: 'soft' }, say('docket.limits')),
      h('p', { class: 'soft' }, say('docket.more')),
      h('p', {}, h('code', {}, `cotejo docket show ${this.frame.site.root} --authority authority.pub --calendar court.csv --terms terms.csv --texts texts/`)),
    ];
  }

  private of<T extends Filed['content']['type']>(type: T): Of<T>[] {
    return this.filed.filter((each): each is Of<T> => each.content.type === type);
  }

  /** The challenge that a decision answers. */
  private answered({ content }: Filed): string | undefined {
    const about = content.type === 'order' ? content.about : content.type === 'ruling' ? content.correction.challenge : undefined;
    return about !== undefined && this.byLeaf.get(about)?.content.type === 'challenge' ? about : undefined;
  }

  private isDisclosure({ content }: Of<'evidence'>): boolean {
    const before = this.byLeaf.get(content.about)?.content;
    return content.evidence.form === 'disclosure' && before?.type === 'evidence' && before.evidence.form === 'commitment';
  }

  private dispute(each: Of<'challenge'>): HTMLElement {
    const { challenge, contest, area } = each.content;
    const exhibits = this.evidenceAbout.get(each.leaf) ?? [];
    const decisions = this.answersTo.get(each.leaf) ?? [];
    return h('section', {}, h('h2', {}, say('docket.case', { entry: each.entry })), facts([
      [say('docket.by'), this.signer(each)],
      [say('docket.arrived'), arrived(each)],
      [say('about'), `${contest}/${area}`, ...challenge.stations.flatMap((code) => [' · ', h('a', { href: pageLink('station', { station: code }) }, code)])],
      [say('docket.asks'), sayIf(`docket.relief.${challenge.relief}`)],
      ...(challenge.target === undefined ? [] : [[say('docket.names'), this.named(challenge.target)] as Fact]),
      ...challenge.restsOn.map((leaf): Fact => [say('docket.restsOn'), this.named(leaf)]),
      ...text(challenge.text),
      [say('docket.leaf'), h('code', {}, each.leaf)],
    ]), ...exhibits.map((exhibit) => facts(this.exhibit(exhibit))), ...(decisions.length === 0 ? [h('p', { class: 'soft' }, say('docket.noRuling'))] : decisions.map((decision) => facts(this.decision(decision)))));
  }

  private claim(each: Of<'claim'>): HTMLElement {
    const { contest, area, claim } = each.content;
    const selections = this.contests.find((other) => other.contest === contest)?.selections ?? [];
    return facts([
      [say('entry'), count(each.entry)],
      [say('docket.by'), this.signer(each)],
      [say('docket.arrived'), arrived(each)],
      [say('about'), `${contest}/${area}`],
      [say('docket.covers'), count(claim.covers)],
      ...(claim.votes.length === 0 ? [] : [[say('votes'), claim.votes.map((votes, i) => `${selections[i]?.selection ?? `#${i + 1}`}: ${count(votes)}`).join(', ')] as Fact]),
      ...(claim.stated === undefined ? [] : [[say('docket.stated'), time(claim.stated)] as Fact]),
      ...(claim.source === undefined ? [] : [[say('docket.source'), h('code', {}, claim.source)] as Fact]),
      ...text(claim.text),
      [say('docket.leaf'), h('code', {}, each.leaf)],
    ]);
  }

  private exhibit(each: Of<'evidence'>): Fact[] {
    const { evidence } = each.content;
    const disclosures = (this.evidenceAbout.get(each.leaf) ?? []).filter((other) => this.isDisclosure(other));
    const disclosed = disclosures.find(({ commitment }) => commitment === evidence.digest);
    const file = evidence.form === 'commitment' ? disclosed?.content.evidence : evidence;
    const committed = disclosed !== undefined ? 'docket.disclosed' : disclosures.length > 0 ? 'docket.doesNotFit' : 'docket.committed';
    return [
      [say('type.evidence'), say('docket.entryBy', { entry: each.entry }), ' ', this.signer(each)],
      [say('docket.arrived'), arrived(each)],
      [say('docket.form'), say(evidence.form === 'commitment' ? committed : 'docket.file')],
      ...(file === undefined ? [] : [[say('docket.what'), [file.media, say('docket.bytes', { n: file.size ?? 0 })].filter((part) => part !== '').join(', ')] as Fact]),
      [say(file === undefined ? 'docket.commitment' : 'docket.digest'), h('code', {}, (file ?? evidence).digest)],
      ...evidence.custody.map(({ step, at, within, holder }): Fact => [sayIf(`docket.step.${step}`), say('docket.held', { time: time(at), within }), ' ', h('code', {}, holder)]),
    ];
  }

  private decision(each: Filed): Fact[] {
    const head: Fact = [sayIf(`type.${each.content.type === 'corrigendum' ? 'corrigendum' : 'ruling'}`), say('docket.entryBy', { entry: each.entry }), ' ', this.signer(each)];
    const came: Fact = [say('docket.arrived'), arrived(each)];
    if (each.content.type === 'order') return [head, came, [say('docket.decides'), sayIf(`docket.order.${each.content.order}`), ' ', this.named(each.content.about)]];
    if (each.content.type !== 'ruling' && each.content.type !== 'corrigendum') throw new Error(`no decision: ${each.content.type}`);
    const { station, contest, correction } = each.content;
    const about: Fact[] = [
      [say('about'), `${contest} / `, h('a', { href: pageLink('station', { station }) }, station)],
      [say('docket.decides'), sayIf(`docket.decision.${correction.decision}`), ' ', h('code', {}, correction.target.slice(0, 16))],
    ];
    if (each.before !== undefined) about.push([say('docket.before'), this.figures(contest, station, each.before)]);
    if (correction.decision === 'replace') about.push([say('docket.after'), this.figures(contest, station, correction.figures)]);
    return [head, came, ...about];
  }

  /** Votes over all channels, by the selections of the station's ballot. */
  private figures(contest: string, station: string, { channels }: Figures): string {
    const areas = new Set(this.places.get(station)?.areas.map((area) => area.code));
    const ballot = (this.contests.find((other) => other.contest === contest)?.selections ?? []).filter((selection) => areas.has(selection.area));
    const votes = channels[0]!.votes.map((_, i) => channels.reduce((sum, channel) => sum + channel.votes[i]!, 0));
    return votes.map((n, i) => `${ballot[i]?.selection ?? `#${i + 1}`}: ${count(n)}`).join(', ');
  }

  private signer({ by, kid }: Filed): Node | string {
    if (by === 'court' || by === 'authority') return say(`docket.${by}`);
    return by ?? h('span', {}, say('docket.unknownKey'), ' ', h('code', {}, kid));
  }

  private named(leaf: string): Node {
    const known = this.byLeaf.get(leaf);
    return h('span', {}, ...(known === undefined ? [] : [say('docket.entry', { entry: known.entry }), ' ']), h('code', {}, leaf));
  }
}

function grouped<T>(all: T[], key: (each: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const name = key(each);
    if (name === undefined) continue;
    const before = groups.get(name);
    if (before === undefined) groups.set(name, [each]);
    else before.push(each);
  }
  return groups;
}

/** Terms are counted from marks of the log: what a paper says of its own date is not known to be so. */
function arrived({ arrival: { after, before } }: Filed): string {
  if (after !== undefined && before !== undefined) return say('docket.arrivedBetween', { after: time(after), before: time(before) });
  if (after !== undefined) return say('docket.arrivedAfter', { after: time(after) });
  return before === undefined ? '–' : say('docket.arrivedBefore', { before: time(before) });
}

function isDecision({ content }: Filed): boolean {
  return content.type === 'ruling' || content.type === 'corrigendum' || content.type === 'order';
}

function text(digest: string | undefined): Fact[] {
  return digest === undefined ? [] : [[say('docket.text'), h('code', {}, digest)]];
}

function facts(rows: Fact[]): HTMLElement {
  return h('dl', { class: 'facts' }, ...rows.flatMap(([label, ...values]) => [h('dt', {}, label), h('dd', {}, ...values)]));
}
