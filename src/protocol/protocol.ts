export type { Identity } from './greeting.ts';
export { LazyServer, type LoadedServer } from './greeting.ts';
export type { Origin, Services } from './methods.ts';
export { StdioTransport } from './stdio.ts';
