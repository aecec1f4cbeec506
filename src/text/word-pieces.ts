/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** A run of letters as what can be found again: itself, or pairs of neighbours where its script has no spaces. */
export function wordPieces(run: string): string[] {
  if (run.length < 3 || !UNSPACED.test(run)) return [run];
  const letters = [...run];
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
