import page from './page/page.html';
import { type PaperData, paperOf } from './paper.ts';

/** The view as a host loads it: one HTML document that refers to nothing outside. */
export function viewPage(): string {
  return page;
}

/** An answer as a file for a person, with its view and its text. */
export function paper(answer: PaperData): string {
  return paperOf(page, answer);
}
