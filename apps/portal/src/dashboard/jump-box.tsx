import { TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/20/solid';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { pageOfId } from './jump';

/** The search of the frame: an id leads to its page, anything else looks for an organization. */
export function JumpBox() {
  const t = useTranslations('dashboard');
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    const page = pageOfId(wanted);
    void navigate({
      to: (page ?? '/organizations') as '/',
      search: (page === undefined ? { search: wanted } : {}) as never,
    });
    setText('');
  };
  return (
    <form role="search" className="jump-box" onSubmit={submit}>
      <TextInput
        type="search"
        role="searchbox"
        aria-label={t('search')}
        placeholder={t('searchText')}
        data-page-search
        leftSection={<MagnifyingGlassIcon width={16} aria-hidden />}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
