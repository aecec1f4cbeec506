import { describe, expect, it } from 'vitest';
import { importMarkdown } from '../../../src/import/page/import-page.ts';
import { options } from '../options.ts';

const PAGE =
  '# API\n\n## Login errors\n\n### By password\n\n- `pin_wrong`: text\n\n## Other errors\n\n- `box_full`: text\n\n# More login errors\n\n- `pin_old`: text\n';
const below = (section: string) =>
  importMarkdown(PAGE, { ...options(), section }).entries.map(({ data }) => data.code);

describe('a section of a page', () => {
  it.each([
    ['Login errors', ['pin_wrong', 'pin_old']],
    ['by password', ['pin_wrong']],
    ['other', ['box_full']],
    ['API', ['pin_wrong', 'box_full']],
  ])('%s is all that stands below headings with these words', (section, codes) => {
    expect(below(section)).toEqual(codes);
  });

  it('that is not there is refused, with the headings that are', () => {
    expect(() => below('Refunds')).toThrow(
      "There is no heading with the words 'Refunds'. The headings are 'API', 'Login errors', 'By password'",
    );
  });
});
