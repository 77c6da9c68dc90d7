// What webvtt-parser finds wrong with captions: texts in, the number of cues and the errors of each out.
const { WebVTTParser } = require("webvtt-parser");

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const said = texts.map((text) => {
  const read = new WebVTTParser().parse(text, "captions");
  return { cues: read.cues.length, errors: read.errors.map((error) => `${error.line}: ${error.message}`) };
});
process.stdout.write(JSON.stringify(said));
