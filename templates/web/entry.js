// One message of a chat as nodes. Text arrives in pieces with a style and only ever becomes text nodes.

const TAGS = { b: ["strong"], i: ["em"], bi: ["strong", "em"] };

// `tapped(button, data)` is called for a press of one of its buttons.
export function build(entry, tapped) {
  const node = make("article", `entry ${entry.author}`);
  node.dataset.id = entry.id;
  node.dataset.day = entry.at.day;
  node.tabIndex = -1;
  const bubble = make("div", "bubble");
  bubble.append(make("span", "hidden", entry.author === "bot" ? "Hệ thống: " : "Đã gửi: "));
  bubble.append(entry.file ? fileLine(entry.file) : textOf(entry.runs), metaOf(entry));
  node.append(bubble);
  if (entry.rows.length) node.append(buttonsOf(entry.rows, tapped));
  return node;
}

export const dayLine = (day) => make("p", "day", day);

function textOf(runs) {
  const text = make("p", "text");
  for (const [style, piece] of runs) {
    const nodes = (TAGS[style] ?? []).map((tag) => document.createElement(tag));
    nodes.reduce((outer, inner) => (outer.append(inner), inner), text).append(piece);
  }
  return text;
}

function metaOf(entry) {
  const meta = make("p", "meta");
  meta.append(make("time", "", entry.at.time));
  if (entry.edited) meta.append(make("span", "", "đã cập nhật"));
  return meta;
}

function fileLine({ name, size }) {
  const line = make("p", "text file");
  line.append("Tệp: ", make("strong", "", name), ` (${Math.max(1, Math.round(size / 1024))} KB)`);
  return line;
}

function buttonsOf(rows, tapped) {
  const group = make("div", "rows");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Lựa chọn");
  for (const row of rows) {
    const line = make("div", "row");
    line.dataset.count = row.length;
    for (const { label, data } of row) {
      const button = make("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => tapped(button, data));
      line.append(button);
    }
    group.append(line);
  }
  return group;
}

function make(tag, className = "", text = null) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== null) node.textContent = text;
  return node;
}
