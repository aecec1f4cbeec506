import { Worker } from 'node:worker_threads';
import type { IndexPlan, IndexTask } from './catch-up.ts';
import { IndexFolder } from './index-folder.ts';
import type { Job, JobReport, WorkerSettings } from './index-worker.ts';

/** So many bytes are worth a second thread. */
const WORTH_A_THREAD = 64 * 1_048_576;
/** How much must be new in a log before the segment of its end is written again: any line, so that it is counted. */
const WORTH_A_SEGMENT = 1;
/** What a log gains while it is indexed is not worth another round. */
const WORTH_A_ROUND = 14 * 1_048_576;
const ROUNDS = 3;
/** For so many segments a thread does not wait until the disk has them. */
const MOST_UNWRITTEN = 4;
/** How long logs are left alone after a catch-up, in milliseconds; longer where the index could not be written. */
const REST = 2_000;
const LONG_REST = 60_000;
/** How long a nudge waits, in milliseconds: the answer goes out first, and a host that asks only once never starts a thread. */
const WAIT = 100;
/** How long searches can put off what was nudged, in milliseconds. */
const LONGEST_WAIT = 10_000;

/** What a thread may take beside its buffers: it keeps little, and would let garbage pile up. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 256 };

export interface IndexerOptions {
  folder: string;
  /** The workspace whose lines alone are indexed; null for all. */
  linesOf: string | null;
  /** Files, folders and globs, as a person configured them. */
  paths: readonly string[];
  /** The built `index-worker.ts`. */
  workerUrl: URL;
  /** Told of what stops the index, such as a full disk; lookups go on without. */
  onTrouble: (problem: string) => void;
}

export interface Progress {
  /** Bytes. */
  done: number;
  total: number;
}

export interface CatchUpResult extends Omit<IndexPlan, 'tasks'> {
  bytes: number;
  /** Why something could not be indexed, each in a sentence. */
  problems: string[];
}

interface CatchUpOptions {
  threads: number;
  inBackground: boolean;
  worth: number;
  onProgress?: (progress: Progress) => void;
}

