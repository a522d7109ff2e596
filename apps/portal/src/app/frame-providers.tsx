import { MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { IntlProvider } from 'use-intl';
import { type Messages } from '../text/messages';
import { accentShades, DEFAULT_ACCENT } from './accent-shades';
import { styleNonce } from './nonce';
import { portalTheme, portalVariables } from './theme';

interface Props {
  messages: Partial<Messages>;
  queryClient: QueryClient;
  accent?: string | null;
  children: ReactNode;
}

/** What every page needs around it: theme, texts, and the memory of answers. */
export function FrameProviders({ messages, queryClient, accent, children }: Props) {
  const shades = useMemo(() => accentShades(accent ?? DEFAULT_ACCENT), [accent]);
  const theme = useMemo(() => portalTheme(shades), [shades]);
  const variables = useMemo(() => portalVariables(shades), [shades]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      getStyleNonce={styleNonce}
      defaultColorScheme="auto"
      withStaticClasses={false}
    >
      <IntlProvider locale="en" messages={messages as Messages} timeZone={timeZone}>
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </IntlProvider>
    </MantineProvider>
  );
}

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
