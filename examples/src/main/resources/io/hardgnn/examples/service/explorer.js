'use strict';

// The whole state is in the address: #user=ID, or #item=ID&item=ID… of a history, and the filters' only=ID and without=ID.
const $ = id => document.getElementById(id);
const NOTHING = {user: null, items: [], only: [], without: []};
let state = NOTHING;
let asked = 0; // counts renderings, so that a late answer does not overwrite a newer one

async function get(path, parameters) {
  const query = new URLSearchParams(parameters);
  const response = await fetch(path + '?' + query);
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.message);
  }
  return body;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

function button(text, label, action) {
  const made = element('button', '', text);
  made.type = 'button';
  if (label) {
    made.setAttribute('aria-label', label);
  }
  made.addEventListener('click', action);
  return made;
}

function read() {
  const parameters = new URLSearchParams(location.hash.slice(1));
  state = {
    user: parameters.get('user'),
    items: parameters.getAll('item'),
    only: parameters.getAll('only'),
    without: parameters.getAll('without'),
  };
}

/** Goes over to another state; what is not named stays as it is. */
function go(change) {
  const next = {...state, ...change};
  const parameters = new URLSearchParams();
  if (next.user !== null) {
    parameters.append('user', next.user);
  }
  next.items.forEach(item => parameters.append('item', item));
  filtersOf(next).forEach(([list, id]) => parameters.append(list, id));
  const hash = '#' + parameters;
  if (location.hash === hash) {
    render();
  } else {
    location.hash = hash;
  }
}

/** Returns the filters of a state as parameters. */
function filtersOf(of) {
  return [...of.only.map(id => ['only', id]), ...of.without.map(id => ['without', id])];
}

// An item is on one of the two lists, so that what was said last holds.
const OTHER = {only: 'without', without: 'only'};

function filterBy(list, ids) {
  go({
    [list]: [...new Set([...state[list], ...ids])],
    [OTHER[list]]: state[OTHER[list]].filter(id => !ids.includes(id)),
  });
}

const ofUser = user => go({user: user, items: []});

const MOST = 1000; // items of a history that the service gives and takes, the newest

// A user's history is taken over when an item is added to it or left out.
// Clicks may be quicker than the page: the items that were asked for last count.
const current = () => state.user === null ? state.items : shown;
const without = (place, item) => {
  const items = current();
  const there = items[place] === item ? place : items.lastIndexOf(item);
  go({user: null, items: items.filter((other, at) => at !== there)});
};
const added = item => go({user: null, items: current().concat(item).slice(-MOST)});
let shown = []; // ids of the history on the page, oldest first
let shownUser = null; // whose it is

function named(item) {
  return item.title === item.item ? item.item : item.title + ' (' + item.item + ')';
}

function row(item, actions) {
  const made = element('li');
  made.append(element('span', 'name', named(item)));
  const buttons = element('span', 'actions');
  buttons.append(...actions);
  made.append(buttons);
  return made;
}

function similarButton(item) {
  return button('similar', 'items similar to ' + named(item), () => showSimilar(item));
}

function addButton(item, before = () => {}) {
  return button('+', 'add ' + named(item) + ' to the history', () => {
    before();
    added(item.item);
  });
}

/** Returns what gives the focus to the button that comes in the place of one that goes away. */
function focusOn(buttons, place, otherwise) {
  return () => (document.querySelectorAll(buttons)[place] || $(otherwise)).focus();
}

/** An item that is recommended and added goes away with its button, unless seen ones are wanted. */
function addRecommendedButton(item, place) {
  const made = addButton(item, () => {
    focusNext = focusOn('#recommended .add', place, 'recommended-title');
  });
  made.className = 'add';
  return made;
}

function leaveOutButton(item, place, places) {
  const made = button('×', 'leave out ' + named(item), () => {
    focusNext = focusOn('#history .out', places - 1 - place, 'history-title'); // the newest is first
    without(place, item.item);
  });
  made.className = 'out';
  return made;
}

/** The row goes away with its button, so the focus goes to the row that comes in its place. */
function notButton(item, place) {
  const made = button('not this', 'not this: leave out ' + named(item), () => {
    focusNext = focusOn('#recommended .not', place, 'recommended-title');
    filterBy('without', [item.item]);
  });
  made.className = 'not';
  return made;
}

let focusNext = null; // what gets the focus when the recommendations are there

