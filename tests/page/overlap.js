// Pairs of visible texts that lie on one another, as sentences. Text is where its letters are, not where its box is.
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, title, desc, option, .sr, .skip, canvas")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
      const hit = document.elementsFromPoint(x, y);
      const top = hit[0];
      if (!top || !(parent.contains(top) || top.contains(parent) || top.closest("svg")?.contains(parent))) continue;
      if (parent.closest(".time") === null && hit.some((one) => one.closest(".time"))) continue;
      found.push({ text: node.data.trim().slice(0, 40), parent, box });
    }
  }
  const pairs = [];
  for (let i = 0; i < found.length; i++)
    for (let k = i + 1; k < found.length; k++) {
      const [a, b] = [found[i], found[k]];
      if (a.parent === b.parent) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      const line = Math.min(a.box.height, b.box.height);
      if (wide > 1.5 && high > Math.max(2, 0.35 * line)) pairs.push(`${a.text} | ${b.text}`);
    }
  return pairs;
}
