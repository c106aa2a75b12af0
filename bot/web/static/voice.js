/**
 * What is said in passing: to the eye by a toast, to a screen reader by a live region.
 */

import { byId, setText } from "./dom.js";

const SETTLE_MS = 500;
const TOAST_MS = 2200;

let settling = 0;
let vanishing = 0;

/** Say how things stand once they have settled; while the operator types nothing is read out. */
export function announce(text) {
  clearTimeout(settling);
  settling = setTimeout(() => setText(byId("live"), text), SETTLE_MS);
}

/**
 * @param {string} text
 * @param {"done" | "trouble"} tone
 */
export function toast(text, tone) {
  const place = byId("toast");
  clearTimeout(vanishing);
  place.textContent = "";
  place.dataset.tone = tone;
  place.textContent = text;
  vanishing = setTimeout(() => {
    place.textContent = "";
  }, TOAST_MS);
}
