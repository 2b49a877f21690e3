/** Open, quiet or closed: each with a shape and a word of its own. */
import type { ReactNode } from 'react';
import type { CaseSummary } from '../../api/cases/case.schema.js';
import { useSpeaks } from '../words/language.js';
import { Badge } from './badge.js';

export function StatusBadge({ status }: { status: CaseSummary['status'] }): ReactNode {
  const { say } = useSpeaks();
  switch (status) {
    case 'open':
      return <Badge shape="diamond" tone="open" words={say.openCase} />;
    case 'quiet':
      return <Badge shape="circle" tone="calm" words={say.quietCase} />;
    case 'closed':
      return <Badge shape="square" tone="plain" words={say.closedCase} />;
  }
}
