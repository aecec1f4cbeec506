/** An answer as a file that anyone can open: the page of the view, with the answer in it. */

/** The element of the page that holds the answer. */
export const PAPER_ID = 'answer';

/** Where it stands in the page. */
const PLACE = '<!--answer-->';

export interface PaperData {
  data: object;
  /** The same as text. */
  text: string;
}

/**
 * `page` with an answer in it. Where scripts are off, as in the preview of some tickets, its text is shown.
 *
 * Nothing that the answer says ends the elements in which it stands: no `<` is left in either.
 */
export function paperOf(page: string, paper: PaperData): string {
  const data = JSON.stringify(paper).replaceAll('<', '\\u003c');
  const text = paper.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  // A function, as `$&` of a log is no pattern.
  return page.replace(
    PLACE,
    () =>
      `<script type="application/json" id="${PAPER_ID}">${data}</script><noscript><pre>${text}</pre></noscript>`,
  );
}
