/** Checks everything that is published, in the reader's browser. */
import { ask, forgetSeen, remember, stop, trust, useKeys } from './worker-client.ts';
import { byId, h } from './dom.ts';
import { openFrame, showProblem } from './frame.ts';
import { Verdict } from './verdict.ts';
import { say } from './words.ts';
import type { Progress } from './worker.ts';

const content = byId('content');

void show().catch((e: unknown) => showProblem(content, e));

async function show(): Promise<void> {
  await openFrame().catch((e: unknown) => showProblem(byId('mode'), e));
  const { keys, own } = await trust();
  const text = h('textarea', { id: 'keys', rows: 3, spellcheck: 'false', autocomplete: 'off' });
  text.value = keys;
  const whose = h('p', { class: 'soft', role: 'status' }, say(own ? 'verify.ownKeys' : 'verify.siteKeys'));
  let isEdited = false;
  text.addEventListener('input', () => (isEdited = true));
  const policy = h('textarea', { id: 'policy', rows: 2, spellcheck: 'false', autocomplete: 'off' });
  const forget = h('button', { type: 'button' }, say('verify.forget'));
  const start = h('button', { type: 'submit', class: 'main' }, say('verify.start'));
  const result = h('div', { id: 'result' });
  const form = h('form', { class: 'verify' }, start,
    h('details', {}, h('summary', {}, say('verify.settings')),
      h('label', { for: 'keys' }, say('verify.keys'), text), whose,
      h('label', { for: 'policy' }, say('verify.policy'), policy), h('p', { class: 'soft' }, say('verify.policyMeans')), forget));
  forget.addEventListener('click', () => {
    forgetSeen();
    forget.replaceWith(h('p', { role: 'status' }, say('verify.forgot')));
  });
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    start.disabled = true;
    void run(isEdited ? text.value : undefined, policy.value, result).finally(() => (start.disabled = false));
  });
  content.replaceChildren(h('p', {}, say('verify.means')), form, result);
}

async function run(ownKeys: string | undefined, policy: string, result: HTMLElement): Promise<void> {
  const verdict = new Verdict();
  const bar = h('progress', { max: 1, value: 0, 'aria-label': say('verify.start') });
  const at = h('p', { class: 'soft' });
  const end = h('button', { type: 'button' }, say('verify.stop'));
  end.addEventListener('click', () => void stop());
  result.replaceChildren(bar, at, end, verdict.element);
  const started = performance.now();
  const progress = (p: Progress): void => {
    if ('holds' in p) verdict.add(say(`holds.${p.holds}`, { n: p.count }));
    if (!('at' in p) || p.at === 'looked') return;
    at.textContent = say(`at.${p.at}`, { done: p.done, all: p.all });
    bar.value = (STEPS.indexOf(p.at) + p.done / p.all) / STEPS.length;
  };
  try {
    if (ownKeys !== undefined) await useKeys(ownKeys);
    const keys = await trust();
    const { verified, newest } = await ask('everything', progress, keys, policy);
    remember(newest);
    verdict.holds(say('verify.holds', { files: verified.files, entries: verified.size, bulletins: verified.bulletins, seconds: Math.round((performance.now() - started) / 100) / 10 }),
      newest, keys.own);
  } catch (e) {
    verdict.failed(e);
  } finally {
    bar.remove();
    at.remove();
    end.remove();
  }
}

const STEPS = ['checkpoint', 'package', 'tree', 'entries', 'files'];
