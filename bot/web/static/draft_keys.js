/**
 * Keys to commands within the draft box. Letters are told by their place on the keyboard, as on the rest of the desk.
 */

/**
 * Let the keys of a box do what its buttons do. An action that returns false leaves its key to the page.
 *
 * @param {HTMLElement} root
 * @param {HTMLTextAreaElement} area
 * @param {Record<string, (n: number) => unknown>} actions by the names of commands
 */
export function onKeys(root, area, actions) {
  root.addEventListener("keydown", (event) => {
    const found = draftCommand(event, whereFocusIs(area));
    if (!found || actions[found.name](found.n ?? 0) === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function whereFocusIs(area) {
  const focused = document.activeElement;
  if (focused === area) return "text";
  if (focused?.closest(".draft-reasons")) return "reasons";
  return focused?.closest(".draft-list") ? "list" : "other";
}

/**
 * @typedef {"text" | "reasons" | "list" | "other"} Where what has the focus
 *
 * @param {KeyboardEvent} event
 * @param {Where} where
 * @returns {{name: string, n?: number} | null}
 */
export function draftCommand(event, where) {
  if (event.isComposing) return null;
  const { code, shiftKey } = event;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.altKey) return null; // AltGr types characters
  if (code === "F8") return { name: shiftKey ? "previous" : "next" };
  if (control) return withControl(event);
  if (event.altKey) return withAlt(event);
  if (code === "Escape") return { name: "escape" };
  if (code === "Tab" && !shiftKey && where === "text") return { name: "slot" };
  if (shiftKey) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code);
  if (digit && where === "reasons") return { name: "reason", n: Number(digit[1]) - 1 };
  if (digit && where === "list") return { name: "fix", n: Number(digit[1]) - 1 };
  return null;
}

function withControl(event) {
  if (isEnter(event) && !event.shiftKey && !event.repeat) return { name: "finish" };
  if (event.code === "KeyC" && event.shiftKey && !event.repeat) return { name: "copy" };
  return null;
}

function withAlt(event) {
  if (isEnter(event)) return event.repeat ? null : event.shiftKey ? { name: "all" } : { name: "fix", n: 0 };
  if (event.code === "KeyQ") return { name: event.shiftKey ? "insert" : "replace", n: 0 };
  if (event.code === "KeyW") return { name: event.shiftKey ? "insert" : "replace", n: 1 };
  if (event.shiftKey) return null;
  if (event.code === "KeyN") return { name: "fresh" };
  if (event.code === "Digit0") return { name: "leaveActive" };
  const digit = /^Digit([1-3])$/.exec(event.code);
  return digit ? { name: "fix", n: Number(digit[1]) - 1 } : null;
}

function isEnter(event) {
  return event.code === "Enter" || event.code === "NumpadEnter";
}
