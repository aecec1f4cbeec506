export type { Identity } from './greeting.ts';
export { LazyServer, type LoadedServer } from './greeting.ts';
export type { Services } from './methods.ts';
export type { Origin } from './origin.ts';
export { StdioTransport } from './stdio.ts';
