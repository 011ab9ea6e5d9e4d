// Search in the prebuilt index: fetch the shards of the words that are asked, and nothing else. All text stays text.
"use strict";
(() => {
  const form = document.querySelector("[data-search]");
  const box = form.querySelector("input");
  const told = document.querySelector(".found");
  const list = document.querySelector(".hits");
  const MOST = 60;
  document.querySelector(".no-script").remove();
  const HAN = /[\u3400-\u9fff\uf900-\ufaff]/u;
  const fetched = new Map();
  const get = name => {
    if (!fetched.has(name)) {
      const answered = fetch(`${form.dataset.search}/${name}`).then(answer => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      });
      answered.catch(() => fetched.delete(name)); // Asked for again, it may be there.
      fetched.set(name, answered);
    }
    return fetched.get(name);
  };

  // As Python's casefold, sign by sign: ß is ss, and a sigma at the end of a word one like any other.
  const lower = sign => sign === "ı" ? sign : sign.toLowerCase().toUpperCase().toLowerCase();
  const fold = (text, pairs) => {
    const plain = [...text.normalize("NFKC")].map(lower).join("").normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "");
    return [...plain.normalize("NFC")].map(sign => pairs.get(sign) ?? sign).join("");
  };

  const tokens = text => {
    const found = [];
    for (const [part] of text.matchAll(/[\u3400-\u9fff\uf900-\ufaff]+|(?:(?![\u3400-\u9fff\uf900-\ufaff])[\p{L}\p{N}])+/gu)) {
      if (!HAN.test(part)) found.push({ word: part, begins: true });
      else if ([...part].length === 1) found.push({ word: part, begins: false });
      else for (let place = 0; place < part.length - 1; place++) found.push({ word: part.slice(place, place + 2), begins: false });
    }
    return found;
  };

  const shardOf = (word, shards) => {
    const first = HAN.test(word[0]) ? word.slice(0, 1) : word.slice(0, 2);
    return [...first].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % shards;
  };

  async function numbers(token, index) {
    const part = await get(`words-${shardOf(token.word, index.shards)}.json`);
    if (!token.begins) return new Set(Object.hasOwn(part, token.word) ? part[token.word] : []);
    const word = token.word.slice(0, index.longest);
    const found = new Set();
    for (const [key, places] of Object.entries(part)) if (key.startsWith(word)) for (const place of places) found.add(place);
    return found;
  }

  let asked = 0;
  async function search() {
    const turn = ++asked;
    const index = await get("index.json");
    const pairs = new Map();
    const signs = [...index.simplified];
    for (let place = 0; place < signs.length; place += 2) pairs.set(signs[place], signs[place + 1]);
    const wanted = tokens(fold(box.value, pairs)).filter(each => !each.begins || each.word.length > 1);
    if (!wanted.length) {
      if (turn === asked) show([], box.value.trim() ? "Type at least two letters, or one Chinese character." : "");
      return;
    }
    const sets = await Promise.all(wanted.map(token => numbers(token, index)));
    sets.sort((one, other) => one.size - other.size);
    const hits = [...sets[0]].filter(place => sets.every(set => set.has(place))).sort((one, other) => one - other);
    const shown = await Promise.all(hits.slice(0, MOST).map(async place => {
      const rows = await get(`things-${Math.floor(place / index.in_file)}.json`);
      return rows[place % index.in_file];
    }));
    const rest = hits.length > MOST ? `; the first ${MOST} are shown` : "";
    if (turn === asked) show(shown, `${hits.length} found${rest}.`);
  }

  function show(rows, words) {
    told.textContent = words;
    list.replaceChildren(...rows.map(([place, name, chinese, note]) => {
      const link = document.createElement("a");
      link.href = place;
      link.textContent = name;
      const item = document.createElement("li");
      item.append(link);
      if (chinese) {
        const other = document.createElement("span");
        other.lang = "zh";
        other.textContent = chinese;
        item.append(" ", other);
      }
      const beside = document.createElement("span");
      beside.className = "note";
      beside.textContent = note;
      item.append(" ", beside);
      return item;
    }));
  }

  const failed = location.protocol === "file:" ? "The search works where the site is served, not from a disk." : "The index could not be fetched; try again.";
  const run = () => {
    const searching = search();
    const turn = asked;
    searching.catch(() => { if (turn === asked) show([], failed); });
  };
  let wait;
  box.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(run, 120); });
  form.addEventListener("submit", event => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(box.value)}`);
    run();
  });
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  if (box.value) run();
})();
