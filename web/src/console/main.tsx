import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { RequestError } from '../api/request';
import '../design/base.css';
import './console.css';
import { AppearanceProvider } from './appearance';
import { createConsoleRouter } from './router';

/** Once more for a network that blinked; a refusal is an answer. */
const retry = (failures: number, error: Error): boolean =>
  failures < 1 && error instanceof RequestError && ['offline', 'unavailable'].includes(error.code);

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 5_000, refetchOnWindowFocus: true }, mutations: { retry: false } },
});
const router = createConsoleRouter(queryClient);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <AppearanceProvider>
        <RouterProvider router={router} />
      </AppearanceProvider>
    </QueryClientProvider>
  </StrictMode>,
);
