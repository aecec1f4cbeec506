import { stemmer } from 'stemmer';

/** Words that mean the same at the end of a code, by their stems; '' for words that add nothing. */
const EQUAL: Readonly<Record<string, string>> = {
  error: 'fail',
  failur: 'fail',
  miss: 'requir',
  bad: 'invalid',
  illeg: 'invalid',
  alreadi: '',
  exceed: '',
  server: '',
  by: '',
  only: '',
  is: '',
  was: '',
  the: '',
};

/** What words mean, but for their form, their order, and words that say the same or nothing. */
export function kernelOf(words: readonly string[]): string {
  return words
    .map((word) => stemmer(word))
    .map((stem) => (Object.hasOwn(EQUAL, stem) ? (EQUAL[stem] ?? '') : stem))
    .filter((stem) => stem !== '')
    .sort()
    .join(' ');
}
