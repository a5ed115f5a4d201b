/** Good and damaged publications: this verifier says of each what the Java one said. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DoesNotHold, NotDecided } from '../src/verify/bytes.ts';
import { Light } from '../src/verify/light.ts';
import { verify } from '../src/verify/verify.ts';
import { named, type TotalsIndex } from '../src/pages/totals.ts';
import { cases } from './corpus.ts';

test('agrees with the Java verifier on every case of the corpus', async () => {
  const differences: string[] = [];
  for (const { base, damage, verdict, place, files, source, trust } of cases()) {
    let ours = 'Holds';
    try {
      await verify(source, { trust });
    } catch (e) {
      if (!(e instanceof DoesNotHold)) throw e;
      ours = 'DoesNotHold';
      const [changed] = Object.keys(files);
      if (changed !== undefined && e.place !== changed) differences.push(`${base}, ${changed} ${damage}: ours names ${e.message}; theirs ${place}`);
    }
    if (ours !== verdict) differences.push(`${base} ${Object.keys(files).join()} ${damage}: ours ${ours}, theirs ${verdict} ${place}`);
  }
  assert.deepEqual(differences, []);
});

/** What the page of a station checks, for every station with a record. */
async function checkLightly(light: Light): Promise<number> {
  const bulletin = await light.bulletin(() => undefined);
  let records = 0;
  for (const { contest, shards } of (JSON.parse(bulletin.index) as TotalsIndex).contests) {
    for (const shard of shards) {
      for (const row of named(await light.content(shard.file))) {
        if (row['row'] !== 'station' || row['entry'] === '') continue;
        await light.record(contest, row['code']!, Number(row['entry']), (figures) => (String(figures?.votersAdmitted ?? '') === row['votersAdmitted'] ? undefined : 'votersAdmitted'), () => undefined);
        records++;
      }
    }
  }
  return records;
}

test('a light check holds wherever everything holds, and otherwise fails for a reason that has a place', async () => {
  let [held, records, failed] = [0, 0, 0];
  for (const { base, verdict, files, source, trust } of cases()) {
    try {
      const light = await Light.open(source, trust, () => undefined, () => undefined);
      records += await checkLightly(light);
      held++;
    } catch (e) {
      // A key that the log enrolled or exchanged takes everything to check.
      if (e instanceof NotDecided) continue;
      if (!(e instanceof DoesNotHold)) throw e;
      failed++;
      assert.notEqual(e.place, '');
      assert.notEqual(verdict, 'Holds', `${base} ${Object.keys(files).join()}: ${e.message}`);
    }
  }
  assert.ok(held > 10 && records > 20 && failed > 100, `${held} ${records} ${failed}`);
});
