/** Writes `docs/answers.md` and `answers.schema.json`, the fields of every answer: `npm run answers`. */
import { writeFileSync } from 'node:fs';
import { answersJsonSchema, answersPage } from './answers-page.ts';

writeFileSync('docs/answers.md', answersPage());
writeFileSync('answers.schema.json', `${JSON.stringify(answersJsonSchema())}\n`);
