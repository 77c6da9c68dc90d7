// What citation-js reads of citation files: [{suffix, text}] in, their items of CSL-JSON out.
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-ris");
require("@citation-js/plugin-bibtex");

const files = JSON.parse(require("fs").readFileSync(0, "utf8"));
const forms = { bib: "@bibtex/text", ris: "@ris/file", json: "@csl/list+object" };
const read = ({ suffix, text }) =>
  new Cite(suffix === "json" ? JSON.parse(text) : text, { forceType: forms[suffix] }).data;
process.stdout.write(JSON.stringify(files.map(read)));
