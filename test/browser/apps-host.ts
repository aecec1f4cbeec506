import { build } from 'esbuild';
import { viewPage } from '../../src/view/view.ts';
import { RawServer, SAMPLE_LOGS } from '../support/server.ts';
import { type Browser, HERE, type Page } from './browser.ts';

/** A host that is nothing but its side of `@modelcontextprotocol/ext-apps`. */
const HOST = `
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

globalThis.heights = [];
globalThis.openView = async (html, { context, capabilities }) => {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  document.body.append(frame);
  const bridge = new AppBridge(null, { name: 'test-host', version: '1' }, capabilities, { hostContext: context });
  bridge.oncalltool = ({ name, arguments: args }) => globalThis.callTool(name, args ?? {});
  bridge.onsizechange = ({ height }) => globalThis.heights.push(height);
  const ready = new Promise((resolve) => { bridge.oninitialized = resolve; });
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.srcdoc = html;
  await ready;
  globalThis.bridge = bridge;
};
globalThis.giveResult = async (args, result) => {
  await globalThis.bridge.sendToolInput({ arguments: args });
  await globalThis.bridge.sendToolResult(result);
};
`;

let bundled: Promise<string> | undefined;

function hostScript(): Promise<string> {
  bundled ??= build({
    stdin: { contents: HOST, resolveDir: HERE },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return bundled;
}

interface Given {
  args?: readonly string[];
  context?: object;
  capabilities?: object;
  width?: number;
}

/** A tool's result as the server sends it. */
export type Result = Record<string, unknown>;

/** The view in a frame of the host, with the built server behind it. */
export class AppsHost {
  readonly page: Page;
  readonly server: RawServer;
  /** The tools that the view called. */
  readonly calls: { name: string; args: Record<string, unknown> }[] = [];

  private constructor(page: Page, server: RawServer) {
    this.page = page;
    this.server = server;
  }

  static async open(browser: Browser, given: Given = {}): Promise<AppsHost> {
    const { args = ['--logs', SAMPLE_LOGS], context = {}, capabilities = { serverTools: {} } } = given;
    const page = await browser.newPage({ viewport: { width: given.width ?? 800, height: 900 } });
    const server = await RawServer.initialized(args);
    const host = new AppsHost(page, server);
    await page.exposeFunction('callTool', (name: string, input: Record<string, unknown>) => {
      host.calls.push({ name, args: input });
      return host.ask(name, input);
    });
    const script = await hostScript();
    const style = 'body { margin: 0 } iframe { border: 0; width: 100%; height: 890px }';
    const body = `<!doctype html><style>${style}</style><body><script>${script.replaceAll('</script', '<\\/script')}</script>`;
    await page.route('http://host.test/', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto('http://host.test/');
    const options = JSON.stringify({ context, capabilities });
    await page.evaluate(`openView(${JSON.stringify(viewPage())}, ${options})`);
    return host;
  }

  /** The view's own document. */
  get view() {
    return this.page.frameLocator('iframe');
  }

  async ask(name: string, input: Record<string, unknown>): Promise<Result> {
    return (await this.server.request('tools/call', { name, arguments: input })).result ?? {};
  }

  /** Calls a tool as a model would, and hands its result to the view. */
  async show(name: string, input: Record<string, unknown>): Promise<void> {
    const result = await this.ask(name, input);
    await this.page.evaluate(`giveResult(${JSON.stringify(input)}, ${JSON.stringify(result)})`);
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.server.close();
  }
}
