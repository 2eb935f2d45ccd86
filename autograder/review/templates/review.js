"use strict";
// Handle keys, autosave and navigation. Input is sent again until the server has it; keys pressed meanwhile are queued.
const place = document.body.dataset.place;
const query = document.body.dataset.query;
const part = document.getElementById("part");
const said = document.getElementById("said");
const keys = document.getElementById("keys");
const waiting = [];
let busy = false, chain = Promise.resolve(), timer = 0, replace = false;

const item = () => document.getElementById("item");
const byId = name => document.getElementById(name);
const boxes = () => [...document.querySelectorAll("input[name=box]")];

function say(text, bad) {
  said.textContent = text;
  said.classList.toggle("bad", Boolean(bad));
}

function sum() {
  const free = byId("free"), output = byId("sum");
  if (!free || !output) return;
  const typed = free.value.trim().replace(",", ".");
  const most = Number(free.dataset.most);
  if (typed) output.textContent = typed;
  else if (boxes().length || item().dataset.kind === "written") {
    const points = boxes().filter(box => box.checked).reduce((all, box) => all + Number(box.dataset.points), 0);
    output.textContent = String(Math.round(Math.min(points, most) * 1000) / 1000);
  }
}

function state(done) {
  return {
    item: item().dataset.item, done, replace, boxes: boxes().filter(box => box.checked).map(box => Number(box.value)),
    free: byId("free")?.value ?? "", comment: byId("comment").value,
    real: document.querySelector("input[name=real]:checked")?.value ?? "",
    group: Boolean(byId("group")?.checked), settle: Boolean(byId("settle")?.checked),
  };
}

async function post(where, body) {
  for (;;) {
    try {
      const answer = await fetch(place + where, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});
      if (answer.status < 500) return {status: answer.status, ...(await answer.json())};
    } catch { /* the server has ended or cannot be reached */ }
    say("Not saved yet: the server does not answer; trying again.", true);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

function refused(answer) {
  if (!answer.taken && !answer.refused) return false;
  replace = Boolean(answer.taken);
  say(answer.taken || answer.refused, true);
  return true;
}

function later(work) {
  const made = chain.then(work);
  chain = made.catch(() => {});
  return made;
}

function draft() {
  clearTimeout(timer);
  timer = 0;
  if (!item().dataset.item) return;
  const body = state(item().dataset.done === "yes");
  later(async () => {
    const answer = await post("decide?" + query, {...body, base: Number(item().dataset.base)});
    if (refused(answer)) return;
    if (item().dataset.item === body.item) item().dataset.base = answer.event;
    say("Saved");
  });
}

function soon() {
  sum();
  clearTimeout(timer);
  timer = setTimeout(draft, 250);
}

function show(answer) {
  part.innerHTML = answer.html;
  replace = false;
  const address = new URL(location.href);
  address.searchParams.set("item", answer.item);
  history.replaceState(null, "", address);
  window.scrollTo(0, 0);
}

async function whileBusy(work) {
  busy = true;
  try { await later(work); } finally {
    busy = false;
    if (waiting.length) press(waiting.shift());
  }
}

function done() {
  clearTimeout(timer);
  if (!item().dataset.item) return go("next");
  const body = {...state(true), next: true};
  return whileBusy(async () => {
    const answer = await post("decide?" + query, {...body, base: Number(item().dataset.base)});
    if (refused(answer)) { if (answer.refused) byId(answer.field)?.focus(); return; }
    show(answer);
    say("Saved");
  });
}

function go(step) {
  if (timer) draft();
  const at = item().dataset.item;
  return whileBusy(async () => {
    const answer = await fetch(`${place}part?${query}&step=${step}&at=${at}`);
    show(await answer.json());
    say("");
  });
}

function undo() {
  return whileBusy(async () => {
    const answer = await post("undo?" + query, {});
    if (refused(answer)) return;
    show(answer);
    say("Undone: this is how it was before.");
  });
}

function take(button) {
  const field = byId("comment");
  field.value = [field.value.trim(), button.dataset.comment].filter(Boolean).join(" ");
  soon();
}

function toggle(name) {
  const box = byId(name);
  if (box) box.checked = !box.checked;
}

function give(number) {
  const choice = document.querySelectorAll("input[name=real]")[number];
  if (choice) { choice.checked = true; soon(); return; }
  const button = document.querySelectorAll("[data-give]")[number];
  if (!button) return;
  byId("free").value = button.dataset.give;
  soon();
}

function press(key) {
  const digit = /^Digit([0-9])$/.exec(key.code)?.[1] ?? (/^[0-9]$/.test(key.key) ? key.key : null);
  if (digit !== null && key.shift && digit !== "0") {
    const button = document.querySelectorAll("[data-comment]")[digit - 1];
    if (button) take(button);
  } else if (digit === "0") {
    boxes().forEach(box => { box.checked = false; });
    if (byId("free")) byId("free").value = "";
    soon();
  } else if (digit !== null) {
    const box = boxes()[digit - 1];
    if (box) { box.checked = !box.checked; soon(); }
  } else if (key.key === "Enter") done();
  else if (key.key === "j") go("skip");
  else if (key.key === "k") go("back");
  else if (key.key === "u") undo();
  else if (key.key === "g") toggle("group");
  else if (key.key === "s") toggle("settle");
  else if (key.key === "w") give(0);
  else if (key.key === "p") give(1);
  else if (key.key === "f") byId("free")?.focus();
  else if (key.key === "c") byId("comment")?.focus();
  else if (key.key === "o") location.href = place;
  else if (key.key === "?") keys.showModal();
  if (waiting.length && !busy) press(waiting.shift());
}

const KEYS = new Set([..."0123456789jkugswpfco?", "Enter"]);
document.addEventListener("keydown", event => {
  if (keys.open || event.altKey || event.metaKey) return;
  const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea");
  if (event.key === "Escape") { event.target.blur(); return; }
  const finishes = event.key === "Enter" && field && (field.tagName === "INPUT" || event.ctrlKey);
  if (field && !finishes) return;
  if (event.key === "Enter" && !field && event.target.closest("a, button, summary")) return;
  const shifted = event.shiftKey && /^Digit/.test(event.code);
  if (event.ctrlKey && !finishes) return;
  if (!KEYS.has(event.key) && !shifted) return;
  event.preventDefault();
  const key = {key: event.key, code: event.code, shift: event.shiftKey};
  if (busy) waiting.push(key); else press(key);
});
document.addEventListener("input", event => { if (event.target.closest(".marks") && !["group", "settle"].includes(event.target.id)) soon(); });
document.addEventListener("submit", event => { if (event.target.closest(".marks")) event.preventDefault(); });
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.id === "done") done();
  else if (button.id === "skip") go("skip");
  else if (button.id === "undo") undo();
  else if (button.id === "help") keys.showModal();
  else if (button.dataset.comment) take(button);
  else if (button.dataset.give) { byId("free").value = button.dataset.give; soon(); }
});
setInterval(async () => {
  const at = item().dataset.item;
  if (!at || document.hidden) return;
  try {
    const answer = await fetch(place + "here", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({item: at})});
    const {others} = await answer.json();
    if (item().dataset.item === at) byId("others").textContent = others.length ? `${others.join(" and ")} ${others.length > 1 ? "have" : "has"} this open, too.` : "";
  } catch { /* the next decision says that the server is gone */ }
}, 10000);
