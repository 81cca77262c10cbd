// Ties the page together: which chats are open, the address bar, and the news from the program.

import * as clock from "./clock.js";
import { Pane } from "./pane.js";
import * as people from "./people.js";
import { chatPath, hasToken, listen, post, rememberToken } from "./server.js";

const room = document.querySelector("#panes");
const status = document.querySelector("#status");
const door = document.querySelector("#door");
const wide = matchMedia("(min-width: 1200px)");
const narrow = matchMedia("(max-width: 759px)");
let panes = []; // the one used last stands last; on the screen each keeps its place
let invitation = null;
let isConnected = false;

const isShown = (pane) => wide.matches || pane === panes.at(-1);
const openCodes = () => panes.filter(isShown).map((pane) => pane.code);
const params = () => new URLSearchParams(location.hash.slice(1));

function report(sentence, isWrong = false) {
  status.textContent = sentence;
  status.classList.toggle("wrong", isWrong);
}

function used(pane) {
  panes = [...panes.filter((other) => other !== pane), pane];
  for (const other of panes) other.node.classList.toggle("current", other === pane);
}

// A chat opens beside the one in use; with two open it takes the place of the one used less recently.
async function open(code, { byPerson = true } = {}) {
  const person = people.person(code);
  if (!person) return;
  let pane = panes.find((other) => other.code === code);
  const isThere = Boolean(pane);
  pane ??= panes.length < (wide.matches ? 2 : 1) ? added() : panes.at(wide.matches ? 0 : -1);
  used(pane);
  address(code, byPerson);
  const filling = isThere || fill(pane, person); // sets the pane's code at once, so that the rest holds
  arrange();
  if (byPerson) (narrow.matches ? pane.log : pane.composer.field).focus();
  await filling;
  seen(code);
}

async function fill(pane, person) {
  const draft = invitation ? `/start ${invitation}` : "";
  invitation = null;
  try {
    await pane.open(person, draft);
  } catch (error) {
    pane.refuse(error.message);
  }
}

function added() {
  const pane = new Pane({ left, used });
  room.append(pane.node);
  panes.push(pane);
  return pane;
}

function left(pane, how) {
  const { code } = pane;
  if (how === "close") {
    pane.node.remove();
    panes = panes.filter((other) => other !== pane);
    if (panes.length) used(panes.at(-1));
    address(panes.at(-1)?.code ?? null, false);
  } else if (narrow.matches) {
    if (history.state?.cameFromList) return history.back();
    address(null, false);
  }
  arrange();
  people.focusTile(code);
}

function arrange() {
  document.body.dataset.view = params().has("chat") ? "chat" : "list";
  document.querySelector("#welcome").hidden = panes.length > 0;
  room.dataset.count = panes.length;
  people.markOpen();
}

// On a phone the chat is a page of its own, so the browser's Back leads to the list.
function address(code, byPerson) {
  const place = code ? `#${new URLSearchParams({ chat: code })}` : location.pathname;
  const isStep = narrow.matches && byPerson && !params().has("chat");
  if (isStep) history.pushState({ cameFromList: true }, "", place);
  else history.replaceState(history.state, "", place);
}

function route() {
  const code = params().get("chat");
  if (code) return open(code, { byPerson: false });
  arrange();
  if (narrow.matches && panes.length) people.focusTile(panes.at(-1).code);
}

const isRead = (code) => !document.hidden && document.body.dataset.view === "chat" && openCodes().includes(code);

function seen(code) {
  if (isRead(code)) post(`${chatPath(code)}/read`).catch(() => {});
}

const reload = () => people.load().catch((error) => report(error.message, true));

const news = {
  entry({ chat, entry, unread, preview }) {
    clock.passed(entry.at);
    panes.find((pane) => pane.code === chat)?.put(entry);
    if (!people.note(chat, { unread: isRead(chat) ? 0 : unread, last: { preview, at: entry.at } })) reload();
    if (unread) seen(chat);
  },
  gone({ chat, id }) {
    panes.find((pane) => pane.code === chat)?.takeBack(id);
    reload();
  },
  unread: ({ chat, unread }) => people.note(chat, { unread }),
  commands: ({ chat, commands }) => panes.find((pane) => pane.code === chat)?.composer.offer(commands),
  clock: clock.show,
};

// Every connection starts from what the program has now: it may be another start of it.
async function connected() {
  if (isConnected) report("Đã nối lại với chương trình.");
  isConnected = true;
  try {
    await Promise.all([clock.load(), people.load(), ...panes.map((pane) => pane.load())]);
    await route();
  } catch (error) {
    report(error.message, true);
  }
}

function lost(isForGood) {
  if (!isForGood) return report("Mất kết nối với chương trình, đang nối lại…", true);
  report("Mã khởi động không còn đúng hoặc chương trình đã dừng.", true);
  door.showModal();
}

function enter() {
  people.start({ onChoose: open, isOpen: openCodes });
  clock.start(report, reload);
  listen(news, connected, lost);
}

addEventListener("popstate", route);
document.addEventListener("visibilitychange", () => openCodes().forEach(seen));
wide.addEventListener("change", arrange);
narrow.addEventListener("change", arrange);
document.querySelector("#skip").addEventListener("click", (event) => {
  event.preventDefault();
  (panes.at(-1)?.composer.field ?? room).focus();
});
document.querySelector("#door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  rememberToken(document.querySelector("#token").value.trim());
  location.reload();
});

const given = params();
if (given.has("token")) rememberToken(given.get("token"));
invitation = given.get("start");
for (const name of ["token", "start"]) given.delete(name);
history.replaceState(null, "", given.size ? `#${given}` : location.pathname);
if (invitation) report("Mã mời đã sẵn: chọn người nhận trong danh sách rồi bấm Gửi.");
if (hasToken()) enter();
else door.showModal();
