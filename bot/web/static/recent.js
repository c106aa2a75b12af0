/**
 * What was asked in this tab: kept until the tab is closed, and nowhere else.
 */

const RECENT = "desk.recent";
const DRAFT = "desk.draft";
const REPLY = "desk.reply";
const LIMIT = 8;

/** @returns {string[]} newest first */
export function recent() {
  try {
    const value = JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(value) ? value.filter((text) => typeof text === "string").slice(0, LIMIT) : [];
  } catch {
    return [];
  }
}

/** @param {string} text */
export function remember(text) {
  const same = (other) => other.toLocaleLowerCase() === text.toLocaleLowerCase();
  keep(RECENT, JSON.stringify([text, ...recent().filter((other) => !same(other))].slice(0, LIMIT)));
}

/** The text in the field, so that a reload or a new login does not lose it. */
export function saveDraft(text) {
  keep(DRAFT, text);
}

export function draft() {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

/** The reply in the draft box, with what is known of its client. */
export function saveReply(reply) {
  keep(REPLY, JSON.stringify(reply));
}

/** @returns {unknown} as it was saved, or null */
export function reply() {
  try {
    return JSON.parse(sessionStorage.getItem(REPLY) ?? "null");
  } catch {
    return null;
  }
}

/** What was asked here is gone; the reply being written stays. */
export function forgetRecent() {
  remove(RECENT);
  remove(DRAFT);
}

export function forget() {
  forgetRecent();
  remove(REPLY);
}

function remove(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // storage switched off: nothing was kept
  }
}

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // storage switched off or full: the desk works without a memory
  }
}
