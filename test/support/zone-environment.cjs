/** Node's environment in a time zone: every local time that slips into a decision shows in one of them. */
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    const before = process.env.TZ;
    // Before the environment copies the process's own.
    process.env.TZ = config.projectConfig.testEnvironmentOptions.zone;
    super(config, context);
    this.before = before;
  }

  async teardown() {
    if (this.before === undefined) delete process.env.TZ;
    else process.env.TZ = this.before;
    await super.teardown();
  }
};
