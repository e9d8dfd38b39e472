'use strict';
// node recommend.cjs BUNDLE ITEM…: prints the ten best items for a history, oldest item first.
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main(folder, history) {
  const bundle = folder + '/' + fs.readFileSync(folder + '/current', 'utf8').trim();
  const json = name => JSON.parse(fs.readFileSync(bundle + '/' + name, 'utf8'));
  const items = json('items.json');
  const encoder = await ort.InferenceSession.create(bundle + '/encoder.onnx');
  const scorer = await ort.InferenceSession.create(bundle + '/scorer.onnx');
  const known = history.map(id => items.indexOf(id)).filter(index => index >= 0);
  const ints = values => new ort.Tensor('int32', Int32Array.from(values), [1, values.length]);
  const floats = values => new ort.Tensor('float32', Float32Array.from(values), [1, values.length]);
  const encoded = await encoder.run({item_ids: ints(known), mask: floats(known.map(() => 1))});
  const inputs = {user_embedding: encoded.user_embedding};
  const length = json('bundle.json').transitionHistory;
  if (length > 0) {
    const recent = known.slice(-length);
    const padding = new Array(length - recent.length).fill(0);
    inputs.recent_items = ints(padding.concat(recent));
    inputs.recent_mask = floats(padding.concat(recent.map(() => 1)));
  }
  const scores = (await scorer.run(inputs)).scores.data;
  known.forEach(index => { scores[index] = -Infinity; });
  const best = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 10);
  console.log(JSON.stringify(best.map(index => ({item: items[index], score: scores[index]}))));
}

main(process.argv[2], process.argv.slice(3));
