'use strict';

// Follows the log of a training run and draws what it says. Only the lines that are new are asked for.

const EVERY = 2000; // milliseconds
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 360;
const HEIGHT = 190;
const EDGE = {left: 52, right: 12, top: 12, bottom: 26};

// Of the metrics on validation, those to draw; the table has all of them.
const DRAWN = ['NDCG@10', 'HR@10'];

let offset = 0;
let identity = ''; // of the file that is followed; another may take its place under its name
let events = [];
let drawn = 0;

const byId = id => document.getElementById(id);

/** Returns the latest run: a resumed one keeps the epochs before those that it repeats. */
function latestRun() {
  const run = {start: null, epochs: [], ended: null, lastTime: null};
  for (const event of events) {
    run.lastTime = event.time;
    if (event.event === 'start') {
      run.start = event;
      run.ended = null;
      run.epochs = run.epochs.filter(epoch => epoch.epoch < event.firstEpoch);
    } else if (event.event === 'epoch') {
      run.epochs.push(event);
    } else if (event.event === 'end' || event.event === 'failure') {
      run.ended = event;
    }
  }
  return run;
}

/** Returns the values of a run to draw: each has a name and points of an epoch and a value. */
function curves(epochs) {
  const found = new Map();
  const add = (name, epoch, value) => {
    if (typeof value === 'number' && Number.isFinite(value)) {
      if (!found.has(name)) {
        found.set(name, []);
      }
      found.get(name).push({epoch, value});
    }
  };
  for (const epoch of epochs) {
    for (const [name, value] of Object.entries(epoch.validation)) {
      add('validation ' + name, epoch.epoch, value);
    }
    add('loss', epoch.epoch, epoch.loss);
    for (const [name, value] of Object.entries(epoch.terms)) {
      add('term ' + name, epoch.epoch, value);
    }
    add('learning rate', epoch.epoch, epoch.learningRate);
  }
  return found;
}

function isDrawn(name, found) {
  const metric = name.startsWith('validation ') ? name.substring('validation '.length) : null;
  return metric === null || DRAWN.includes(metric) || !found.has('validation ' + DRAWN[0]);
}

function short(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 0.001 || size >= 100000) ? value.toExponential(1) : String(+value.toPrecision(4));
}

function node(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function chart(name, points, epochs, best) {
  const values = points.map(point => point.value);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most - least || Math.abs(most) || 1;
  const x = epoch =>
    EDGE.left + (WIDTH - EDGE.left - EDGE.right) * (epochs <= 1 ? 0.5 : (epoch - 1) / (epochs - 1));
  const y = value => HEIGHT - EDGE.bottom - (HEIGHT - EDGE.top - EDGE.bottom) * (most === least ? 0.5 : (value - least) / span);
  const last = points[points.length - 1];
  const svg = node('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img',
    'aria-label': `${name} over the epochs: ${short(last.value)} in epoch ${last.epoch}, from ${short(least)} to ${short(most)}`
  });
  for (const value of most === least ? [most] : [least, (least + most) / 2, most]) {
    svg.append(node('line', {class: 'grid', x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value)}));
    svg.append(node('text', {x: EDGE.left - 6, y: y(value) + 4, 'text-anchor': 'end'}, short(value)));
  }
  svg.append(node('text', {x: x(1), y: HEIGHT - 8, 'text-anchor': 'middle'}, '1'));
  if (epochs > 1) {
    svg.append(node('text', {x: x(epochs), y: HEIGHT - 8, 'text-anchor': 'end'}, `epoch ${epochs}`));
  }
  svg.append(node('polyline', {points: points.map(point => `${x(point.epoch)},${y(point.value)}`).join(' ')}));
  for (const point of points) {
    const isBest = point.epoch === best;
    const circle = node('circle', {cx: x(point.epoch), cy: y(point.value), r: isBest ? 4 : 2.5, class: isBest ? 'best' : ''});
    circle.append(node('title', {}, `epoch ${point.epoch}: ${short(point.value)}`));
    svg.append(circle);
  }
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  caption.textContent = `${name}: ${short(last.value)}`;
  figure.append(caption, svg);
  return figure;
}

