// The list of people: groups, unread counts, the search box, arrow keys.

import { get } from "./server.js";

const groups = document.querySelector("#groups");
const find = document.querySelector("#find");
const only = document.querySelector("#only");
const total = document.querySelector("#total");
const known = new Map(); // code -> { person, tile }
let openCodes = () => [];
let choose = () => {};

export function start({ onChoose, isOpen }) {
  choose = onChoose;
  openCodes = isOpen;
  find.addEventListener("input", sift);
  only.addEventListener("change", sift);
  find.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(event, null, 1);
  });
}

export async function load() {
  const { people } = await get("/api/people");
  const codes = new Set(people.map(({ code }) => code));
  for (const [code, { tile }] of known) {
    if (codes.has(code)) continue;
    tile.parentElement.remove();
    known.delete(code);
  }
  for (const person of people) known.has(person.code) ? renew(person) : add(person);
  sift();
}

// The tile stays, and with it whoever stands on it.
function renew(person) {
  const found = known.get(person.code);
  found.person = person;
  fill(found);
}

export const person = (code) => known.get(code)?.person;
export const focusTile = (code) => (known.get(code)?.tile ?? find).focus();

// What a piece of news says about a person: { unread, last }. False when nobody has this code.
export function note(code, { unread, last }) {
  const found = known.get(code);
  if (!found) return false;
  if (last) found.person.last = last;
  found.person.unread = openCodes().includes(code) ? 0 : unread;
  fill(found);
  sift();
  return true;
}

export function markOpen() {
  const open = openCodes();
  for (const [code, { tile }] of known) {
    if (open.includes(code)) tile.setAttribute("aria-current", "true");
    else tile.removeAttribute("aria-current");
  }
  sift();
}

function add(person) {
  const item = document.querySelector("#tile").content.cloneNode(true).firstElementChild;
  const tile = item.querySelector(".tile");
  tile.dataset.code = person.code;
  tile.addEventListener("click", () => choose(person.code));
  tile.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) step(event, tile, by);
  });
  const found = { person, tile };
  known.set(person.code, found);
  fill(found);
  const section = groups.querySelector(`[data-group="${CSS.escape(person.group)}"]`);
  (section ?? groups.querySelector('[data-group="other"]')).querySelector("ul").append(item);
}

function fill({ person, tile }) {
  tile.querySelector(".face").textContent = initials(person.name);
  tile.querySelector(".name").textContent = person.name;
  tile.querySelector(".post").textContent = [person.post, person.organisation].filter(Boolean).join(", ");
  tile.querySelector(".last").textContent = person.last?.preview ?? "";
  tile.querySelector(".time").textContent = person.last ? person.last.at.time : "";
  badge(tile.querySelector(".count"), person.unread);
}

function badge(element, count) {
  element.hidden = !count;
  const words = document.createElement("span");
  words.className = "hidden";
  words.textContent = " tin chưa đọc";
  element.replaceChildren(...(count ? [String(count), words] : []));
}

function sift() {
  const wanted = fold(find.value);
  const open = openCodes();
  let shown = 0;
  for (const [code, { person, tile }] of known) {
    const fits = fold(`${person.name} ${person.post} ${person.organisation}`).includes(wanted);
    const isNews = !only.checked || person.unread || open.includes(code);
    tile.parentElement.hidden = !(fits && isNews);
    shown += fits && isNews ? 1 : 0;
  }
  for (const section of groups.querySelectorAll("section")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  document.querySelector("#none").hidden = shown > 0;
  badge(total, [...known.values()].reduce((sum, { person }) => sum + person.unread, 0));
}

function step(event, from, by) {
  const tiles = [...groups.querySelectorAll("li:not([hidden]) .tile")];
  const next = tiles[tiles.indexOf(from) + by];
  event.preventDefault();
  (next ?? (by < 0 ? find : from))?.focus();
}

const initials = (name) =>
  name.split(/\s+/).slice(-2).map((word) => word[0] ?? "").join("").toUpperCase();

const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").trim();
