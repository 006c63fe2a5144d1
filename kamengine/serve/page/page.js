"use strict";

const again = document.querySelector("#again");
const has = (mark) => document.body.classList.contains(mark);

// Keys go to the app as soon as it is on the screen, and to the button when it has ended.
function focus() {
  (has("-closed") ? again : document.querySelector(".xterm-helper-textarea"))?.focus();
}

new MutationObserver(focus).observe(document.body, { attributeFilter: ["class"] });
window.addEventListener("focus", focus);

// The page is loaded again, with a new app.
again.addEventListener("click", () => window.location.replace("/"));
