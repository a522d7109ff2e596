import { Fieldset, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type PolicyDraft } from './policy-draft';

interface Props {
  draft: Pick<PolicyDraft, 'reviewPercent' | 'reviewCount'>;
  errors: { reviewPercent?: string; reviewCount?: string };
  disabled: boolean;
  onChange: (change: Partial<PolicyDraft>) => void;
}

/** When a pull stops and waits for somebody to look. */
export function ReviewLimits({ draft, errors, disabled, onChange }: Props) {
  const t = useTranslations('directory');
  const shared = { disabled, inputMode: 'numeric', maxLength: 7 } as const;
  return (
    <Fieldset legend={t('policy.review')}>
      <div className="form-grid">
        <TextInput
          {...shared}
          label={t('policy.reviewPercent')}
          value={draft.reviewPercent}
          error={errors.reviewPercent}
          onChange={(event) => onChange({ reviewPercent: event.currentTarget.value })}
        />
        <TextInput
          {...shared}
          label={t('policy.reviewCount')}
          value={draft.reviewCount}
          error={errors.reviewCount}
          onChange={(event) => onChange({ reviewCount: event.currentTarget.value })}
        />
      </div>
    </Fieldset>
  );
}
