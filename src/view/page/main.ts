import { failureOf, type LineData, type Shown, type StoryData, shownOf } from '../answers.ts';
import { PAPER_ID, type PaperData } from '../paper.ts';
import { button, copy, element } from './dom.ts';
import { draw } from './draw.ts';
import { connect, type Host, type HostContext, type ToolResult } from './host.ts';

/** The version of the package, set where the page is built. */
declare const VIEW_VERSION: string;

/** An answer that was shown, so that one can go back to it. */
interface Page {
  shown: Shown | null;
  text: string;
}

/** Of more pages than this, the rest is left to be asked for in words. */
const MOST_PAGES = 200;

/** What the frame shows: one answer at a time, and the way back to those before. */
class Viewer {
  readonly #stage: HTMLElement;
  readonly #bar = element('nav', { 'aria-label': 'This answer' });
  readonly #status = element('p', { role: 'status', class: 'status' });
  readonly #before: Page[] = [];
  #current: Page | null = null;
  #host: Host | null = null;

  constructor(stage: HTMLElement) {
    this.#stage = stage;
  }

  /** Shows an answer that the page itself holds. */
  showPaper({ data, text }: PaperData): void {
    document.documentElement.classList.add('paper');
    const shown = shownOf(data);
    if (shown?.kind === 'story') document.title = shown.data.request_id;
    this.#show({ shown, text });
  }

  /** Shows what a host tells of, and asks it for more. */
  async listen(): Promise<void> {
    this.#stage.replaceChildren(this.#status);
    this.#tell('Waiting for the answer…');
    this.#host = await connect(
      {
        asked: (args) => {
          if (this.#current === null) this.#tell(waitingFor(args));
        },
        answered: (result) => {
          this.#before.length = 0;
          this.#show(pageOf(result));
        },
        cancelled: () => this.#tell('The call was cancelled.'),
        context: adopt,
      },
      VIEW_VERSION,
    );
    this.#tellHeight(this.#host);
    // The answer may have come before it was known whom to ask.
    if (this.#current !== null) this.#show(this.#current);
  }

  #show(page: Page): void {
    this.#current = page;
    const { shown, text } = page;
    const call = this.#host?.call ?? null;
    const asking = {
      lookUp: call && ((request_id: string) => void this.#ask('lookup_request', { request_id })),
      explain: call && ((error: string) => void this.#ask('explain_error', { error })),
      allLines: call && (() => void this.#allLines()),
    };
    const body = shown === null ? element('pre', {}, text) : draw(shown, asking);
    this.#bar.replaceChildren(
      ...(this.#before.length === 0 ? [] : [button('← Back', null, () => this.#back())]),
      button('Copy as text', null, () => void this.#copy(text)),
    );
    this.#stage.replaceChildren(this.#bar, body, this.#status);
    this.#tell('');
  }

  #back(): void {
    const page = this.#before.pop();
    if (page === undefined) return;
    this.#show(page);
    this.#focusTop();
  }

  async #copy(text: string): Promise<void> {
    this.#tell((await copy(text)) ? 'Copied.' : 'This host does not let the view copy.');
  }

  async #ask(tool: string, args: Readonly<Record<string, string>>): Promise<void> {
    if (this.#host?.call == null) return;
    this.#tell('Asking…');
    try {
      const page = pageOf(await this.#host.call(tool, args));
      if (this.#current !== null) this.#before.push(this.#current);
      this.#show(page);
      this.#focusTop();
    } catch (error) {
      this.#tell(`The host did not pass that on: ${error instanceof Error ? error.message : ''}`);
    }
  }

  /** Adds the lines of the further pages to those that are shown. */
  async #allLines(): Promise<void> {
    const page = this.#current;
    const call = this.#host?.call ?? null;
    if (page?.shown?.kind !== 'story' || call === null) return;
    const { data } = page.shown;
    const lines: LineData[] = [...data.lines];
    let cursor = data.next_cursor;
    try {
      for (let read = 0; read < MOST_PAGES && cursor !== undefined; read += 1) {
        this.#tell(`${lines.length} of ${data.total} lines…`);
        const result = await call('lookup_request', { request_id: data.request_id, cursor });
        const more = shownOf(result.structuredContent);
        if (more?.kind !== 'story') break;
        lines.push(...more.data.lines);
        cursor = more.data.next_cursor;
      }
    } catch {
      // What was read so far is shown, with how much is missing.
    }
    // Meanwhile, another answer may have come.
    if (this.#current !== page) return;
    this.#show({ text: page.text, shown: { kind: 'story', data: withLines(data, lines, cursor) } });
  }

  #tell(words: string): void {
    this.#status.textContent = words;
  }

  /** What had the focus is gone: a keyboard goes on at the top of what was asked for. */
  #focusTop(): void {
    const heading = this.#stage.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus();
  }

  #tellHeight({ resized }: Host): void {
    let told = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(this.#stage.getBoundingClientRect().height);
      if (height !== told) resized(height);
      told = height;
    }).observe(this.#stage);
  }
}

function waitingFor({ request_id, error }: Readonly<Record<string, unknown>>): string {
  if (typeof request_id === 'string') return `Looking up ${request_id}…`;
  return error === undefined ? 'Searching…' : 'Looking it up…';
}

function pageOf({ content = [], structuredContent, isError = false }: ToolResult): Page {
  const text = content.flatMap((block) => block.text ?? []).join('\n');
  return { text, shown: isError ? failureOf(text) : shownOf(structuredContent) };
}

function withLines({ next_cursor: _, ...story }: StoryData, lines: LineData[], cursor?: string): StoryData {
  return { ...story, lines, ...(cursor !== undefined && { next_cursor: cursor }) };
}

/** Looks as the host does. */
function adopt({ theme, styles }: HostContext): void {
  const root = document.documentElement;
  if (theme !== undefined) root.dataset['theme'] = theme;
  for (const [name, value] of Object.entries(styles?.variables ?? {})) {
    if (name.startsWith('--') && value !== undefined) root.style.setProperty(name, value);
  }
}

const viewer = new Viewer(document.querySelector('main') ?? document.body);
const paper = document.getElementById(PAPER_ID)?.textContent ?? null;
if (paper === null) void viewer.listen();
else viewer.showPaper(JSON.parse(paper));
