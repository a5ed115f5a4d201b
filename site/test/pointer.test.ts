/** Pointers that say what no bulletin is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPointer } from '../src/pages/totals.ts';

const SOUND = { bulletin: 3, entry: 40, logSize: 38, asOf: 1_770_000_000, index: `totals/${'a'.repeat(64)}.json` };

test('reads a pointer, and none with a number or a path that no bulletin has', () => {
  assert.equal(readPointer(JSON.stringify(SOUND)).bulletin, 3);
  const others = [{ bulletin: -1 }, { bulletin: 1.5 }, { bulletin: '3' }, { entry: 2 ** 53 }, { logSize: null }, { asOf: 1e300 }, { asOf: undefined }, { index: 'javascript:alert(1)' }, { index: `../totals/${'a'.repeat(64)}.json` }, { index: 7 }];
  for (const other of others) assert.throws(() => readPointer(JSON.stringify({ ...SOUND, ...other })), /names no bulletin/, JSON.stringify(other));
  for (const text of ['null', '[]', '"x"', '{}']) assert.throws(() => readPointer(text), /names no bulletin/, text);
  assert.throws(() => readPointer('<!doctype html>'), SyntaxError);
});
