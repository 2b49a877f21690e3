/** The board in the browser: a client of the public API and of nothing else. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { isFinal } from './api.js';
import { SpeaksProvider } from './words/language.js';
import './style.css';

const client = new QueryClient({
  // What the stream does not say is asked again when a person comes back to it.
  defaultOptions: { queries: { retry: (count, error) => !isFinal(error) && count < 3, staleTime: 5000 } },
});
const place = document.getElementById('board');
if (place)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <SpeaksProvider>
          <App />
        </SpeaksProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
