// What unfurl.js shows of addresses: a list of them in, what it says of each out.
const unfurlJs = require("unfurl.js");

const addresses = JSON.parse(require("fs").readFileSync(0, "utf8"));
(async () => {
  const said = [];
  for (const address of addresses) said.push(await unfurlJs.unfurl(address, { oembed: true }));
  process.stdout.write(JSON.stringify(said));
})().catch((error) => {
  process.stderr.write(String(error && error.stack));
  process.exit(1);
});
