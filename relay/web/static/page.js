"use strict";
// Keeps an open page up to date: its parts as the relay sends them, its clocks by the relay's time.
(() => {
  const RETRY = 5000, SILENCE = 40000;
  const body = document.body;
  const here = (id) => document.getElementById(id);
  let base = 0, rate = 1, since = 0, ticking = 0, announced = null, last = null;

  const setTime = (time, speed) => {
    base = time;
    rate = Number.isFinite(Number(speed)) ? Number(speed) : 1;
    since = performance.now();
  };
  const now = () => base + (performance.now() - since) * rate;
  const two = (number) => String(number).padStart(2, "0");

  const face = (milliseconds, withDays) => {
    const seconds = Math.floor(Math.abs(milliseconds) / 1000);
    const days = withDays && seconds >= 172800 ? Math.floor(seconds / 86400) : 0;
    const hours = Math.floor(seconds / 3600) - days * 24;
    const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return days ? `${days} d ${two(hours)}:${rest}` : `${hours}:${rest}`;
  };
  const ago = (seconds) => {
    if (seconds < 58) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} s ago`;
    if (seconds < 3570) return `about ${Math.round(seconds / 60)} min ago`;
    return `about ${Math.round(seconds / 3600)} h ago`;
  };
  const write = (element, text) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const date = (root) => {
    for (const place of root.querySelectorAll("[data-ago]")) {
      write(place, ago((now() - Date.parse(place.dataset.ago)) / 1000));
    }
  };
  const tick = () => {
    clearTimeout(ticking);
    for (const timer of document.querySelectorAll("[data-at]")) {
      const down = timer.dataset.counts === "down";
      const span = (Date.parse(timer.dataset.at) - now()) * (down ? 1 : -1);
      write(timer, face(down ? span : Math.max(span, 0), down));
      const label = timer.parentElement.querySelector("[data-passed]");
      if (label && span <= 0) write(label, label.dataset.passed);
    }
    date(document);
    const next = rate > 0 ? (1000 - (now() % 1000)) / rate : 1000;
    ticking = setTimeout(tick, Math.min(1000, Math.max(100, next)));
  };

  const minutes = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  const zone = (english) => new Intl.DateTimeFormat(english, minutes).format(0);
  // Each English has short names for its own zones only: CET, EST, AEST, IST.
  const english = ["en-GB", "en-US", "en-AU", "en-IN"].find((one) => !/GMT[+-]/.test(zone(one)));
  const format = (parts) => new Intl.DateTimeFormat(english || "en-GB", parts);
  let zoned, short;
  const localize = (root) => {
    if (zoned.resolvedOptions().timeZone === "UTC") return;
    for (const place of root.querySelectorAll("[data-utc]")) {
      const style = "short" in place.dataset ? short : zoned;
      write(place, style.format(new Date(place.dataset.utc)));
    }
  };

  const reachable = (part) => [...part.querySelectorAll("a, summary")];
  const replace = (part, html) => {
    const focused = reachable(part).indexOf(document.activeElement);
    const opened = part.querySelector("details[open]") !== null;
    const atEnd = "follow" in part.dataset && part.scrollHeight - part.scrollTop - part.clientHeight < 8;
    film.fill(part, html);
    localize(part);
    date(part);
    const details = part.querySelector("details");
    if (opened && details) details.open = true;
    if (focused >= 0) (reachable(part)[focused] || part).focus({ preventScroll: true });
    if (atEnd) part.scrollTop = part.scrollHeight;
  };
  // What nobody looks at is not fetched: a hidden page gets its newest picture when it is seen.
  const unseen = (part) => document.hidden && part.dataset.part === "picture";
  const sent = new Map();
  const show = (state) => {
    // Parts that have not changed since the message before are not sent again.
    last = { ...state, parts: { ...last?.parts, ...state.parts } };
    for (const part of document.querySelectorAll("[data-part]")) {
      const html = last.parts[part.dataset.part];
      if (html === undefined || sent.get(part) === html || unseen(part)) continue;
      sent.set(part, html);
      film.ready(html, () => {
        if (sent.get(part) === html) replace(part, html);
      });
    }
    document.title = state.title;
    if (announced !== null && state.announce && state.announce !== announced) {
      write(here("announce"), state.announce);
    }
    announced = state.announce;
    tick();
  };

  const take = {
    state: (text) => show(JSON.parse(text)),
    beat: (text) => {
      const beat = JSON.parse(text);
      setTime(Date.parse(beat.time), beat.rate);
      tick();
    },
    open: () => write(here("link"), ""),
    lost: () => {
      write(here("link"), "Connection lost – reconnecting …");
      // The time of a replay is the relay's alone: without it nothing is known of it.
      if (rate !== 1) setTime(now(), 0);
      tick();
    },
  };
  const connect = (tell) => {
    const source = new EventSource(`/updates?page=${encodeURIComponent(body.dataset.topic)}`);
    source.onopen = () => tell("open", "");
    source.onmessage = (event) => tell("state", event.data);
    source.addEventListener("heartbeat", (event) => tell("beat", event.data));
    source.onerror = () => {
      tell("lost", "");
      const again = RETRY * (1 + Math.random());
      if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(tell), again);
    };
  };

  // A browser opens six connections to one host and no more: tabs that show the same share one.
  const alone = (kind, text) => take[kind](text);
  const share = () => {
    const name = `updates of ${body.dataset.topic}`;
    const tabs = new BroadcastChannel(name);
    let newest = null, leads = false, watch = 0;
    const lead = () => {
      leads = true;
      clearTimeout(watch);
      connect((kind, text) => {
        take[kind](text);
        if (kind === "state") newest = last;
        tabs.postMessage({ kind, text });
      });
    };
    // The tab that leads may be asleep: then this one reads for itself.
    const expect = () => {
      clearTimeout(watch);
      watch = setTimeout(lead, SILENCE);
    };
    tabs.onmessage = ({ data }) => {
      if (leads && data.kind === "hello" && newest) {
        tabs.postMessage({ kind: "state", text: JSON.stringify(newest) });
      }
      if (leads || data.kind === "hello") return;
      expect();
      take[data.kind](data.text);
    };
    navigator.locks.request(name, () => {
      if (!leads) lead();
      return new Promise(() => {});
    });
    const greet = () => tabs.postMessage({ kind: "hello" });
    // Who was put aside by the browser has missed what was told meanwhile.
    addEventListener("pageshow", (event) => event.persisted && greet());
    expect();
    greet();
  };

  const start = () => {
    short = format(minutes);
    zoned = format({ weekday: "short", day: "numeric", month: "short", ...minutes });
    localize(document);
    tick();
    for (const part of document.querySelectorAll("[data-follow]")) part.scrollTop = part.scrollHeight;
    film.start();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) film.settle();
      else if (last) show(last);
    });
    if (navigator.locks && window.BroadcastChannel) share();
    else connect(alone);
  };
  setTime(Date.parse(body.dataset.now), body.dataset.rate);
  // The page says everything as it came: it is painted first. What is hidden is never painted.
  if (document.hidden) start();
  else requestAnimationFrame(() => setTimeout(start));
})();
