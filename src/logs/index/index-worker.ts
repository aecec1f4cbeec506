/** The thread that indexes: it takes one job after the other, and answers each with one result. */

import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { attempt } from '../../base/objects.ts';
import { WASM } from '../wasm/id-scan.wasm.ts';
import { wasmScanner } from '../wasm/id-scanner.ts';
import { CatchUp, type IndexPlan, type IndexTask, type TaskOutcome } from './catch-up.ts';
import { IndexFolder } from './index-folder.ts';

export interface WorkerSettings {
  folder: string;
  /** The workspace whose lines alone are indexed; null for all. */
  linesOf: string | null;
  /** Gives way to whatever else the machine has to do. */
  inBackground: boolean;
}

export type Job = { do: 'plan'; paths: readonly string[]; worth: number } | { do: 'run'; task: IndexTask };

/** `isRead` comes before the outcome where the thread is free for the next job while it has the system write out what it made. */
export type JobReport = { bytes: number } | { isRead: true } | { plan: IndexPlan } | { outcome: TaskOutcome };

/** How many bytes are read between two reports. */
const REPORT_EVERY = 8 * 1_048_576;

const { folder, linesOf, inBackground } = workerData as WorkerSettings;
// On Linux this is the priority of this thread alone; elsewhere it would be that of the whole process.
if (inBackground && platform() === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

const catchUp = new CatchUp(new IndexFolder(folder), scanner(), linesOf);
const report = (message: JobReport): void => parentPort?.postMessage(message);

parentPort?.on('message', async (job: Job) => {
  if (job.do === 'plan') {
    report({ plan: await catchUp.plan(job.paths, job.worth) });
    return;
  }
  let unreported = 0;
  const onBytes = (count: number): void => {
    unreported += count;
    if (unreported < REPORT_EVERY) return;
    report({ bytes: unreported });
    unreported = 0;
  };
  const onRead = (): void => report({ isRead: true });
  const outcome = await catchUp.run(job.task, onBytes, onRead);
  report({ bytes: unreported });
  report({ outcome });
});

function scanner(): ReturnType<typeof wasmScanner> | null {
  // No flags for V8: its first compiler scans the first megabytes about as fast as the second one would, compiled first.
  return attempt(() => wasmScanner(Buffer.from(WASM, 'base64')));
}
