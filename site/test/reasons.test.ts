/** Why something does not hold is said in every language of the pages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const SOURCES = ['verify/verify.ts', 'verify/light.ts', 'verify/files.ts', 'verify/tiles.ts', 'pages/worker.ts', 'pages/shards.ts'];
/** The last argument of what ends a check, if it is a text. */
const REASON = /\b(?:DoesNotHold|NotDecided|fail)\((?:[^;]*?, )?('(?:[^'\\]|\\.)*'|`(?:[^`$]|\$\{[^}]*\})*`)\)/g;

function reasons(): string[] {
  const found = SOURCES.flatMap((source) => [...readFileSync(`src/${source}`, 'utf8').matchAll(REASON)].map((match) => match[1]!.slice(1, -1)));
  return found.map((text) => {
    let place = 0;
    return text.replace(/\$\{[^}]*\}/g, () => `{${++place}}`);
  });
}

test('knows every reason in every language but English', () => {
  const all = reasons();
  assert.ok(all.length > 40, `${all.length} found`);
  const languages = readdirSync('src/pages/words').filter((file) => file !== 'en.json');
  assert.deepEqual(readdirSync('src/pages/reasons'), languages);
  for (const file of languages) {
    const sentences = JSON.parse(readFileSync(`src/pages/reasons/${file}`, 'utf8')) as Record<string, string>;
    assert.deepEqual(all.filter((reason) => !(reason in sentences)), [], file);
    for (const [english, other] of Object.entries(sentences)) assert.deepEqual(other.match(/\{\d\}/g) ?? [], english.match(/\{\d\}/g) ?? [], english);
  }
});
