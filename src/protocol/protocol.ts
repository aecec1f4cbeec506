export type { Identity } from './greeting.ts';
export { LateServer, type LoadedServer } from './late-server.ts';
export type { Services } from './methods.ts';
export { StdioTransport } from './stdio.ts';
