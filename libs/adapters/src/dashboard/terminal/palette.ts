import { Role, ROLES, SELECTED } from '../screen/role.ts';

export type ColourDepth = 'none' | '16' | '256' | 'true';
export type Background = 'dark' | 'light';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a role is in each kind of terminal: attributes, one of the 16 colours, and an exact colour,
 * from which that of the 256 follows.
 */
interface Look {
  readonly attributes?: string;
  /** Parameter of SGR: 30-37, 90-97. */
  readonly plain?: number;
  readonly dark?: string;
  readonly light?: string;
}

/**
 * Blue, green-blue, orange and vermilion of Okabe and Ito, "Color Universal Design" (2008), which
 * people with any kind of colour vision tell apart; darker ones on a light ground.
 */
const LOOKS: Readonly<Record<Role, Look>> = {
  [Role.text]: {},
  [Role.dim]: { plain: 90, dark: '8a8f98', light: '6b7078' },
  [Role.strong]: { attributes: '1' },
  [Role.title]: { attributes: '1', plain: 36, dark: '7cc4f0', light: '00588f' },
  [Role.accent]: { plain: 36, dark: '56b4e9', light: '0072b2' },
  [Role.good]: { plain: 32, dark: '2fbf93', light: '00765a' },
  [Role.warn]: { plain: 33, dark: 'e69f00', light: '9a6200' },
  [Role.bad]: { attributes: '1', plain: 31, dark: 'ff7a45', light: 'b33c00' },
  [Role.alarm]: { attributes: '1;7', plain: 31, dark: 'ff7a45', light: 'b33c00' },
  [Role.key]: { attributes: '1', plain: 36, dark: '56b4e9', light: '0072b2' },
  [Role.bar]: { plain: 34, dark: '3d8fc4', light: '3d8fc4' },
  [Role.rule]: { plain: 90, dark: '4a4f57', light: 'b4b8be' },
  [Role.success]: { plain: 32, dark: '2fbf93', light: '00765a' },
  [Role.redirect]: { plain: 36, dark: '56b4e9', light: '0072b2' },
  [Role.refused]: { plain: 33, dark: 'e69f00', light: '9a6200' },
  [Role.failed]: { attributes: '1', plain: 31, dark: 'ff7a45', light: 'b33c00' },
};

const SELECTED_GROUND = { dark: '2c3440', light: 'dde6f0' } as const;

/** The SGR sequence of each role, alone and selected; each begins from nothing. */
export type Palette = readonly string[];

export function paletteOf(depth: ColourDepth, background: Background): Palette {
  return Array.from({ length: SELECTED + ROLES }, (_, style) => {
    const look = LOOKS[(style % SELECTED) as Role]; // there is a look for each number below ROLES
    if (style % SELECTED >= ROLES) return '';
    const parameters = ['0', ...parametersOf(look, depth, background)];
    if (style >= SELECTED) parameters.push(...groundOf(depth, background));
    return `\x1b[${parameters.join(';')}m`;
  });
}

function parametersOf(look: Look, depth: ColourDepth, background: Background): string[] {
  const parameters = look.attributes === undefined ? [] : [look.attributes];
  const colour = look[background];
  // Without colours, what is beside the point is faint, and what is bad is bold already.
  if (depth === 'none') return look.plain === 90 ? ['2'] : parameters;
  if (depth === '16') {
    if (look.plain !== undefined) parameters.push(String(look.plain));
  } else if (colour !== undefined) {
    parameters.push(`38;${colourOf(colour, depth)}`);
  }
  return parameters;
}

function groundOf(depth: ColourDepth, background: Background): string[] {
  if (depth === 'none' || depth === '16') return ['7'];
  return [`48;${colourOf(SELECTED_GROUND[background], depth)}`];
}

/** `rrggbb` as the rest of an SGR parameter: exact, or the nearest of the cube and the greys. */
function colourOf(hex: string, depth: '256' | 'true'): string {
  const channels = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  if (depth === 'true') return `2;${channels.join(';')}`;
  const [red = 0, green = 0, blue = 0] = channels;
  if (Math.max(...channels) - Math.min(...channels) < 24) {
    const grey = Math.round(((red + green + blue) / 3 - 8) / 10);
    return `5;${String(232 + Math.max(0, Math.min(23, grey)))}`;
  }
  const [r = 0, g = 0, b = 0] = channels.map((channel) =>
    channel < 48 ? 0 : channel < 115 ? 1 : Math.min(5, Math.round((channel - 55) / 40)),
  );
  return `5;${String(16 + 36 * r + 6 * g + b)}`;
}

/** What a terminal can show, by what its environment says; `NO_COLOR` (no-color.org) ends it. */
export function colourDepth(env: Environment): ColourDepth {
  const term = env['TERM'] ?? '';
  if (isSet(env['NO_COLOR'])) return 'none';
  const forced = env['FORCE_COLOR'];
  if (forced === '0' || forced === 'false') return 'none';
  if (forced === '3') return 'true';
  if (forced === '2') return '256';
  const colour = env['COLORTERM'];
  if (colour === 'truecolor' || colour === '24bit' || term.endsWith('-direct')) return 'true';
  if (term.includes('256color')) return '256';
  if (term === '' || term === 'dumb' || term.startsWith('vt')) return 'none';
  return '16';
}

/** By `COLORFGBG`, which some terminals set to `foreground;background`; dark where none does. */
export function backgroundOf(env: Environment): Background {
  const ground = Number(env['COLORFGBG']?.split(';').at(-1) ?? Number.NaN);
  return ground === 7 || (ground >= 9 && ground <= 15) ? 'light' : 'dark';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
