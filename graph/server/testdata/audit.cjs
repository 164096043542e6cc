// Runs the audits of the npm package graphql-http against a URL and prints
// one line for each: ok or fail, its name, and why it failed.
const { serverAudits } = require('graphql-http');

(async () => {
  for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
    const result = await audit.fn();
    console.log([result.status === 'ok' ? 'ok' : 'fail', audit.id, audit.name, result.reason ?? ''].join('\t'));
  }
})();
