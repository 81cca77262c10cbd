// One open chat: its heading and its log, with the composer under it.

import { Composer } from "./composer.js";
import { build, dayLine } from "./entry.js";
import { chatPath, get, post } from "./server.js";

export class Pane {
  // `left(pane, "close" | "back" | "escape")` says that the person leaves; `used(pane)` that they act here.
  constructor({ left, used }) {
    this.node = document.querySelector("#pane").content.cloneNode(true).firstElementChild;
    this.log = this.part(".log");
    this.refusal = this.part(".refusal");
    this.part(".close").addEventListener("click", () => left(this, "close"));
    this.part(".back").addEventListener("click", () => left(this, "back"));
    this.node.addEventListener("focusin", () => used(this));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.composer.closeMenu()) left(this, "escape");
    });
    this.composer = new Composer(this.node, (doing) => this.act(doing));
    this.startLog();
  }

  part(selector) {
    return this.node.querySelector(selector);
  }

  async open(person, draft = "") {
    this.code = person.code;
    this.node.setAttribute("aria-label", `Hội thoại với ${person.name}`);
    this.part("h2").textContent = person.name;
    this.part(".whom p").textContent = [person.post, person.organisation].filter(Boolean).join(", ");
    this.log.setAttribute("aria-label", `Tin nhắn của ${person.name}`);
    this.composer.open(person, draft);
    this.refuse(null);
    await this.load();
  }

  // The whole chat anew. News that comes meanwhile is kept: the higher revision of an entry wins.
  async load() {
    const code = this.code;
    this.revisions = new Map();
    this.log.replaceChildren();
    this.log.setAttribute("aria-busy", "true");
    const { entries, commands } = await get(chatPath(code));
    if (code !== this.code) return;
    const early = [...this.log.querySelectorAll(".entry")];
    this.log.replaceChildren();
    for (const entry of entries) this.append(entry, early.find((node) => node.dataset.id === entry.id));
    for (const node of early) if (!this.find(node.dataset.id)) this.place(node);
    this.log.setAttribute("aria-busy", "false");
    this.composer.offer(commands);
    this.toEnd();
  }

  put(entry) {
    const present = this.find(entry.id);
    if (this.isOld(entry)) return;
    const node = this.build(entry);
    if (present) this.swap(present, node);
    else this.place(node);
    if (this.isAtEnd || entry.author === "person") this.toEnd();
  }

  takeBack(id) {
    this.find(id)?.remove();
    this.revisions.delete(id);
  }

  append(entry, early) {
    this.place(early && this.isOld(entry) ? early : this.build(entry));
  }

  build(entry) {
    this.revisions.set(entry.id, entry.revision);
    return build(entry, (button, data) => this.tap(button, data));
  }

  isOld(entry) {
    return entry.revision < (this.revisions.get(entry.id) ?? 0);
  }

  find(id) {
    return this.log.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  place(node) {
    const before = this.log.querySelector(".entry:last-of-type");
    if (before?.dataset.day !== node.dataset.day) this.log.append(dayLine(node.dataset.day));
    this.log.append(node);
  }

  // A card is edited in place: whoever stood on one of its buttons stands on the same one, or on the card.
  swap(present, node) {
    const held = present.contains(document.activeElement) ? document.activeElement : null;
    present.replaceWith(node);
    if (!held) return;
    const buttons = [...node.querySelectorAll("button")];
    const same = buttons.find((button) => button.textContent === held.textContent);
    (same ?? buttons[0] ?? node).focus({ preventScroll: true });
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.isAtEnd = true;
  }

  // Whoever reads the end stays at the end when the log changes its size: a second chat, a menu, a keyboard.
  startLog() {
    this.isAtEnd = true;
    this.log.addEventListener("scroll", () => {
      this.isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    });
    new ResizeObserver(() => this.isAtEnd && this.toEnd()).observe(this.log);
  }

  refuse(sentence) {
    this.refusal.textContent = sentence ?? "";
    this.refusal.hidden = !sentence;
  }

  async tap(button, data) {
    const card = button.closest(".entry");
    if (card.classList.contains("busy")) return;
    for (const other of card.querySelectorAll("[aria-pressed]")) other.removeAttribute("aria-pressed");
    button.setAttribute("aria-pressed", "true");
    card.classList.add("busy");
    const done = await this.act(() => post(`${chatPath(this.code)}/tap`, { event: crypto.randomUUID(), data }));
    card.classList.remove("busy");
    if (!done) button.removeAttribute("aria-pressed");
  }

  // Does something that may be refused, and says so under the log; true when it was done.
  async act(doing) {
    this.refuse(null);
    try {
      await doing();
      return true;
    } catch (error) {
      this.refuse(error.message);
      return false;
    }
  }
}
