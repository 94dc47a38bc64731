const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Seconds to minutes each, as measured: begun last, they would keep one core busy and the others idle. A fresh clone has no
 * record of what took how long. Those that wait stand beside those that work a browser.
 */
const LONGEST = [
  'browser/pages',
  'journeys/kill',
  'browser/chain',
  'journeys/outages',
  'activities/intake-relay',
  'api/bulk',
  'browser/canary',
  'browser/desks',
  'workflows/at-once',
  'browser/collect',
  'browser/reply-and-check',
  'workflows/changes',
];

const rank = ({ path }) => {
  const found = LONGEST.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/tests/${name}.test.ts`));
  return found === -1 ? LONGEST.length : found;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
