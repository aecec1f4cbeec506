/**
 * The one way in which the view makes elements. Words become text nodes and nothing else: no markup, no address, no style
 * and no handler can come of what a log says.
 */

interface Attributes {
  class?: string;
  id?: string;
  role?: string;
  tabindex?: '0' | '-1';
  type?: 'button';
  scope?: 'col' | 'row';
  hidden?: '';
  open?: '';
  'aria-label'?: string;
  'aria-labelledby'?: string;
  'aria-hidden'?: 'true';
  'aria-live'?: 'polite';
  'aria-selected'?: 'true' | 'false';
  'aria-activedescendant'?: string;
}

type Child = Node | string | null;

/** An element with its children; null is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function button(words: Child, label: string | null, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', ...(label !== null && { 'aria-label': label }) }, words);
  made.addEventListener('click', act);
  return made;
}

/** How a value looks that was hidden before it left the server. */
const REDACTED = '[redacted]';

/** Words from outside: apart from ours also in the direction of writing, what was redacted shown as such. */
export function said(text: string, className?: string): HTMLElement {
  const whole = element('bdi', className === undefined ? {} : { class: className });
  text.split(REDACTED).forEach((part, index) => {
    if (index > 0) whole.append(element('span', { class: 'redacted' }, 'redacted'));
    if (part !== '') whole.append(part);
  });
  return whole;
}

/** Our own words and those of a catalog, in which `code` stands between backticks. */
export function prose(text: string): HTMLElement {
  const whole = element('bdi');
  text.split('`').forEach((part, index, parts) => {
    const isCode = index % 2 === 1 && index < parts.length - 1;
    if (isCode) whole.append(element('code', {}, said(part)));
    else if (part !== '') whole.append(index % 2 === 1 ? `\`${part}` : part);
  });
  return whole;
}

/** A part of the page with a heading. */
export function section(heading: string, className: string, ...children: readonly Child[]): HTMLElement {
  const id = `heading-${className}`;
  return element(
    'section',
    { class: className, 'aria-labelledby': id },
    element('h2', { id }, heading),
    ...children,
  );
}

/**
 * Draws so many things of a long list at once, and the rest by slices each time that there is a moment: a page is first
 * seen when what is in sight is drawn. The function that is given draws at once all before `end`.
 */
export function inSlices(
  length: number,
  { first, next }: { first: number; next: number },
  draw: (from: number, to: number) => void,
): (end: number) => void {
  let drawn = 0;
  const drawTo = (end: number): void => {
    const to = Math.min(end, length);
    if (to > drawn) draw(drawn, to);
    drawn = Math.max(drawn, to);
  };
  const goOn = (many: number): void => {
    drawTo(drawn + many);
    if (drawn < length) setTimeout(goOn, 0, next);
  };
  goOn(first);
  return drawTo;
}

/** Copies a text; gives whether that was possible. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A frame may be kept from the clipboard, but not from copying what is selected.
    const area = element('textarea', { 'aria-hidden': 'true', class: 'away' });
    area.value = text;
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    return isCopied;
  }
}
