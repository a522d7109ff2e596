import { RouterProvider } from '@tanstack/react-router';
import { ApiClient } from '../api/api-client';
import { ApiContext } from '../api/api-context';
import { FrameProviders } from '../app/frame-providers';
import { makeRouter } from '../app/make-router';
import { makeQueryClient } from '../app/query-client';
import dashboard from '../text/en/dashboard.json';
import administration from '../text/en/dashboard-administration.json';
import webhooks from '../text/en/dashboard-webhooks.json';
import { type Messages } from '../text/messages';
import { sharedMessages } from '../text/shared';
import './dashboard.css';
import { dashboardRoutes } from './routes';

const messages: Partial<Messages> = { ...sharedMessages, dashboard, administration, webhooks };
const queryClient = makeQueryClient();
const api = new ApiClient('/api/v1', 'dashboard');
const router = makeRouter(dashboardRoutes, '/dashboard');

// Whoever is not signed in, or not any more, signs in and comes back to the same page.
api.onSessionEnded = () => {
  if (router.state.location.pathname === '/sign-in') return;
  queryClient.clear();
  void router.navigate({ to: '/sign-in' as '/', search: { from: router.state.location.href } as never });
};

/** The developer's dashboard. */
export function Face() {
  return (
    <FrameProviders messages={messages} queryClient={queryClient}>
      <ApiContext value={api}>
        <RouterProvider router={router} />
      </ApiContext>
    </FrameProviders>
  );
}
