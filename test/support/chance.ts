import fc from 'fast-check';

/** The same cases in every run, so that a failure can be had again. `TEST_SEED=7 npm test` looks at others. */
export const SEED = Number(process.env['TEST_SEED'] ?? 1);
fc.configureGlobal({ seed: SEED });

export { fc };
