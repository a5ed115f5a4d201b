/** The colour in which a list is drawn: that of the package, made darker or lighter until it stands out by 3 to 1 from light and from dark paper. */

/** Relative luminance within which a colour does, in ten-thousandths of a millionth. */
const DARKEST = 1_500_000_000;
const LIGHTEST = 2_700_000_000;
const LINEAR = Array.from({ length: 256 }, (_, level) => {
  const c = level / 255;
  return Math.round(1e6 * (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
});

export function shownColour(own: string): string {
  const channels = [1, 3, 5].map((at) => parseInt(own.slice(at, at + 2), 16));
  const mixed = (other: number, part: number): number[] => channels.map((level) => Math.trunc((level * (255 - part) + other * part) / 255));
  let shown = channels;
  for (let part = 1; part < 256 && luminance(shown) > LIGHTEST; part++) shown = mixed(0, part);
  for (let part = 1; part < 256 && luminance(shown) < DARKEST; part++) shown = mixed(255, part);
  return `#${shown.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

function luminance([red, green, blue]: number[]): number {
  return 2126 * LINEAR[red!]! + 7152 * LINEAR[green!]! + 722 * LINEAR[blue!]!;
}
