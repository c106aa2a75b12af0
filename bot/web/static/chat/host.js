/**
 * The page around the chat, if there is one: it is told of unread messages, and tells when the chat is seen.
 */

export const EMBEDDED = window.parent !== window;

/**
 * Whom the words go to is settled by `frame-ancestors`: only an allowed site can be the parent.
 *
 * @param {{type: "unread", count: number} | {type: "close"} | {type: "ready"}} message
 */
export function tellHost(message) {
  if (EMBEDDED) parent.postMessage({ copilotChat: message }, "*");
}

/** @param {(shown: boolean) => void} onShown */
export function hearHost(onShown) {
  addEventListener("message", (event) => {
    if (!EMBEDDED || event.source !== parent) return;
    const shown = event.data?.copilotChat?.shown;
    if (typeof shown === "boolean") onShown(shown);
  });
}
