// Elements are made of text and properties only, never of markup: what is written on a chart can come from anywhere.
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  if (name === "button") made.type = "button";
  made.append(...children);
  return made;
}

// The text of a label that Plotly reads as markup. A document that is parsed so runs nothing and fetches nothing.
export function plain(markup) {
  return new DOMParser().parseFromString(markup, "text/html").body.textContent.trim();
}
