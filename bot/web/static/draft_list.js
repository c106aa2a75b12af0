/**
 * The findings under the text: what, why, and what may be done about it.
 */

import { change, spoken } from "./draft_changes.js";
import { h, kbd } from "./dom.js";
import { t } from "./texts.js";

/** Why a finding may stay; the server counts them by rule. */
export const REASONS = ["not_a_violation", "quotation", "client_said_so", "required_wording", "other"];

/** So many findings are shown in full; of more only the one that is being looked at. */
const IN_FULL = 2;

/**
 * @typedef {import("./draft_findings.js").Found} Found
 *
 * @typedef {object} Actions
 * @property {(finding: Found) => void} look
 * @property {(finding: Found, fix: number) => void} apply
 * @property {(finding: Found) => void} ask show the reasons for leaving it
 * @property {(finding: Found, reason: string) => void} leave
 * @property {(finding: Found) => void} reconsider
 * @property {() => void} back to the text
 */

/**
 * Draw the findings anew; a button that had the focus keeps it if there is one like it.
 *
 * @param {HTMLElement} place
 * @param {Found[]} found
 * @param {{active: Found | null, asking: Found | null, reasonFor: (finding: Found) => string | undefined}} state
 * @param {Actions} actions
 */
export function drawList(place, found, state, actions) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  // What is looked at stands first, next to the text: on a phone both are seen then.
  const ordered = [...found].sort((a, b) => Number(b === state.active) - Number(a === state.active));
  place.replaceChildren(...ordered.map((finding) => item(finding, found.length, state, actions)));
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function item(finding, count, state, actions) {
  const active = finding === state.active;
  const open = active || count <= IN_FULL;
  const reason = state.reasonFor(finding);
  const key = `${finding.rule}:${finding.start}`;
  return h(
    "li",
    { class: "draft-finding", "data-severity": finding.severity, "data-active": active, "data-decided": reason !== undefined, "data-rule": finding.rule },
    h(
      "button",
      { type: "button", class: "draft-quote", "data-key": `${key}:look`, "aria-expanded": String(open), onclick: () => actions.look(finding) },
      h("span", { class: "draft-severity" }, t(`draft.severity.${finding.severity}`)),
      h("q", {}, finding.text),
    ),
    h("p", { class: "draft-why" }, finding.why),
    reason && decided(finding, reason, key, actions),
    open && !reason && finding !== state.asking && fixes(finding, active, key, actions),
    open && !reason && (finding === state.asking ? reasons(finding, key, actions) : leaving(finding, key, active, actions)),
  );
}

function fixes(finding, active, key, actions) {
  const buttons = finding.fixes.map((fix, at) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "draft-fix",
          "data-key": `${key}:fix${at}`,
          "data-fix": at,
          "aria-label": spoken(fix.before, fix.after),
          onclick: () => actions.apply(finding, at),
        },
        change(fix.before, fix.after),
        active && (at === 0 ? kbd("Alt", "Enter") : at < 3 && kbd("Alt", String(at + 1))),
      ),
    ),
  );
  const advice = finding.advice.map((text) => h("li", { class: "draft-advice" }, text));
  return (buttons.length > 0 || advice.length > 0) && h("ul", { class: "draft-fixes" }, ...buttons, ...advice);
}

function leaving(finding, key, active, actions) {
  if (finding.severity === "suggestion" && !active) return null;
  const text = t(finding.severity === "error" ? "draft.leave.error" : "draft.leave");
  return h(
    "p",
    { class: "draft-leaving" },
    h("button", { type: "button", class: "quiet", "data-key": `${key}:leave`, onclick: () => actions.ask(finding) }, text, active && kbd("Alt", "0")),
  );
}

/** An error stays an error: it can only be reported as a mistake of the rule. */
function reasons(finding, key, actions) {
  const offered = finding.severity === "error" ? REASONS.slice(0, 2) : REASONS;
  const label = t(finding.severity === "error" ? "draft.reason.title.error" : "draft.reason.title");
  return h(
    "div",
    { class: "draft-reasons", role: "group", "aria-label": label },
    h("p", {}, label),
    h(
      "ul",
      {},
      ...offered.map((reason, at) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", "data-key": `${key}:${reason}`, "data-reason": reason, onclick: () => actions.leave(finding, reason) },
            kbd(String(at + 1)),
            t(`draft.reason.${reason}`),
          ),
        ),
      ),
    ),
  );
}

function decided(finding, reason, key, actions) {
  const said = finding.severity === "error" ? t("draft.reported") : t("draft.left", { reason: t(`draft.reason.${reason}`) });
  return h(
    "p",
    { class: "draft-decided" },
    h("span", {}, said),
    finding.severity !== "error" &&
      h("button", { type: "button", class: "link", "data-key": `${key}:reconsider`, onclick: () => actions.reconsider(finding) }, t("draft.reconsider")),
  );
}
