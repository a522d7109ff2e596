import { TextInput } from '@mantine/core';
import { CopyButton } from './copy-button';

interface Props {
  label: string;
  copyLabel: string;
  value: string;
  description?: string;
  /** Shown instead of the value; the copy button is off. */
  masked?: string;
}

/** A value to take elsewhere. It is a text box, so that it can be selected by hand as well. */
export function CopyField({ label, copyLabel, value, description, masked }: Props) {
  const shown = masked ?? value;
  return (
    <div className="copy-field">
      <TextInput
        label={label}
        description={description}
        // The button stands beside the box, at the bottom of the field.
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        value={shown}
        readOnly
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'mono' }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton label={copyLabel} value={value} disabled={masked !== undefined || value === ''} />
    </div>
  );
}
