"use strict";
const q = document.getElementById("q"), nothing = document.getElementById("nothing");
const articles = [...document.querySelectorAll("article")].map(el => ({
  el, head: el.querySelector("h3").textContent.toLowerCase(), text: el.textContent.toLowerCase(),
  rows: [...el.querySelectorAll("tbody tr")].map(row => ({ el: row, text: row.textContent.toLowerCase() })),
  link: document.querySelector('nav a[href="#' + CSS.escape(el.id) + '"]'),
}));
function search() {
  const words = q.value.toLowerCase().split(/\s+/).filter(Boolean), has = text => words.every(word => text.includes(word));
  let any = false;
  for (const article of articles) {
    const shown = has(article.text), whole = has(article.head);
    article.el.hidden = !shown;
    if (article.link) article.link.hidden = !shown;
    any = any || shown;
    const rows = article.rows.filter(row => has(row.text));
    for (const row of article.rows) row.el.hidden = words.length > 0 && !whole && rows.length > 0 && !rows.includes(row);
  }
  for (const part of document.querySelectorAll("section.part")) part.hidden = ![...part.querySelectorAll("article")].some(el => !el.hidden);
  nothing.hidden = any;
}
q.addEventListener("input", search);
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== q) { event.preventDefault(); q.focus(); }
  if (event.key === "Escape" && document.activeElement === q) { q.value = ""; search(); q.blur(); }
});
