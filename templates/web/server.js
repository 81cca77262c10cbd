// Speaks to the program: the start token, requests, and the stream of news.

const KEY = "rehearsal-token";
const SENTENCES = {
  host: "Trang phải được mở đúng địa chỉ mà chương trình in ra.",
  origin: "Trang phải được mở đúng địa chỉ mà chương trình in ra.",
  token: "Mã khởi động không còn đúng. Đề nghị mở lại địa chỉ mà chương trình in ra.",
  too_large: "Tệp lớn hơn 5 MB nên không gửi được.",
  too_long: "Tin dài hơn 4096 ký tự nên không gửi được.",
  not_saved: "Tin chưa được ghi nhận. Đề nghị gửi lại.",
  moving: "Đồng hồ đang chuyển, đề nghị chờ.",
  backwards: "Đồng hồ không lùi lại được.",
  offline: "Không liên lạc được với chương trình. Đề nghị kiểm tra chương trình còn chạy, rồi thử lại.",
};
const UNKNOWN = "Chưa thực hiện được. Đề nghị thử lại.";

export class Refused extends Error {
  constructor(code) {
    super(SENTENCES[code] ?? UNKNOWN);
    this.code = code;
  }
}

export const rememberToken = (token) => sessionStorage.setItem(KEY, token);
export const hasToken = () => Boolean(sessionStorage.getItem(KEY));
const token = () => sessionStorage.getItem(KEY) ?? "";

async function ask(path, options = {}) {
  const headers = { "X-Rehearsal-Token": token(), ...options.headers };
  let answer;
  try {
    answer = await fetch(path, { ...options, headers });
  } catch {
    throw new Refused("offline");
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const { error } = await answer.json().catch(() => ({}));
  throw new Refused(error);
}

export const get = (path) => ask(path);

export const post = (path, fields = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });

export function upload(path, event, file) {
  if (file.size > 5 * 1024 * 1024) throw new Refused("too_large");
  const query = new URLSearchParams({ event, name: file.name });
  return ask(`${path}?${query}`, { method: "POST", body: file });
}

export const chatPath = (code) => `/api/chat/${encodeURIComponent(code)}`;

// Calls handlers[event](data) for each piece of news, opened() on every connection, lost(isForGood).
export function listen(handlers, opened, lost) {
  const source = new EventSource(`/api/events?${new URLSearchParams({ token: token() })}`);
  source.addEventListener("open", opened);
  source.addEventListener("error", () => lost(source.readyState === EventSource.CLOSED));
  for (const [event, handle] of Object.entries(handlers)) {
    source.addEventListener(event, (news) => handle(JSON.parse(news.data)));
  }
}
