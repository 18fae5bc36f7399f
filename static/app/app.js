/* The page's own behaviour: everything here only improves links and forms that work without it.
   Event names of htmx 2 (camelCase) and htmx 4 (colons) are both listened to, so either major can be served. */
import { initAll } from "../vendor/nhsuk/nhsuk-frontend.min.js";

initAll();

const byId = (id) => document.getElementById(id);
const dialog = byId("app-dialog");
const on = (names, handler) => names.forEach((name) => document.addEventListener(name, handler));

/* Components inside what a swap brought in. A component already started says so with an InitError: ignored. */
const onError = (error) => {
  if (error.name !== "InitError") console.error(error);
};
on(["htmx:load", "htmx:after:process"], ({ target }) => {
  if (target instanceof Element && target !== document.body && target.parentElement) {
    initAll({ scope: target.parentElement, onError });
  }
});

/* HX-Trigger: {"announce": "text"} is spoken once, politely, and shown as a toast. */
const announce = (text) => {
  const live = byId("app-live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
  const toast = document.createElement("div");
  toast.className = "app-toast";
  toast.textContent = text;
  byId("app-toasts").replaceChildren(toast);
  shownAt = Date.now();
};
/* A toast stays at least 4 seconds and until the person acts again: it never vanishes unread, nor stays in the way. */
let shownAt = 0;
["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, () => {
  if (Date.now() - shownAt > 4000) byId("app-toasts").replaceChildren();
}));
on(["announce"], ({ detail }) => {
  const text = detail?.value ?? detail;
  if (typeof text === "string") announce(text);
});

/* Focus after a swap: the server marks the element that takes it with data-focus. Marks of a whole page are
   dropped, or the first poll on it would take the focus away from where the person is. */
document.querySelectorAll("[data-focus]").forEach((marked) => marked.removeAttribute("data-focus"));
const focusMarked = () => {
  const marked = document.querySelector("[data-focus]");
  marked?.removeAttribute("data-focus");
  marked?.focus();
};
on(["htmx:afterSettle", "htmx:after:swap"], focusMarked);

/* One <dialog>. It opens when a fragment lands in it; showModal() gives Esc, and we return focus to the opener
   by id, as the element itself may have been swapped meanwhile. */
let opener = null;
document.addEventListener("click", (event) => {
  opener = event.target.closest?.("[data-dialog]") ?? opener;
  if (dialog.open && event.target.closest?.("[data-close]")) {
    event.preventDefault();
    dialog.close();
  }
});
on(["htmx:afterSwap", "htmx:after:swap"], () => {
  if (!dialog.open && byId("app-dialog-body").childElementCount) {
    dialog.showModal();
    if (!dialog.contains(document.activeElement) || document.activeElement === dialog) dialog.querySelector("h2")?.focus();
  }
});
on(["closeDialog"], () => dialog.close());
dialog.addEventListener("close", () => {
  byId("app-dialog-body").replaceChildren();
  byId("app-dialog-problem").replaceChildren();
  (byId(opener?.id) ?? opener)?.focus();
  opener = null;
});

/* Anything but 422 and 409 that fails goes to one place, never into a row or a panel. */
let failed = false;
const problemBox = () => byId(dialog.open ? "app-dialog-problem" : "app-problem");
const showProblem = (text) => {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  problemBox().replaceChildren(paragraph);
  problemBox().focus();
};
on(["htmx:response:error"], ({ detail: { ctx } }) => {
  if ([409, 422].includes(ctx.response.status) || ctx.hx.redirect) return;
  ctx.hx.retarget = `#${problemBox().id}`;
  ctx.hx.reswap = "innerHTML";
  failed = true;
});
on(["htmx:after:swap"], () => {
  if (failed) problemBox().focus();
  failed = false;
});
on(["htmx:responseError"], ({ detail }) => {
  if (![409, 422].includes(detail.xhr.status)) showProblem("Sorry, this did not work. Nothing was changed.");
});
on(["htmx:error", "htmx:sendError", "htmx:timeout"], () => {
  showProblem("The connection failed, so we do not know whether this was saved. Load the page again to see.");
});
on(["htmx:before:request", "htmx:beforeRequest"], ({ target }) => {
  if (!target.closest?.("[hx-trigger^=every]")) byId("app-problem").replaceChildren();
});

/* The organisation switcher closes on Esc and on a click elsewhere. */
const switcher = document.querySelector(".app-switch");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && switcher?.open && !dialog.open) {
    switcher.open = false;
    switcher.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (switcher?.open && !switcher.contains(event.target)) switcher.open = false;
});
