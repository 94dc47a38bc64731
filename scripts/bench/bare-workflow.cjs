const {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} = require('@temporalio/workflow');

const { write } = proxyLocalActivities({ startToCloseTimeout: '2s' });

/** The least that can carry a life: as many Updates as a demand's, one PostgreSQL write each, and nothing else. */
exports.bare = async function bare(id, updates) {
  let version = 0;
  setHandler(defineUpdate('step'), async () => {
    await write(id, version + 1);
    version += 1;
    return version;
  });
  await condition(() => version >= updates && allHandlersFinished());
};