function scoreBar(score, least, most) {
  const made = element('span', 'score');
  made.append(element('span', '', score.toFixed(3)));
  const bar = element('meter');
  bar.min = 0;
  bar.max = 1;
  bar.value = most > least ? 0.05 + 0.95 * (score - least) / (most - least) : 1;
  bar.setAttribute('aria-hidden', 'true');
  made.append(bar);
  return made;
}

/** Shows items with scores; reasons are null for rows that are no recommendations. */
function scoredRows(list, items, reasons) {
  const scores = items.map(item => item.score);
  const least = Math.min(...scores);
  const most = Math.max(...scores);
  list.replaceChildren(...items.map((item, place) => {
    const actions = [similarButton(item)].concat(reasons === null
        ? [addButton(item)]
        : [addRecommendedButton(item, place), notButton(item, place)]);
    const made = row(item, actions);
    made.append(scoreBar(item.score, least, most));
    if (reasons) {
      reasonsOf(item).forEach(text => made.append(element('p', 'reason', text)));
    }
    return made;
  }));
}

function reasonsOf(item) {
  const texts = [];
  const reasons = item.reasons || {};
  if (reasons.becauseOf) {
    texts.push('because of ' + named(reasons.becauseOf) + ': without it the score falls by '
        + reasons.becauseOf.scoreFalls.toFixed(3));
  }
  if (reasons.transition) {
    texts.push('strongest transition: from ' + named(reasons.transition) + ', '
        + Math.round(100 * reasons.transition.share) + ' % of what leads here from this history');
  }
  if (reasons.like) {
    texts.push('most like ' + named(reasons.like) + ': cosine ' + reasons.like.cosine.toFixed(3));
  }
  return texts;
}

const SOURCES = {
  MODEL: 'By the model, for a user it was trained with.',
  COLD: 'By the model, for this history alone.',
  FALLBACK: 'The most popular items: the model knows nothing of this history.',
};

function status(text, problem) {
  $('status').textContent = text;
  $('status').className = problem ? 'problem' : '';
}

async function showFilters(now) {
  const filters = filtersOf(state);
  const items = await titles(filters.map(([, id]) => id));
  if (now !== asked) {
    return;
  }
  $('filters').replaceChildren(...items.map((item, at) => {
    const [list, id] = filters[at];
    const text = (list === 'only' ? 'only ' : 'not ') + named(item) + (item.known ? '' : ', which the model does not know');
    const filter = element('li');
    filter.append(button(text + ' ×', text + ' ×: take this filter away', () => {
      focusNext = focusOn('#filters button', at, 'filter-ids');
      go({[list]: state[list].filter(other => other !== id)});
    }));
    return filter;
  }));
}

async function render() {
  const now = ++asked;
  const focus = focusNext;
  focusNext = null;
  $('clear').hidden = state.user === null && state.items.length === 0 && filtersOf(state).length === 0;
  await describe();
  try {
    if (now === asked) {
      await showFilters(now);
    }
    if (now === asked) {
      await showRecommended(now);
    }
  } catch (problem) {
    if (now === asked) {
      $('recommended').replaceChildren();
      status(problem.message, true);
    }
  }
  if (focus !== null && now === asked) {
    focus();
  }
}

async function showRecommended(now) {
  $('history-title').textContent = (state.user === null ? 'History' : 'History of ' + state.user) + ', newest first';
  if (state.user === null && state.items.length === 0) {
    shown = [];
    $('history').replaceChildren();
    $('recommended').replaceChildren();
    $('history-hint').hidden = false;
    status('', false);
    return;
  }
  $('history-hint').hidden = true;
  status('…', false);
  if (state.user !== null && state.user !== shownUser) { // nobody's else, should there be none
    shown = [];
    $('history').replaceChildren();
  }
  shownUser = state.user;
  const parameters = state.user === null
      ? state.items.map(item => ['item', item])
      : [['user', state.user]];
  const history = state.user === null ? await titles(state.items) : await historyOf(state.user, now);
  if (now !== asked) {
    return;
  }
  shown = history.map(item => item.item);
  $('history').replaceChildren(...history.map((item, place) => row(item, [
    similarButton(item),
    leaveOutButton(item, place, history.length),
  ])).reverse());
  const answer = await get('recommend', parameters.concat([
    ['n', $('n').value || '10'],
    ['unseen', String($('unseen').checked)],
    ['reasons', 'true'],
  ], filtersOf(state)));
  if (now !== asked) {
    return;
  }
  scoredRows($('recommended'), answer.items, answer.source !== 'FALLBACK');
  const unknown = answer.unknownItems.length === 0
      ? '' : ' Not known: ' + answer.unknownItems.join(', ') + '.';
  const none = answer.items.length === 0 ? ' No item is left.' : '';
  status(SOURCES[answer.source] + none + unknown, false);
}

