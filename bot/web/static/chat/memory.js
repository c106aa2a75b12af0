/**
 * What the page remembers over a reload. A browser may forbid it; then it lasts as long as the page.
 */

const PREFIX = "copilot-chat.";

/** @type {Map<string, string>} */
const spare = new Map();

/**
 * @param {string} name
 * @returns {any} null if there is none, or nothing readable
 */
export function recall(name) {
  try {
    return JSON.parse(read(PREFIX + name) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} name @param {unknown} value null forgets it */
export function remember(name, value) {
  const key = PREFIX + name;
  const text = JSON.stringify(value);
  spare.set(key, text);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // forbidden or full: the spare map has it
  }
  if (value === null) spare.delete(key);
}

/** Names that begin with `prefix`. */
export function names(prefix) {
  const keys = new Set(spare.keys());
  try {
    for (let i = 0; i < localStorage.length; i++) keys.add(localStorage.key(i) ?? "");
  } catch {
    // forbidden
  }
  return [...keys].filter((key) => key.startsWith(PREFIX + prefix)).map((key) => key.slice(PREFIX.length));
}

function read(key) {
  try {
    return localStorage.getItem(key) ?? spare.get(key) ?? null;
  } catch {
    return spare.get(key) ?? null;
  }
}
