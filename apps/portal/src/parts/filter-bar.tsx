import { NativeSelect, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/20/solid';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { choicesOf, fallbackOf, type Filter } from './filter';

interface Props {
  filters: readonly Filter[];
  values: Record<string, string>;
  onChange: (change: Record<string, string | undefined>) => void;
  children?: ReactNode;
}

/** The controls above a list. A change drops the page: it belongs to another list. */
export function FilterBar({ filters, values, onChange, children }: Props) {
  const change = (filter: Filter, value: string) =>
    onChange({ [filter.name]: value === fallbackOf(filter) ? undefined : value, page: undefined });
  return (
    <div className="filter-bar">
      {filters.map((filter) =>
        filter.kind === 'search' ? (
          <SearchBox
            key={filter.name}
            label={filter.label}
            value={values[filter.name] ?? ''}
            onChange={(value) => change(filter, value)}
          />
        ) : (
          <NativeSelect
            key={filter.name}
            className="filter-choice"
            label={filter.label}
            data={choicesOf(filter, values[filter.name])}
            value={values[filter.name]}
            onChange={(event) => change(filter, event.currentTarget.value)}
          />
        ),
      )}
      {children}
    </div>
  );
}

const PAUSE_MS = 250;

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Asks once typing pauses; `/` leads here. */
export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address changed from outside: back, or a link.
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(text.trim()), PAUSE_MS);
  };
  return (
    <TextInput
      className="search-box"
      type="search"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      data-page-search
      leftSection={<MagnifyingGlassIcon width={16} aria-hidden />}
      value={typed}
      maxLength={200}
      onChange={(event) => type(event.currentTarget.value)}
    />
  );
}
