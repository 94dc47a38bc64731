import fc from 'fast-check';

/** Random lives and numbers are the same in every run, so that a test fails because of what was changed. `TEST_SEED` gives others. */
fc.configureGlobal({ seed: Number(process.env.TEST_SEED ?? 20_261_126) });
