'use strict';

// The whole state is in the address: #user=ID, or #item=ID&item=ID… of a history.
const $ = id => document.getElementById(id);
let state = {user: null, items: []};
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
  state = {user: parameters.get('user'), items: parameters.getAll('item')};
}

function go(next) {
  const parameters = new URLSearchParams();
  if (next.user !== null) {
    parameters.append('user', next.user);
  }
  next.items.forEach(item => parameters.append('item', item));
  const hash = '#' + parameters;
  if (location.hash === hash) {
    render();
  } else {
    location.hash = hash;
  }
}

const ofUser = user => go({user: user, items: []});

// A user's history is taken over when an item is added to it or left out.
const without = place => go({user: null, items: shown.filter((item, at) => at !== place)});
const added = item => go({user: null, items: shown.concat(item)});
let shown = []; // ids of the history on the page, oldest first

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

function addButton(item) {
  return button('+', 'add ' + named(item) + ' to the history', () => added(item.item));
}

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

function scoredRows(list, items, reasons) {
  const scores = items.map(item => item.score);
  const least = Math.min(...scores);
  const most = Math.max(...scores);
  list.replaceChildren(...items.map(item => {
    const made = row(item, [similarButton(item), addButton(item)]);
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

async function render() {
  const now = ++asked;
  $('clear').hidden = state.user === null && state.items.length === 0;
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
  try {
    const parameters = state.user === null
        ? state.items.map(item => ['item', item])
        : [['user', state.user]];
    const history = state.user === null
        ? await titles(state.items)
        : (await get('history', [['user', state.user]])).items;
    if (now !== asked) {
      return;
    }
    shown = history.map(item => item.item);
    $('history').replaceChildren(...history.map((item, place) => row(item, [
      similarButton(item),
      button('×', 'leave out ' + named(item), () => without(place)),
    ])).reverse());
    const answer = await get('recommend', parameters.concat([
      ['n', $('n').value || '10'],
      ['unseen', String($('unseen').checked)],
      ['reasons', 'true'],
    ]));
    if (now !== asked) {
      return;
    }
    scoredRows($('recommended'), answer.items, answer.source !== 'FALLBACK');
    const unknown = answer.unknownItems.length === 0
        ? '' : ' Not known: ' + answer.unknownItems.join(', ') + '.';
    status(SOURCES[answer.source] + unknown, false);
  } catch (problem) {
    if (now === asked) {
      $('recommended').replaceChildren();
      status(problem.message, true);
    }
  }
}

const known = new Map(); // titles that were shown before

async function titles(ids) {
  return Promise.all(ids.map(async id => {
    if (!known.has(id)) {
      const found = (await get('items', [['q', id], ['n', '1']])).items;
      const title = found.length > 0 && found[0].item === id ? found[0].title : id;
      known.set(id, title);
    }
    return {item: id, title: known.get(id)};
  }));
}

async function showSimilar(item) {
  $('similar-hint').hidden = false;
  $('similar-hint').textContent = 'to ' + named(item) + ', by the cosine of their embeddings';
  try {
    const answer = await get('similar', [['item', item.item], ['n', $('n').value || '10']]);
    scoredRows($('similar'), answer.items, false);
  } catch (problem) {
    $('similar').replaceChildren();
    $('similar-hint').textContent = problem.message;
  }
  $('similar-title').focus();
}

let searched = 0;

async function search() {
  const now = ++searched;
  const text = $('query').value.trim();
  $('found').hidden = text === '';
  if (text === '') {
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
    status(problem.message, true);
  }
}

async function describe() {
  try {
    const health = await get('health', []);
    $('model').textContent = health.users.toLocaleString('en') + ' users, '
        + health.items.toLocaleString('en') + ' items, ' + health.version
        + (health.createdAt === '' ? '' : ', trained ' + health.createdAt);
  } catch (problem) {
    $('model').textContent = problem.message;
  }
}

$('query').addEventListener('input', search);
$('search').addEventListener('submit', event => {
  event.preventDefault();
  const first = document.querySelector('#found button');
  if (first) {
    first.click();
  }
});
$('clear').addEventListener('click', () => {
  go({user: null, items: []});
  $('query').focus();
});
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
describe();
render();
