"use strict";
// The table of students: sorted, searched and shown page by page from the data; a class of thousands opens at once.
const table = document.getElementById("students"), body = table.tBodies[0], about = table.dataset;
const all = JSON.parse(document.getElementById("rows").textContent);
const questions = [...table.querySelectorAll("[data-question]")].map(button => button.dataset.question);
const pages = document.querySelector(".pages"), where = document.getElementById("where"), find = document.getElementById("find");
const SHOWN = Number(about.shown);
let rows = all, first = 0, nameless = Boolean(about.hide);

const escaped = text => text.replace(/[&<>"']/g, mark => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"})[mark]);
// As Python's quote() spells it, so that both make the same links.
const quoted = text => encodeURIComponent(text).replace(/[!'()*]/g, mark => "%" + mark.charCodeAt(0).toString(16).toUpperCase());
const spelled = value => value === null ? "" : String(value);

function who(row) {
  const number = `Student ${row[0]}`;
  if (about.hide) return `<span>${number}</span>`;
  const [text, other] = nameless ? [number, row[1]] : [row[1], number];
  return `<span class="who" data-number="${escaped(other)}">${escaped(text)}</span>`;
}
function html(row) {
  const [, student, name, status, total, late, flag, ...cells] = row;
  const linked = about.links && !nameless;
  let out = `<tr><th scope="row">${linked ? `<a href="results/${quoted(student)}/feedback.html">${who(row)}</a>` : who(row)}</th>`;
  if (about.names) out += `<td>${name && !nameless ? `<span class="who" data-number="hidden">${escaped(name)}</span>` : name ? "hidden" : ""}</td>`;
  out += `<td>${status}</td><td class="number">${spelled(total)}</td>`;
  cells.forEach((cell, i) => {
    const text = cell.slice(2), kind = cell.slice(0, 2).replace("-", "");
    out += `<td class="n ${kind}">${nameless ? text : `<a href="review.html#${quoted(student)}/${questions[i]}">${text || "–"}</a>`}</td>`;
  });
  if (about.timed) out += `<td class="number">${late}</td>`;
  return out + `<td>${flag ? '<span class="flag">look</span>' : ""}</td></tr>`;
}
function show(whole) {
  const to = whole ? rows.length : Math.min(first + SHOWN, rows.length), from = whole ? 0 : first;
  body.innerHTML = rows.slice(from, to).map(html).join("\n");
  count(to);
}
function count(to) {
  pages.hidden = rows.length <= SHOWN && all.length <= SHOWN;
  where.textContent = `${rows.length ? first + 1 : 0} to ${to} of ${rows.length}`;
  document.getElementById("back").disabled = first === 0;
  document.getElementById("on").disabled = to >= rows.length;
}
document.getElementById("back").addEventListener("click", () => { first = Math.max(first - SHOWN, 0); show(); });
document.getElementById("on").addEventListener("click", () => { first += SHOWN; show(); });

// Sort by any column: points as numbers, text as people sort it. The header's button says which way.
const compare = new Intl.Collator(undefined, {numeric: true}).compare;
const value = (row, key) => {
  if (key === "who") return nameless ? row[0] : row[1];
  const cell = row[Number(key)];
  if (Number(key) >= 7) return cell.length > 2 ? parseFloat(cell.slice(2)) : -1;
  return cell === null ? -1 : cell === "" && key === "5" ? "-1" : cell;
};
const by = key => (a, b) => { const x = value(a, key), y = value(b, key); return typeof x === "number" && typeof y === "number" ? x - y : compare(x, y); };
table.querySelectorAll("thead button").forEach(button => button.addEventListener("click", () => {
  const head = button.parentElement, up = head.getAttribute("aria-sort") !== "ascending", order = by(button.dataset.key);
  table.querySelectorAll("th[aria-sort]").forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  all.sort((a, b) => up ? order(a, b) : order(b, a));
  search();
}));
function search() {
  const text = find ? find.value.toLowerCase() : "";
  rows = text ? all.filter(row => `${nameless ? `student ${row[0]}` : `${row[1]} ${row[2]}`} ${row[3]}`.toLowerCase().includes(text)) : all;
  first = 0;
  show();
}
find?.addEventListener("input", search);

// Hide names: each gives way to a number, and links, which hold names, are taken out.
const button = document.getElementById("names");
button?.addEventListener("click", () => {
  nameless = document.body.classList.toggle("nameless");
  button.setAttribute("aria-pressed", String(nameless));
  for (const one of document.querySelectorAll(".who")) [one.textContent, one.dataset.number] = [one.dataset.number, one.textContent];
  search();
});
// Paper has no second page of a table, and nothing that opens.
let closed = [];
addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; closed.forEach(one => { one.open = true; }); show(true); });
addEventListener("afterprint", () => { closed.forEach(one => { one.open = false; }); show(); });
if (all.length > SHOWN) count(SHOWN);
