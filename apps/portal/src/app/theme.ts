import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { type AccentShades } from './accent-shades';

/** The shade that buttons take in both schemes, so that the contrast is decided once. */
const SHADE = 8;

/** Greys of the dark scheme with a little green, as the paper has. */
const DARK: MantineColorsTuple = [
  '#e6ece8',
  '#a3b0aa',
  '#93a09a',
  '#5b6762',
  '#3a4641',
  '#2b3531',
  '#1a211e',
  '#121715',
  '#0f1412',
  '#0b0f0d',
];

export function portalTheme({ filled }: AccentShades) {
  const accent = Array.from({ length: 10 }, () => filled) as unknown as MantineColorsTuple;
  return createTheme({
    primaryColor: 'accent',
    primaryShade: SHADE,
    colors: { accent, dark: DARK },
    // Where black and white are equally readable: text on a filled button is always at least 4.5:1.
    autoContrast: true,
    luminanceThreshold: 0.179,
    fontFamily: 'system-ui, -apple-system, "Segoe UI", sans-serif',
    fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
    defaultRadius: 'md',
    cursorType: 'pointer',
    respectReducedMotion: true,
    focusRing: 'auto',
    components: {
      // What explains a field stands under it: fields beside each other begin at one height.
      InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
      // Names for frame.css.
      Input: { classNames: { wrapper: 'edged-field' } },
      Checkbox: { classNames: { input: 'edged-box' } },
      Radio: { classNames: { radio: 'edged-box' } },
      Button: { classNames: { root: 'button', inner: 'button-inner', label: 'button-label' } },
    },
  });
}

/** Mantine's own colours for descriptions and errors are too pale for text. */
export function portalVariables(accent: AccentShades): CSSVariablesResolver {
  const primary = (text: string, soft: string, softHover: string) => ({
    '--mantine-primary-color-filled': accent.filled,
    '--mantine-primary-color-filled-hover': accent.filledHover,
    '--mantine-primary-color-contrast': accent.onFilled,
    '--mantine-color-accent-filled': accent.filled,
    '--mantine-color-accent-filled-hover': accent.filledHover,
    '--mantine-color-accent-light': soft,
    '--mantine-color-accent-light-hover': softHover,
    '--mantine-color-accent-light-color': text,
    '--mantine-primary-color-light-color': text,
    '--mantine-color-accent-outline': text,
    '--mantine-color-accent-text': text,
    '--mantine-color-anchor': text,
    '--accent-text': text,
  });
  return () => ({
    variables: {},
    light: {
      ...primary(accent.textOnLight, '#eef1ec', '#e2e8e1'),
      '--mantine-color-body': '#f6f7f4',
      '--mantine-color-text': '#1c2522',
      '--mantine-color-dimmed': '#55625d',
      '--mantine-color-placeholder': '#65716c',
      '--mantine-color-error': '#b42318',
      '--mantine-color-default-border': '#ccd4ce',
      '--mantine-color-disabled': '#e7ebe6',
      '--mantine-color-disabled-color': '#5b6762',
      '--mantine-color-disabled-border': '#ccd4ce',
    },
    dark: {
      ...primary(accent.textOnDark, '#2b3531', '#35413c'),
      '--mantine-color-body': '#121715',
      '--mantine-color-text': '#e6ece8',
      '--mantine-color-dimmed': '#a3b0aa',
      '--mantine-color-placeholder': '#93a09a',
      '--mantine-color-error': '#ff9d94',
      '--mantine-color-default': '#1a211e',
      '--mantine-color-default-hover': '#232c28',
      '--mantine-color-default-color': '#e6ece8',
      '--mantine-color-default-border': '#3a4641',
      '--mantine-color-disabled': '#252d2a',
      '--mantine-color-disabled-color': '#a3b0aa',
      '--mantine-color-disabled-border': '#3a4641',
    },
  });
}
