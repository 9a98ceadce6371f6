// obscenity: `node peers.js MATCHER SECONDS WORDS MESSAGES...`; the protocol is in bench/peers/README.md.
'use strict';
const fs = require('fs');
const obscenity = require('obscenity');

const ROUND_SECONDS = 0.002;
const now = () => Number(process.hrtime.bigint()) / 1e9;
const readLines = (path) => fs.readFileSync(path, 'utf8').replace(/\n$/, '').split('\n');

// The recommended transformers without skipNonAlphabetic, which drops every Chinese character. The words go through
// them too: 下 is taken for a T.
function build(words) {
  const transformers = [obscenity.resolveConfusablesTransformer(), obscenity.toAsciiLowerCaseTransformer()];
  const transform = (letter) => String.fromCodePoint(
    transformers.reduce((codePoint, transformer) => transformer.transform(codePoint), letter.codePointAt(0)));
  const transformed = words.map((word) => Array.from(word, transform).join(''));
  const escaped = transformed.map((word) => word.replace(/[\\[\]?|]/g, '\\$&'));
  const matcher = new obscenity.RegExpMatcher({
    blacklistedTerms: obscenity.assignIncrementingIds(escaped.map(obscenity.parseRawPattern)),
    blacklistMatcherTransformers: transformers,
  });
  return (text) => matcher.getAllMatches(text).length;
}

// Nanoseconds a message, one figure a round; a round is as many passes over the messages as fill two milliseconds.
function measure(matcher, messages, seconds) {
  let hits = 0;
  const pass = () => messages.forEach((message) => { hits += matcher(message); });
  const warm = now();
  let passes = 0;
  for (; passes === 0 || now() - warm < 2 * seconds; ++passes) pass();
  const passesARound = Math.max(1, Math.floor((passes * ROUND_SECONDS) / (now() - warm)));
  const rounds = [];
  for (const start = now(); rounds.length < 3 || now() - start < seconds;) {
    const begin = now();
    for (let i = 0; i < passesARound; ++i) pass();
    rounds.push(((now() - begin) * 1e9) / (passesARound * messages.length));
  }
  if (hits < 0) console.error(hits);  // the hits are used
  return rounds;
}

const [name, seconds, words, ...messagePaths] = process.argv.slice(2);
if (name !== 'obscenity') throw new Error(`unknown matcher ${name}`);
const start = now();
const matcher = build(readLines(words));
const buildMs = Math.round((now() - start) * 1e3);
const sets = messagePaths.map(readLines).map((messages) => ({
  hits: messages.map(matcher),
  ns: measure(matcher, messages, Number(seconds)),
}));
console.log(JSON.stringify({ version: '0.4.6', build_ms: buildMs, sets }));
