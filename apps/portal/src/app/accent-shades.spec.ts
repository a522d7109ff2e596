import { describe, expect, it } from 'vitest';
import { accentShades, contrastRatio } from './accent-shades';

const COLOURS = [
  '#000000',
  '#ffffff',
  '#ffff00',
  '#2f6f5e',
  '#ff0000',
  '#777777',
  '#757575',
  '#0000ff',
  '#00ff00',
  '#e8590c',
];

describe('accentShades', () => {
  it.each(COLOURS)('makes %s readable on buttons and as text in both themes', (accent) => {
    const shades = accentShades(accent);
    expect(contrastRatio(shades.onFilled, shades.filled)).toBeGreaterThanOrEqual(4.5);
    expect(contrastRatio(shades.onFilled, shades.filledHover)).toBeGreaterThanOrEqual(4.5);
    for (const paper of ['#ffffff', '#f6f7f4', '#eef1ec']) {
      expect(contrastRatio(shades.textOnLight, paper)).toBeGreaterThanOrEqual(4.5);
    }
    for (const paper of ['#121715', '#1a211e', '#2b3531']) {
      expect(contrastRatio(shades.textOnDark, paper)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('says when the accent had to be moved', () => {
    expect(accentShades('#ffff00')).toMatchObject({ movedOnLight: true, movedOnDark: false });
    expect(accentShades('#2f6f5e')).toMatchObject({ filled: '#2f6f5e', movedOnLight: false, movedOnDark: true });
  });

  it('takes the default for what is no colour', () => {
    expect(accentShades('red;background:url(x)').filled).toBe('#2f6f5e');
  });
});
