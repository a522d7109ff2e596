import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { styleNonce } from './app/nonce';

// The scroll lock of dialogs makes a style element of its own and asks for the nonce under this name (get-nonce).
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();

// Only one of the two faces is loaded.
const face = location.pathname.startsWith('/dashboard') ? import('./dashboard/face') : import('./portal/face');

void face.then(({ Face }) =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <Face />
    </StrictMode>,
  ),
);
