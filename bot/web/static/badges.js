/**
 * Small marks that an entry carries in the list and on its card: rung, audience, confidence.
 */

import { h } from "./dom.js";
import { known, t } from "./texts.js";

/** The rung is told by word and by colour: a policy must never pass for a script. */
export function kindBadge(kind) {
  const key = `kind.${kind}`;
  return h("span", { class: "badge kind", "data-kind": kind }, known(key) ? t(key) : kind);
}

export function audienceBadge(audience) {
  const staff = audience !== "customer";
  return h("span", { class: staff ? "badge staff" : "badge client" }, t(staff ? "audience.operator" : "audience.customer"));
}

/** @param {number} confidence 0..1 */
export function percent(confidence) {
  return `${Math.round(confidence * 100)} %`;
}

/** Confidence as a word, a number and a bar. */
export function confidenceBar(confidence) {
  const level = confidence >= 0.75 ? "high" : confidence >= 0.4 ? "middle" : "low";
  const fill = h("span", { class: "bar-fill" });
  fill.style.width = percent(confidence).replace(" ", "");
  return h(
    "span",
    { class: "confidence", "data-level": level },
    h("span", { class: "bar", "aria-hidden": "true" }, fill),
    h("span", {}, `${t(`confidence.${level}`)} · ${percent(confidence)}`),
  );
}
