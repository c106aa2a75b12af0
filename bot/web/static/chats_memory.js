/**
 * What is being written to whom, what is on its way, what was read: kept in this browser until it is done with.
 */

const PREFIX = "chats.";
const KEPT_MS = 7 * 24 * 3600 * 1000;

let owner = "";

/** Everything is kept under the person who is logged in; what is older than a week is dropped. */
export function open(person) {
  owner = person;
  for (const key of keys()) {
    const kept = parse(key);
    if (!kept || Date.now() - kept.at > KEPT_MS) remove(key);
  }
}

/** @returns {unknown} null if nothing is kept */
export function recall(name) {
  return parse(full(name))?.value ?? null;
}

export function keep(name, value) {
  try {
    localStorage.setItem(full(name), JSON.stringify({ at: Date.now(), value }));
  } catch {
    // storage switched off or full: the page works without a memory
  }
}

export function drop(name) {
  remove(full(name));
}

/** Whoever logs out leaves nothing behind. */
export function forget() {
  for (const key of keys()) remove(key);
}

function full(name) {
  return `${PREFIX}${owner}.${name}`;
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${owner}.`));
  } catch {
    return [];
  }
}

function parse(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return kept && typeof kept.at === "number" ? kept : null;
  } catch {
    return null;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
