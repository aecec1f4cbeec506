import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileLog } from '../../../src/logs/file-log.ts';
import { isoWithNanoseconds, momentOf } from '../contract/records.ts';
import { testRelated } from '../contract/related-contract.ts';
import { type Adapter, testRequestLog } from '../contract/request-log-contract.ts';
import { testSearch } from '../contract/search-contract.ts';
import { tempFolder } from './temp-folder.ts';

const files: Adapter = {
  name: 'files',
  readsTexts: true,
  readsAttributes: true,
  async open(records) {
    const now = Date.now();
    const path = join(await tempFolder(), 'requests.ndjson');
    const lines = records.map((record) => {
      const { ago: _, fields, ...terms } = record;
      return JSON.stringify({ time: isoWithNanoseconds(momentOf(record, now)), ...terms, ...fields });
    });
    writeFileSync(path, `${lines.join('\n')}\n`);
    return fileLog({ paths: [path] });
  },
};

testRequestLog(files);
testSearch(files);
testRelated(files);
