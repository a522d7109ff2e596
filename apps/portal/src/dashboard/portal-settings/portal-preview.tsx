import { useTranslations } from 'use-intl';
import { accentShades, DEFAULT_ACCENT } from '../../app/accent-shades';
import { isColour } from './settings-form';

interface Props {
  name: string;
  accent: string;
  logo: string | null;
  logoDark: string | null;
}

const PAPERS = {
  light: { background: '#f6f7f4', color: '#1c2522' },
  dark: { background: '#121715', color: '#e6ece8' },
} as const;

/** Both themes at once, from what is typed now. */
export function PortalPreview({ name, accent, logo, logoDark }: Props) {
  const t = useTranslations('administration');
  const shades = accentShades(isColour(accent) ? accent : DEFAULT_ACCENT);
  const moved = isColour(accent) && (shades.movedOnLight || shades.movedOnDark);
  return (
    <section className="card stack" aria-labelledby="preview">
      <h2 id="preview">{t('portal.preview')}</h2>
      <div className="previews">
        {(['light', 'dark'] as const).map((theme) => {
          const image = theme === 'light' ? logo : logoDark;
          return (
            <div key={theme} className="preview" style={PAPERS[theme]}>
              {image !== null && <img src={new URL(image, location.href).pathname} alt="" />}
              <strong>
                <bdi>{name.trim() || t('portal.yourApplication')}</bdi>
              </strong>
              <span style={{ color: theme === 'light' ? shades.textOnLight : shades.textOnDark }}>
                {t('portal.aLink')}
              </span>
              <span className="preview-button" style={{ background: shades.filled, color: shades.onFilled }}>
                {t('portal.aButton')}
              </span>
            </div>
          );
        })}
      </div>
      {moved && <p className="dimmed">{t('portal.moved')}</p>}
    </section>
  );
}