function duration(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} seconds`;
  }
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;
}

/** Returns the seconds that a run may still take: the log does not know of patience, so it is at most that. */
function secondsLeft(run, done) {
  const now = Date.now();
  const own = run.epochs.filter(epoch => epoch.epoch >= run.start.firstEpoch);
  const each = own.reduce((sum, epoch) => sum + epoch.trainSeconds + epoch.validationSeconds, 0) / own.length;
  const since = Math.max(0, (now - Date.parse(run.lastTime)) / 1000);
  const byEpochs = own.length === 0 ? Infinity : each * (run.start.epochs - done) - since;
  const budget = run.start.timeBudgetSeconds;
  const byBudget = budget === undefined ? Infinity : budget - (now - Date.parse(run.start.time)) / 1000;
  return Math.max(0, Math.min(byEpochs, byBudget));
}

/** Returns what there is to say. */
function state(run, best) {
  if (run.start === null) {
    return 'Waiting for the first line of the log.';
  }
  const done = run.epochs.length === 0 ? 0 : run.epochs[run.epochs.length - 1].epoch;
  const kept = best > 0 ? ` The best so far is epoch ${best}.` : '';
  if (run.ended !== null) {
    return run.ended.event === 'end'
      ? `Ended after epoch ${done}. Epoch ${run.ended.bestEpoch} was kept.`
      : `Failed in epoch ${done + 1}: ${run.ended.message}`;
  }
  if (done >= run.start.epochs) {
    return 'The last epoch is over.' + kept;
  }
  return `Training epoch ${done + 1} of ${run.start.epochs}.${kept}`;
}

/** Returns how long it may take, which changes too often to be read aloud. */
function timeLeft(run) {
  const done = run.epochs.length === 0 ? 0 : run.epochs[run.epochs.length - 1].epoch;
  if (run.start === null || run.ended !== null || done >= run.start.epochs) {
    return '';
  }
  const left = secondsLeft(run, done);
  return left === Infinity ? '' : `At most ${duration(left)} left.`;
}

function row(cells, tag) {
  return cells.map(cell => {
    const made = document.createElement(tag);
    made.textContent = cell;
    return made;
  });
}

function draw() {
  const run = latestRun();
  const bests = run.epochs.filter(epoch => epoch.best);
  const best = bests.length === 0 ? 0 : bests[bests.length - 1].epoch;
  const said = state(run, best);
  if (byId('state').textContent !== said) { // what is set is read aloud, though it be the same
    byId('state').textContent = said;
  }
  byId('left').textContent = timeLeft(run);
  byId('state').classList.toggle('problem', run.ended !== null && run.ended.event === 'failure');
  if (run.start === null || drawn === events.length) {
    return;
  }
  drawn = events.length;
  const done = run.epochs.length === 0 ? 0 : run.epochs[run.epochs.length - 1].epoch;
  byId('progress').value = done / run.start.epochs;
  const found = curves(run.epochs);
  byId('charts').replaceChildren(...[...found].filter(([name]) => isDrawn(name, found)).map(([name, points]) => chart(name, points, done, best)));
  const names = [...found.keys()];
  byId('names').replaceChildren(...row(['epoch', 'seconds', ...names], 'th'));
  byId('epochs').replaceChildren(...[...run.epochs].reverse().map(epoch => {
    const made = document.createElement('tr');
    const value = name => found.get(name).find(point => point.epoch === epoch.epoch);
    made.classList.toggle('best', epoch.epoch === best);
    made.append(...row(
      [epoch.epoch, (epoch.trainSeconds + epoch.validationSeconds).toFixed(1),
        ...names.map(name => value(name) === undefined ? '' : short(value(name).value))], 'td'));
    return made;
  }));
}

/** A line that was cut, by a full disk for instance, is left out; the rest of the run is not. */
function parsed(line) {
  try {
    return [JSON.parse(line)];
  } catch (problem) {
    return [];
  }
}

async function follow() {
  try {
    const response = await fetch(`lines?from=${offset}` + (identity === '' ? '' : `&identity=${identity}`));
    if (!response.ok) {
      throw new Error((await response.json()).message);
    }
    const answer = await response.json();
    byId('log').textContent = answer.log;
    if (answer.from !== offset) { // another file is there now
      events = [];
      drawn = 0;
    }
    offset = answer.next;
    identity = answer.identity;
    events.push(...answer.lines.flatMap(parsed));
    draw();
  } catch (problem) {
    byId('state').textContent = `The service does not answer: ${problem.message}`;
    byId('left').textContent = '';
    byId('state').classList.add('problem');
  }
  setTimeout(follow, EVERY);
}

follow();
