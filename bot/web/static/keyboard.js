/**
 * Keys to commands. Letters are told by their place on the keyboard, so that a Russian layout works as well.
 */

/**
 * @typedef {object} Where
 * @property {"field" | "note" | "control" | "draft" | "page"} focus what has the focus; a control acts on Enter and Space
 *   itself, the draft box has keys of its own
 * @property {boolean} sheet the sheet of shortcuts is open
 * @property {boolean} selection some text is selected
 *
 * @typedef {{name: string, n?: number}} Command
 */

/**
 * @param {KeyboardEvent} event
 * @param {Where} where
 * @returns {Command | null}
 */
export function command(event, where) {
  if (event.isComposing) return null;
  if (event.code === "F1") return { name: "sheet" };
  if (where.sheet) return isQuestionMark(event) ? { name: "sheet" } : null;
  if (where.focus === "draft") return inDraft(event);
  if (event.code === "Escape") return { name: "escape" };
  const control = event.ctrlKey || event.metaKey;
  if (control && event.altKey) return null; // AltGr types characters
  if (control) return withControl(event, where);
  if (event.altKey) return withAlt(event);
  if (where.focus === "field") return inField(event);
  if (where.focus === "note") return isEnter(event) ? { name: "next_note" } : null;
  return onPage(event, where);
}

function withControl(event, where) {
  if (isEnter(event)) return { name: event.shiftKey ? "copy_full" : "copy" };
  if (event.shiftKey) return null;
  if (event.code === "KeyK") return { name: "focus" };
  if (event.code === "KeyC" && !where.selection) return { name: "copy" };
  return null;
}

/** What the box itself has no use for leads back to the search. */
function inDraft(event) {
  const control = event.ctrlKey || event.metaKey;
  if (event.code === "Escape") return { name: "leave_draft" };
  if (event.code === "KeyD" && event.altKey && !control && !event.shiftKey) return { name: "leave_draft" };
  return event.code === "KeyK" && control && !event.altKey && !event.shiftKey ? { name: "focus" } : null;
}

function withAlt(event) {
  if (event.code === "KeyD" && !event.shiftKey) return { name: "draft" };
  if (isEnter(event) && !event.shiftKey && !event.repeat) return { name: "to_draft" };
  if (event.code === "ArrowDown") return { name: "next" };
  if (event.code === "ArrowUp") return { name: "previous" };
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  if (!digit) return null;
  return digit[1] === "0" ? { name: "none_fitted" } : { name: "nth", n: Number(digit[1]) };
}

function inField(event) {
  if (event.shiftKey) return null;
  if (event.code === "ArrowDown") return { name: "down" };
  if (event.code === "ArrowUp") return { name: "up" };
  return isEnter(event) && !event.repeat ? { name: "open" } : null;
}

function onPage(event, where) {
  if (isQuestionMark(event)) return { name: "sheet" };
  if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return { name: "focus" };
  if (event.code === "KeyC") return { name: event.shiftKey ? "copy_full" : "copy" };
  if (event.code === "BracketRight") return { name: "next" };
  if (event.code === "BracketLeft") return { name: "previous" };
  return isEnter(event) && where.focus === "page" && !event.repeat ? { name: "open" } : null;
}

function isEnter(event) {
  return event.code === "Enter" || event.code === "NumpadEnter";
}

function isQuestionMark(event) {
  return event.key === "?" || (event.code === "Slash" && event.shiftKey);
}
