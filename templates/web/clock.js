// The rehearsal's clock in the top bar: what time it is, what comes next, and the buttons that move it.

import { get, post } from "./server.js";

const now = document.querySelector("#now");
const due = document.querySelector("#due");
const moves = document.querySelector("#moves");
const path = "/rehearsal/clock";
let shown = "";

export function start(report, isMoved) {
  moves.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button || moves.classList.contains("busy")) return;
    moves.classList.add("busy");
    report("Đang chuyển đồng hồ…");
    await move(button.dataset.to, report);
    moves.classList.remove("busy");
    isMoved();
  });
}

async function move(to, report) {
  try {
    const time = await post(path, { to });
    show(time);
    report(time.moved ? `Đồng hồ đã đến ${words(time.now)}.` : "Không còn việc nào chờ đến hạn.");
  } catch (error) {
    report(error.message, true);
  }
}

export const load = async () => show(await get(path));

export function show(time) {
  shown = time.now.iso;
  now.textContent = words(time.now);
  now.dateTime = time.now.iso;
  due.textContent = time.next_due ? `Việc kế tiếp: ${words(time.next_due)}` : "Không còn việc nào chờ";
}

// A message sent while the clock runs shows how far it has come.
export function passed(at) {
  if (Date.parse(at.iso) <= Date.parse(shown)) return;
  shown = at.iso;
  now.textContent = words(at);
  now.dateTime = at.iso;
}

const words = (at) => `${at.day} ${at.time}`;
