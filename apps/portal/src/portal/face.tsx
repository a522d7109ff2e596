import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { IntlProvider } from 'use-intl';
import { ApiClient } from '../api/api-client';
import { ApiContext } from '../api/api-context';
import { FrameProviders } from '../app/frame-providers';
import { makeRouter } from '../app/make-router';
import { makeQueryClient } from '../app/query-client';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import chooseProvider from '../text/en/choose-provider.json';
import portal from '../text/en/portal.json';
import { type Messages } from '../text/messages';
import { sharedMessages } from '../text/shared';
import { portalRoutes } from './routes';
import { type PortalSession } from './session/session';
import { SessionContext } from './session/session-context';
import { endSession, SessionEndedDialog } from './session/session-ended';

const messages: Partial<Messages> = { ...sharedMessages, portal, chooseProvider };
const queryClient = makeQueryClient();
const api = new ApiClient('/portal/api', 'portal');
api.onSessionEnded = endSession;
const router = makeRouter(portalRoutes, '/portal');

/** The IT admin's portal. */
export function Face() {
  return (
    <QueryClientProvider client={queryClient}>
      <IntlProvider locale="en" messages={messages as Messages}>
        <OpenPortal />
      </IntlProvider>
    </QueryClientProvider>
  );
}

function OpenPortal() {
  const session = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.get<PortalSession>('/session', undefined, signal),
    // Told the moment the link is revoked, on whichever page.
    refetchInterval: 10_000,
  });
  return (
    <FrameProviders messages={messages} queryClient={queryClient} accent={session.data?.branding.accent}>
      <ApiContext value={api}>
        {session.data === undefined ? (
          <main className="content">
            {session.isError ? (
              <ProblemView error={session.error} onRetry={() => void session.refetch()} />
            ) : (
              <PageLoading />
            )}
          </main>
        ) : (
          <SessionContext value={session.data}>
            <RouterProvider router={router} />
          </SessionContext>
        )}
        <SessionEndedDialog
          returnUrl={session.data?.session.return_url}
          application={session.data?.branding.application_name}
        />
      </ApiContext>
    </FrameProviders>
  );
}
