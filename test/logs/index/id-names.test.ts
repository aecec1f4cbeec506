import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { idNames } from '../../../src/logs/line/ids.ts';
import { tempFolder } from '../files/temp-folder.ts';
import { indexOf, someLog } from './indexed.ts';

test('a number under a further name is an id, in an index that was made before too', async () => {
  const folder = await tempFolder();
  const line = '{"time":"2026-11-22T10:00:00Z","order_no":1234567,"msg":"paid"}\n';
  writeFileSync(join(folder, 'app.log'), `${someLog(500).text}${line}`);
  const indexed = await indexOf(folder);
  await indexed.catchUp();
  expect((await indexed.open().find('1234567')).lines).toEqual([]);
  const { lines } = await indexed.open(() => {}, idNames(['orderNo'])).find('1234567');
  expect(lines).toMatchObject([{ message: 'paid', source: 'app.log:530' }]);
  expect(lines[0]).not.toHaveProperty('mentioned_in');
});