/** Keeps the index of some logs, in threads of its own. Threads are there only while there is work. */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #threads = new Set<IndexThread>();
  #running = false;
  #searches = 0;
  #generation = 0;
  #ended = Number.NEGATIVE_INFINITY;
  #rest = REST;

  constructor(options: IndexerOptions) {
    this.#options = options;
  }

  get folder(): string {
    return this.#options.folder;
  }

  /** How many catch-ups have ended. */
  get generation(): number {
    return this.#generation;
  }

  /** Soon starts a catch-up in the background, unless one is under way or has only just ended. Never throws. */
  nudge(): void {
    if (this.#running || performance.now() - this.#ended < this.#rest) return;
    this.#running = true;
    const { onTrouble } = this.#options;
    const begin = (): void => {
      this.catchUp({ threads: 2, inBackground: true, worth: WORTH_A_SEGMENT }).then(
        ({ problems: [first] }) => first !== undefined && onTrouble(first),
        (error: unknown) => onTrouble(String(error)),
      );
    };
    const nudged = performance.now();
    const soon = (): void => {
      const isFree = () => this.#searches === 0 || performance.now() - nudged > LONGEST_WAIT;
      setTimeout(() => (isFree() ? begin() : soon()), WAIT).unref();
    };
    soon();
  }

  /** Puts off what was nudged until a search has ended, which then calls what this gives: one answer may need several. */
  putOff(): () => void {
    this.#searches += 1;
    return () => {
      this.#searches -= 1;
    };
  }

  /** Indexes all whole lines that are there now. Rejects if a thread cannot be had or breaks down. */
  async catchUp({ threads, inBackground, worth, onProgress }: CatchUpOptions): Promise<CatchUpResult> {
    this.#running = true;
    try {
      const { folder, linesOf, paths, workerUrl } = this.#options;
      const start = () => this.#start(workerUrl, { folder, linesOf, inBackground });
      const first = start();
      // While one plans, the others load; where nobody waits, none is started that may not be needed.
      while (!inBackground && this.#threads.size < threads) start();
      const progress = { done: 0, total: 0 };
      const problems = new Set<string>();
      let plan = await first.plan(paths, worth);
      // What is too dense for one segment is planned once more, in smaller ones.
      for (let round = 0; round < ROUNDS && plan.tasks.length > 0 && problems.size === 0; round += 1) {
        const bytes = plan.tasks.reduce((sum, task) => sum + task.bytes, 0);
        progress.total = progress.done + bytes;
        const wanted = bytes >= WORTH_A_THREAD ? Math.min(threads, plan.tasks.length) : 1;
        while (this.#threads.size < wanted) start();
        // From the beginning of a log on: only what follows on the indexed part is of use.
        const queue = plan.tasks.values();
        const onBytes = (count: number): void => {
          progress.done += count;
          onProgress?.({ ...progress });
        };
        const work = async (thread: IndexThread): Promise<void> => {
          const writing: Promise<void>[] = [];
          for (const task of queue) {
            const { read, outcome } = thread.run(task, onBytes);
            const noted = outcome.then((problem) => {
              if (problem !== null) problems.add(problem);
            });
            writing.push(noted);
            await Promise.race([read, Promise.all(writing)]);
            if (writing.length >= MOST_UNWRITTEN) await writing.shift();
            // A disk that is full will be full for the others too.
            if (problems.size > 0) break;
          }
          await Promise.all(writing);
        };
        await Promise.all([...this.#threads].map(work));
        if (problems.size === 0) plan = await first.plan(paths, Math.max(worth, WORTH_A_ROUND));
      }
      new IndexFolder(folder).sweep(Date.now());
      this.#rest = problems.size > 0 ? LONG_REST : REST;
      const { files, skipped, unindexed } = plan;
      return { files, skipped, unindexed, bytes: progress.done, problems: [...problems] };
    } finally {
      this.#running = false;
      this.#generation += 1;
      this.#ended = performance.now();
      this.stop();
    }
  }

  /** Stops whatever is under way; what was written before stays. */
  stop(): void {
    for (const thread of this.#threads) thread.stop();
    this.#threads.clear();
  }

  #start(workerUrl: URL, settings: WorkerSettings): IndexThread {
    const thread = new IndexThread(workerUrl, settings);
    this.#threads.add(thread);
    return thread;
  }
}

/** A job that a thread has not answered yet. */
interface Unanswered {
  onBytes: (count: number) => void;
  onRead: () => void;
  answer: (report: JobReport) => void;
  fail: (error: Error) => void;
}

/** A thread that does one job after the other. */
class IndexThread {
  readonly #worker: Worker;
  /** In the order in which they were given; the thread works on the last. */
  readonly #jobs: Unanswered[] = [];
  #death: Error | null = null;

  constructor(workerUrl: URL, settings: WorkerSettings) {
    this.#worker = new Worker(workerUrl, { workerData: settings, resourceLimits: LIMITS });
    this.#worker.on('message', (report: JobReport) => {
      if ('bytes' in report) this.#jobs.at(-1)?.onBytes(report.bytes);
      else if ('isRead' in report) this.#jobs.at(-1)?.onRead();
      else this.#jobs.shift()?.answer(report);
    });
    const die = (error: Error): void => {
      this.#death ??= error;
      for (const job of this.#jobs.splice(0)) job.fail(this.#death);
    };
    this.#worker.on('error', die);
    this.#worker.on('exit', () => die(new Error('The thread that indexes has ended.')));
  }

  async plan(paths: readonly string[], worth: number): Promise<IndexPlan> {
    const report = await this.#do({ do: 'plan', paths, worth });
    return 'plan' in report ? report.plan : { tasks: [], files: 0, skipped: [], unindexed: [] };
  }

  /** `read` is fulfilled when the thread can take the next task; `outcome` says why this one could not be done, or null. */
  run(
    task: IndexTask,
    onBytes: (count: number) => void,
  ): { read: Promise<void>; outcome: Promise<string | null> } {
    let onRead = (): void => {};
    const read = new Promise<void>((resolve) => {
      onRead = resolve;
    });
    const outcome = this.#do({ do: 'run', task }, onBytes, onRead).then((report) =>
      'outcome' in report ? report.outcome.problem : null,
    );
    return { read, outcome };
  }

  stop(): void {
    void this.#worker.terminate();
  }

  #do(
    job: Job,
    onBytes: (count: number) => void = () => {},
    onRead: () => void = () => {},
  ): Promise<JobReport> {
    return new Promise((resolve, reject) => {
      if (this.#death) {
        reject(this.#death);
        return;
      }
      this.#jobs.push({ onBytes, onRead, answer: resolve, fail: reject });
      this.#worker.postMessage(job);
    });
  }
}
