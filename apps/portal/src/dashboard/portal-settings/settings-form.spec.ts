import { describe, expect, it } from 'vitest';
import { formOf, type Settings, settingsOf } from './settings-form';

const settings: Settings = {
  application_name: 'Acme',
  accent: '#2f6f5e',
  support_url: null,
  support_email: null,
  return_url: null,
  allowed_origins: ['https://app.acme.example', 'https://admin.acme.example'],
  allow_invites: true,
  sections: ['setup', 'users'],
};

describe('portal settings as a form', () => {
  it('come out as they went in', () => expect(settingsOf(formOf(settings), false)).toEqual(settings));

  it('inherit what is left empty', () => {
    const nothing = formOf({ ...settings, application_name: null, allowed_origins: null, allow_invites: null });
    expect(settingsOf(nothing, true)).toMatchObject({
      application_name: null,
      allowed_origins: null,
      allow_invites: null,
    });
  });

  it('leave out blank lines and spaces around origins', () =>
    expect(
      settingsOf({ ...formOf(settings), allowed_origins: ' https://a.example \n\nhttps://b.example\n' }, false)
        .allowed_origins,
    ).toEqual(['https://a.example', 'https://b.example']));
});
