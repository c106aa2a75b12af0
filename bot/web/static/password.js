/**
 * Helps with typing passwords: shows them on demand and says when Caps Lock is on.
 */

import { t } from "./texts.js";

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = t(shown ? "password.show" : "password.hide");
    button.setAttribute("aria-pressed", String(!shown));
    field.focus();
  });
  // A shown password must not be kept by the browser as ordinary form text.
  field.form.addEventListener("submit", () => (field.type = "password"));
}

for (const hint of document.querySelectorAll("[data-caps]")) {
  const field = document.getElementById(hint.dataset.caps);
  const look = (event) => {
    if (!event.getModifierState) return; // filled in by a password manager
    const text = event.getModifierState("CapsLock") ? t("password.caps") : "";
    if (hint.textContent !== text) hint.textContent = text;
  };
  field.addEventListener("keydown", look);
  field.addEventListener("keyup", look);
  field.addEventListener("blur", () => (hint.textContent = ""));
}
