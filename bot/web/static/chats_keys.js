/**
 * Keys of the consultant's page. Letters are told by their place, so that a Russian layout works as well.
 */

const WITH_ALT = {
  KeyT: { name: "take" },
  KeyP: { name: "pass" },
  KeyR: { name: "release" },
  KeyB: { name: "return" },
  KeyE: { name: "close" },
  KeyM: { name: "note" },
  KeyH: { name: "hold", n: 0 },
  KeyJ: { name: "hold", n: 1 },
  KeyZ: { name: "suggestion", n: 0 },
  KeyX: { name: "suggestion", n: 1 },
  KeyC: { name: "suggestion", n: 2 },
  KeyA: { name: "ask" },
  KeyD: { name: "draft" },
  KeyU: { name: "unread" },
  KeyS: { name: "copilot" },
  ArrowDown: { name: "next" },
  ArrowUp: { name: "previous" },
};

/**
 * @param {KeyboardEvent} event
 * @param {{typing: boolean, dialog: boolean, note: boolean}} where
 * @returns {{name: string, n?: number} | null}
 */
export function chatCommand(event, { typing, dialog, note }) {
  if (event.isComposing) return null;
  const { code } = event;
  if (code === "F1") return { name: "sheet" };
  if (dialog) return null;
  const control = event.ctrlKey || event.metaKey;
  if (control && event.altKey) return null; // AltGr types characters
  if (control && code === "Enter" && note) return { name: "save_note" };
  if (control && code === "KeyK") return { name: "find" };
  if (control) return null;
  if (event.altKey) return event.shiftKey ? null : (WITH_ALT[code] ?? null);
  if (code === "Escape") return { name: "escape" };
  if (typing) return null;
  if (event.key === "?" || (code === "Slash" && event.shiftKey)) return { name: "sheet" };
  if (event.key === "/" || code === "Slash") return { name: "find" };
  if (code === "KeyJ") return { name: "next" };
  if (code === "KeyK") return { name: "previous" };
  return null;
}
