"use strict";
// Sort by any column: numbers by data-value, text as people sort it. The header's button says which way.
const table = document.getElementById("students"), body = table.tBodies[0];
const value = (row, i) => row.cells[i].dataset.value ?? row.cells[i].textContent;
table.querySelectorAll("thead button").forEach((button, i) => button.addEventListener("click", () => {
  const head = button.parentElement, up = head.getAttribute("aria-sort") !== "ascending";
  table.querySelectorAll("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  const compare = new Intl.Collator(undefined, {numeric: true}).compare;
  const rows = [...body.rows].sort((a, b) => compare(value(a, i), value(b, i)) * (up ? 1 : -1));
  body.append(...rows);
}));
document.getElementById("find").addEventListener("input", event => {
  const text = event.target.value.toLowerCase();
  for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(text);
});
// Hide names: each gives way to a number, and links, which hold names, are taken out.
const button = document.getElementById("names");
button.addEventListener("click", () => {
  const hide = document.body.classList.toggle("nameless");
  button.setAttribute("aria-pressed", String(hide));
  for (const who of document.querySelectorAll(".who")) {
    [who.textContent, who.dataset.number] = [who.dataset.number, who.textContent];
    const link = who.closest("a, [data-link]");
    if (link && hide) { link.dataset.link = link.getAttribute("href"); link.removeAttribute("href"); }
    else if (link) { link.setAttribute("href", link.dataset.link); delete link.dataset.link; }
  }
});
