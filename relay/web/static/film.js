"use strict";
// Fills the parts of an open page: what plays or is looked at stays while all around it changes, and
// nothing that is there moves.
window.film = (() => {
  const HLS = "application/vnd.apple.mpegurl";
  const plays = document.createElement("video").canPlayType(HLS) !== "";
  let broken = "", loaded = null;

  const made = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  };
  const same = (one, other) => one.getAttribute("src") === other.getAttribute("src");

  // Calls `then` once the picture in it is there to be shown, at once where there is none.
  const ready = (html, then) => {
    const image = made(html).querySelector(".frame img");
    if (!image) return then();
    loaded = document.importNode(image);
    return loaded.decode().then(then, then);
  };

  const player = (address, image) => {
    const video = document.createElement("video");
    Object.assign(video, { controls: true, preload: "none", poster: image.src, src: address });
    video.setAttribute("aria-label", "The live stream");
    video.onerror = () => {
      broken = address;
      video.replaceWith(image);
    };
    return video;
  };
  // Shows that picture, in the player where the browser has one for such streams.
  const picture = (frame, image) => {
    const address = frame.dataset.player;
    const video = frame.querySelector("video");
    if (!address || !image || !plays || address === broken) {
      const shown = frame.querySelector("img");
      if (image && shown && same(shown, image)) return;
      frame.replaceChildren(...(image ? [image] : frame.children));
    } else if (video && video.getAttribute("src") === address) {
      video.poster = image.src;
    } else {
      frame.replaceChildren(player(address, image));
    }
  };
  const framed = (part, fresh) => {
    const frame = part.querySelector(".frame"), next = fresh.querySelector(".frame");
    const image = next.querySelector("img");
    if (!image) return part.replaceChildren(fresh);
    if (next.dataset.player) frame.dataset.player = next.dataset.player;
    else delete frame.dataset.player;
    picture(frame, loaded && same(loaded, image) ? loaded : document.importNode(image));
    return frame.nextElementSibling.replaceWith(next.nextElementSibling);
  };

  // Those that stay are not touched: one of them may be playing.
  const merge = (list, next) => {
    const kept = new Map([...list.children].map((one) => [one.dataset.key, one]));
    const wanted = new Set([...next.children].map((one) => one.dataset.key));
    for (const [key, one] of kept) if (!wanted.has(key)) one.remove();
    let place = list.firstElementChild;
    for (const one of [...next.children]) {
      if (place && place.dataset.key === one.dataset.key) place = place.nextElementSibling;
      else list.insertBefore(one, place);
    }
  };

  const fill = (part, html) => {
    const fresh = made(html), before = part.firstElementChild, after = fresh.firstElementChild;
    const both = (selector) => part.querySelector(selector) && fresh.querySelector(selector);
    if (before && !after) return end(part);
    if (after && !before) come(part.closest(".card"));
    part.style.minHeight = "";
    if (both(".shots")) return merge(part.querySelector(".shots"), fresh.querySelector(".shots"));
    if (both(".frame")) return framed(part, fresh);
    return part.replaceChildren(fresh);
  };
  // What comes while a page is open stands at its end, until it is asked for or nobody looks.
  const come = (card) => {
    if (!card) return;
    card.classList.add("late");
    if (!card.matches(".picture")) return;
    const link = document.createElement("a");
    link.href = `#${card.getAttribute("aria-labelledby")}`;
    link.textContent = "The live picture is on";
    link.onclick = settle;
    document.getElementById("link").replaceChildren(link);
  };
  const settle = () => {
    for (const card of document.querySelectorAll(".late")) card.classList.remove("late");
    document.querySelector("#link a")?.remove();
  };
  // Its place stays until the page is loaded again.
  const end = (part) => {
    const words = document.createElement("p");
    words.className = "none";
    words.textContent = "Nothing any more.";
    if (part.closest(".picture")) document.querySelector("#link a")?.remove();
    part.style.minHeight = `${part.offsetHeight}px`;
    part.replaceChildren(words);
  };

  const start = () => {
    for (const frame of document.querySelectorAll(".frame")) picture(frame, frame.querySelector("img"));
  };
  return { ready, fill, settle, start };
})();
