import { Autocomplete, Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../parts/dialog';
import { useErrorFocus } from '../../parts/use-error-focus';
import { type Mapping, TRANSFORMS } from './mapping';
import { type SentAttribute } from './mapping-query';

interface Props {
  /** Undefined: a custom attribute that is not there yet. */
  mapping: Mapping | undefined;
  /** The fields that have a rule already. */
  taken: readonly string[];
  sent: readonly SentAttribute[];
  onApply: (mapping: Mapping) => void;
  onClose: () => void;
}

const CUSTOM = 'custom_attributes.';

/** The sources of one field, in the order in which they are asked. */
export function EditMapping({ mapping, taken, sent, onApply, onClose }: Props) {
  const t = useTranslations('directory');
  const [name, setName] = useState('');
  const [sources, setSources] = useState<string[]>(mapping?.sources ?? ['']);
  const [fallback, setFallback] = useState<Mapping['fallback']>(mapping?.fallback ?? '');
  const [transforms, setTransforms] = useState<string[]>(mapping?.transforms ?? []);
  const [tried, setTried] = useState(0);
  const fields = useErrorFocus<HTMLFormElement>(tried);
  const key = mapping?.key ?? `${CUSTOM}${name.trim()}`;
  const title = mapping === undefined ? t('mapping.addCustom') : t('mapping.edit', { field: mapping.key });
  const nameError = mapping !== undefined ? undefined : problemOfName(name.trim(), taken, t);
  const paths = sources.map((source) => source.trim()).filter((source) => source !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(tried + 1);
    if (nameError === undefined && paths.length > 0) onApply({ key, sources: paths, fallback, transforms });
  };
  return (
    <Dialog title={title} opened onClose={onClose} size="lg">
      <form ref={fields} className="stack" onSubmit={submit} noValidate>
        {mapping === undefined && (
          <TextInput
            label={t('mapping.name')}
            description={t('mapping.nameText')}
            value={name}
            maxLength={100}
            data-autofocus
            error={tried > 0 ? nameError : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {sources.map((source, at) => (
          <div key={at} className="copy-field">
            <Autocomplete
              label={t('mapping.source', { number: at + 1 })}
              value={source}
              data={sent.map(({ path }) => path)}
              limit={30}
              maxDropdownHeight={220}
              maxLength={1_024}
              spellCheck={false}
              error={tried > 0 && paths.length === 0 && at === 0 ? t('mapping.needSource') : undefined}
              onChange={(next) => setSources(sources.map((other, index) => (index === at ? next : other)))}
            />
            {sources.length > 1 && (
              <Button
                variant="default"
                aria-label={t('mapping.removeSource', { number: at + 1 })}
                onClick={() => setSources(sources.filter((_, index) => index !== at))}
              >
                {t('mapping.removeShort')}
              </Button>
            )}
          </div>
        ))}
        <div>
          <Button variant="default" size="sm" onClick={() => setSources([...sources, ''])}>
            {t('mapping.addSource')}
          </Button>
        </div>
        <TextInput
          label={t('mapping.defaultValue')}
          description={t('mapping.defaultText')}
          value={String(fallback)}
          maxLength={1_024}
          onChange={(event) => setFallback(event.currentTarget.value)}
        />
        <Checkbox.Group label={t('mapping.transforms')} value={transforms} onChange={setTransforms}>
          <div className="row">
            {TRANSFORMS.map((transform) => (
              <Checkbox key={transform} value={transform} label={t(`transforms.${transform}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <div className="row end">
          <Button type="submit">{t('mapping.apply')}</Button>
        </div>
      </form>
    </Dialog>
  );
}

type Translate = ReturnType<typeof useTranslations<'directory'>>;

function problemOfName(name: string, taken: readonly string[], t: Translate): string | undefined {
  if (name === '') return t('mapping.needName');
  if (!/^[\w-]{1,100}$/.test(name)) return t('mapping.badName');
  return taken.includes(`${CUSTOM}${name}`) ? t('mapping.takenName') : undefined;
}
