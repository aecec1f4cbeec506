/** The engine's process: `main.mjs PACKAGE-FOLDER OWN-FOLDER`, with its test at the other end of the IPC channel. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Call, Calls, Ready, Reply } from './contract.ts';
import { Engine } from './engine.ts';
import { Front } from './front.ts';
import { loadLibrary } from './library.ts';

const [packageFolder = '', ownFolder = ''] = process.argv.slice(2);

// The channel closes when the test is done and when it is killed: either way, nothing stays behind.
process.on('disconnect', () => {
  try {
    rmSync(ownFolder, { recursive: true, force: true, maxRetries: 5 });
  } finally {
    // An ordinary exit would wait for queries that still run.
    process.kill(process.pid, 'SIGKILL');
  }
});

const engine = new Engine(loadLibrary(packageFolder), join(ownFolder, 'data'));
const { version } = JSON.parse(await engine.exec('SELECT version() AS version'));
const front = new Front(engine, version);

const calls: Calls = {
  exec: (sql) => engine.exec(sql),
  addUser: async (name, password, profile = {}) => {
    const trial = engine.open({});
    try {
      await trial.prepare('default', {}, profile);
    } finally {
      trial.close();
    }
    front.users.add(name, { password, profile });
  },
  running: () => engine.running(),
  served: () => Promise.resolve(front.served),
  connections: () => Promise.resolve(front.connections),
  fault: (fault, times = Number.POSITIVE_INFINITY) => Promise.resolve(front.faults.add(fault, times)),
  clearFaults: () => Promise.resolve(front.faults.clear()),
  refuse: () => front.close(),
  accept: () => front.listen().then(() => {}),
};

process.on('message', async ({ id, name, args }: Call) => {
  const call = calls[name] as (...args: unknown[]) => Promise<unknown>;
  tell(
    await call(...args).then(
      (value) => ({ id, value }),
      (thrown) => ({ id, error: String(thrown?.message ?? thrown) }),
    ),
  );
});

tell({ port: await front.listen() });

function tell(message: Reply | Ready): void {
  process.send?.(message, undefined, undefined, () => {
    // The test is gone: `disconnect` follows.
  });
}
