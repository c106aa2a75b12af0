/**
 * The body of a check: the draft with what is known of its conversation, within the server's limits.
 */

import { pointsIn } from "./draft_text.js";

/** So many code points are checked. */
export const LIMIT = 20_000;

const CUSTOMER_TEXTS = 50;
const CUSTOMER_LENGTH = 2000;
/** The server takes 64 kB; a little is left for names and signs. */
const BODY_BYTES = 60_000;

const encoder = new TextEncoder();

/** Tell whether a text is longer than what is checked. */
export function isTooLong(text) {
  if (text.length <= LIMIT) return false;
  return text.length > 2 * LIMIT || pointsIn(text) > LIMIT;
}

/**
 * @param {string} text
 * @param {string} id of the draft
 * @param {Record<string, unknown>} known `client_name`, `local_time`, `order`, `sla`, `entry`, `customer_texts`; of
 *   the customer's messages the latest are sent, as many as there is room for
 */
export function requestBody(text, id, known) {
  const { customer_texts: said = [], ...facts } = known;
  const body = { text, draft_id: id, language: /[а-яё]/i.test(text) || !/[a-z]/i.test(text) ? "ru" : "en", ...facts };
  let room = BODY_BYTES - encoder.encode(JSON.stringify(body)).length;
  const texts = [];
  for (const message of said.slice(-CUSTOMER_TEXTS).reverse()) {
    const cut = Array.from(message).slice(0, CUSTOMER_LENGTH).join("");
    room -= encoder.encode(JSON.stringify(cut)).length + 1;
    if (room < 0) break;
    texts.unshift(cut);
  }
  return texts.length > 0 ? { ...body, customer_texts: texts } : body;
}

/** A new id for a draft, as the server wants it. */
export function newDraftId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
