/**
 * The interface's sentences; the page brings them as JSON in the language of the person.
 */

/** @type {Record<string, string>} */
const TEXTS = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

export const LANGUAGE = document.documentElement.lang || "ru";

const PLURAL = new Intl.PluralRules(LANGUAGE);
const DATE = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric" });

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] for the `{names}` in the sentence
 * @returns {string}
 */
export function t(key, values = {}) {
  const text = TEXTS[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Tell whether there is a sentence for a key that comes from data, as kinds and roles do. */
export function known(key) {
  return Object.hasOwn(TEXTS, key);
}

/** The form of a sentence that fits the number `n`. */
export function plural(key, n) {
  const exact = `${key}.${PLURAL.select(n)}`;
  return t(known(exact) ? exact : `${key}.other`, { n });
}

/** @param {string} day ISO date */
export function date(day) {
  return DATE.format(new Date(`${day}T12:00:00`));
}
