/**
 * Tests with real servers, processes and a browser get a second try: a shared machine may stand still for seconds. What failed
 * first is printed, and the closing lines name every test that needed it, as something to mend. TEST_TRIES=1 hunts for them.
 */
const tries = Number(process.env.TEST_TRIES ?? 2);
const isPure = /[\\/]tests[\\/](domain|docs)[\\/]/.test(expect.getState().testPath);
if (!isPure && tries > 1) jest.retryTimes(tries - 1, { logErrorsBeforeRetry: true, retryImmediately: true });