/** Returns the items of a user's history, and says where it is longer than what is shown. */
async function historyOf(user, now) {
  const {items, length} = await get('history', [['user', user], ['n', String(MOST)]]);
  if (now === asked && items.length < length) {
    $('history-title').textContent += ', the newest ' + items.length.toLocaleString('en') + ' of '
        + length.toLocaleString('en');
  }
  items.forEach(item => found.set(item.item, {...item, known: true}));
  return items;
}

const found = new Map(); // items that were shown before

/** Returns items with their titles, and whether the model knows them. */
async function titles(ids) {
  return Promise.all(ids.map(async id => {
    if (!found.has(id)) {
      const first = (await get('items', [['q', id], ['n', '1']])).items[0];
      const known = first !== undefined && first.item === id;
      found.set(id, {item: id, title: known ? first.title : id, known});
    }
    return found.get(id);
  }));
}

let compared = 0; // counts questions for similar items, as asked counts renderings

async function showSimilar(item) {
  const now = ++compared;
  $('similar-hint').hidden = false;
  $('similar-hint').textContent = 'to ' + named(item) + ', by the cosine of their embeddings';
  try {
    const answer = await get('similar', [['item', item.item], ['n', $('n').value || '10']]);
    if (now !== compared) {
      return;
    }
    scoredRows($('similar'), answer.items, null);
  } catch (problem) {
    if (now !== compared) {
      return;
    }
    $('similar').replaceChildren();
    $('similar-hint').textContent = problem.message;
  }
  $('similar-title').focus();
}

let searched = 0;
const PAUSE = 150; // ms without a key before a search, each of which looks at all ids

async function search() {
  const now = ++searched;
  const text = $('query').value.trim();
  $('users').replaceChildren(); // what was found of another text is not to be chosen
  $('items').replaceChildren();
  $('found').hidden = text === '';
  if (text === '') {
    return;
  }
  await new Promise(go => setTimeout(go, PAUSE));
  if (now !== searched) {
    return;
  }
  try {
    const [users, items] = await Promise.all([
      get('users', [['q', text], ['n', '8']]),
      get('items', [['q', text], ['n', '8']]),
    ]);
    if (now !== searched) {
      return;
    }
    const none = () => element('li', 'reason', 'none');
    $('users').replaceChildren(...users.users.map(user => {
      const choice = element('li');
      choice.append(button(user, 'user ' + user, () => ofUser(user)));
      return choice;
    }));
    $('items').replaceChildren(...items.items.map(item => {
      const choice = element('li');
      choice.append(button(named(item), 'add ' + named(item), () => added(item.item)));
      return choice;
    }));
    [$('users'), $('items')].forEach(list => {
      if (list.children.length === 0) {
        list.append(none());
      }
    });
  } catch (problem) {
    if (now === searched) {
      status(problem.message, true);
    }
  }
}

let version = null; // of the bundle that was current when the page was last drawn

/** Names the model; what is remembered of another bundle is forgotten. */
async function describe() {
  try {
    const health = await get('health', []);
    if (health.version !== version) {
      version = health.version;
      found.clear();
    }
    $('model').textContent = health.users.toLocaleString('en') + ' users, '
        + health.items.toLocaleString('en') + ' items, ' + health.version
        + (health.createdAt === '' ? '' : ', trained ' + health.createdAt);
  } catch (problem) {
    $('model').textContent = problem.message;
  }
}

let searching = Promise.resolve();
$('query').addEventListener('input', () => {
  searching = search();
});
$('search').addEventListener('submit', async event => {
  event.preventDefault();
  await searching;
  const first = document.querySelector('#found button');
  if (first) {
    first.click();
  }
});
$('clear').addEventListener('click', () => {
  go(NOTHING);
  $('query').focus();
});
function filterByTyped(list) {
  const ids = $('filter-ids').value.split(',').map(id => id.trim()).filter(id => id !== '');
  $('filter-ids').value = '';
  if (ids.length > 0) {
    filterBy(list, ids);
  }
}

$('filter').addEventListener('submit', event => {
  event.preventDefault();
  filterByTyped('without');
});
$('only-these').addEventListener('click', () => filterByTyped('only'));
$('n').addEventListener('change', () => render());
$('unseen').addEventListener('change', () => render());
document.addEventListener('keydown', event => {
  const typing = event.target instanceof HTMLInputElement;
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    $('query').focus();
  }
});
addEventListener('hashchange', () => {
  read();
  render();
});
read();
render();
