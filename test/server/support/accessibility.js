/**
 * Runs in the browser: what a page does that keeps people out. Controls, links, images and tables without a name; ids
 * used twice; headings that skip a level; regions that scroll and cannot be focused; text too faint for its ground
 * (WCAG 2.2: 4.5 to 1, large text 3 to 1). Gives sentences, none where all is well.
 */
/* global document, getComputedStyle */
(() => {
  const NAMED =
    'a, button, input:not([type=hidden]), select, [role=region], [role=img], [role=toolbar], nav, table';
  const UNSEEN = '.unseen, .skip, option, datalist, svg';
  const SHOWN = 90;

  const all = (selector) => [...document.querySelectorAll(selector)];
  const isSeen = (at) => at.checkVisibility({ visibilityProperty: true });
  const short = (at) => at.outerHTML.slice(0, SHOWN);

  function nameOf(at) {
    const by = (at.getAttribute('aria-labelledby') ?? '').split(' ');
    const told = [
      at.getAttribute('aria-label') ?? '',
      ...by.map((id) => document.getElementById(id)?.textContent ?? ''),
      ...[...(at.labels ?? [])].map((label) => label.textContent),
      at.textContent,
    ];
    return told.join('').trim();
  }

  const nameless = () =>
    all(NAMED)
      .filter((at) => isSeen(at) && nameOf(at) === '')
      .map((at) => `no name: ${short(at)}`);

  function twice() {
    const ids = all('[id]').map(({ id }) => id);
    const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
    return [...repeated].map((id) => `id used twice: ${id}`);
  }

  function skipped() {
    const headings = all('h1, h2, h3, h4');
    const levels = headings.map(({ tagName }) => Number(tagName[1]));
    return headings
      .filter((_, index) => levels[index] > (levels[index - 1] ?? 0) + 1)
      .map((at) => `heading skips a level: ${short(at)}`);
  }

  function scrolls(at) {
    const { overflowX, overflowY } = getComputedStyle(at);
    return (
      (at.scrollWidth > at.clientWidth && overflowX === 'auto') ||
      (at.scrollHeight > at.clientHeight && overflowY === 'auto')
    );
  }

  const stuck = () =>
    all('main *')
      .filter((at) => scrolls(at) && at.tabIndex < 0)
      .map((at) => `scrolls and cannot be focused: ${short(at)}`);

  function channels(text) {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return { rgb: [red, green, blue], alpha };
  }

  const over = ({ rgb, alpha }, ground) =>
    rgb.map((value, index) => value * alpha + ground[index] * (1 - alpha));

  function groundOf(at) {
    if (at === null) return [255, 255, 255];
    const own = channels(getComputedStyle(at).backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, groundOf(at.parentElement));
  }

  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) =>
    0.2126 * linear(red / 255) + 0.7152 * linear(green / 255) + 0.0722 * linear(blue / 255);

  function contrast(a, b) {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }

  const hasText = (at) =>
    [...at.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');

  /** Null where it can be read. */
  function faintness(at) {
    const { color, fontSize, fontWeight } = getComputedStyle(at);
    const ground = groundOf(at);
    const ratio = contrast(over(channels(color), ground), ground);
    const size = Number.parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    return ratio < (isLarge ? 3 : 4.5) ? `too faint, ${ratio.toFixed(2)} to 1: ${short(at)}` : null;
  }

  const faint = () =>
    all('body *')
      .filter((at) => hasText(at) && isSeen(at) && at.closest(UNSEEN) === null)
      .map(faintness)
      .filter((finding) => finding !== null);

  return [...nameless(), ...twice(), ...skipped(), ...stuck(), ...faint()];
})();
