/**
 * OKLab, in which equal distances look equally different. Formulae: Björn Ottosson, "A perceptual color space for image
 * processing", 2020 (public domain). Channels are 0…255 sRGB at the outside, linear light 0…1 inside.
 */
export type Rgb = readonly [red: number, green: number, blue: number];
export type Oklab = readonly [lightness: number, a: number, b: number];

export function rgbOfHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function linearOfChannel(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function channelOfLinear(linear: number): number {
  const share = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
  return Math.round(Math.max(0, Math.min(1, share)) * 255);
}

export function oklabOfRgb(rgb: Rgb): Oklab {
  const red = linearOfChannel(rgb[0]);
  const green = linearOfChannel(rgb[1]);
  const blue = linearOfChannel(rgb[2]);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

export function rgbOfOklab(lab: Oklab): Rgb {
  const long = (lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2]) ** 3;
  const medium = (lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2]) ** 3;
  const short = (lab[0] - 0.0894841775 * lab[1] - 1.291485548 * lab[2]) ** 3;
  return [
    channelOfLinear(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    channelOfLinear(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    channelOfLinear(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}
