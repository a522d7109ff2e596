import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Breakable } from '../../parts/breakable';
import { EVENT_TYPES } from './endpoint';

interface Props {
  description: string;
  value: string[];
  onChange: (value: string[]) => void;
  error?: string;
}

export function EventTypeChoices({ description, value, onChange, error }: Props) {
  const t = useTranslations('webhooks');
  return (
    <Checkbox.Group
      label={t('eventTypes')}
      description={description}
      value={value}
      error={error}
      onChange={(types) => onChange([...types])}
    >
      <div className="choices">
        {EVENT_TYPES.map((type) => (
          <Checkbox key={type} value={type} label={<Breakable name={type} />} classNames={{ label: 'mono' }} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
