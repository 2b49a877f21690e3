/** What stands in a place that has nothing to show: not read yet, nothing there, not allowed, failed. */
import type { ReactNode } from 'react';
import { ApiProblem } from '../api.js';
import { useSpeaks } from '../words/language.js';

export function Reading(): ReactNode {
  const { say } = useSpeaks();
  return (
    <p className="empty reading" role="status">
      {say.loading}
    </p>
  );
}

export function Nothing({ title, says, children }: { title: string; says?: string; children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
        <circle cx="24" cy="24" r="20" />
        <path d="M24 12v12l8 5" />
      </svg>
      <h2>{title}</h2>
      {says !== undefined && <p>{says}</p>}
      {children}
    </div>
  );
}

/** What was refused says so in the API's own sentence; what failed can be asked again. */
export function Failed({ error, again }: { error: Error | null; again?: () => void }): ReactNode {
  const { say } = useSpeaks();
  const status = error instanceof ApiProblem ? error.status : 0;
  const title = status === 403 || status === 401 ? say.noPermission : status === 404 ? say.notFound : say.failed;
  return (
    <div className="empty failed" role="alert">
      <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
        {status === 403 || status === 401 ? (
          <path d="M12 22h24v18H12zM16 22v-6a8 8 0 0 1 16 0v6" />
        ) : (
          <path d="M24 6 44 42H4ZM24 19v11M24 35v2" />
        )}
      </svg>
      <h2>{title}</h2>
      <p lang="en" dir="auto">
        {error?.message}
      </p>
      {again && status !== 403 && status !== 404 && (
        <button type="button" onClick={again}>
          {say.tryAgain}
        </button>
      )}
    </div>
  );
}
