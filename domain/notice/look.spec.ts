import { Timeline, at, usual } from '../../test/support/timeline.js';
import { renderMessage } from './wording.js';
import { telling } from './telling.js';
import { writeFileSync } from 'node:fs';
it('looks', () => {
  const line = new Timeline();
  const out: string[] = [];
  const show = () => { };
  usual(line);
  line.at('+20:00', 'ua-mfa-duty', 'propose', { act: 'large-scale', text: 'x', textHash: 'ab'.repeat(32) } as never);
  line.play.advanceTo(at('+24:00:02'));
  line.at('+29:50', 'ua-general-staff-duty', 'propose', { act: 'large-scale', text: 'A large-scale attack.', textHash: 'ab'.repeat(32) });
  line.at('+30:00', 'gb-mod-duty', 'sign', { proposalId: 'p1', textHash: 'ab'.repeat(32) });
  line.play.advanceTo(at('+73:10'));
  line.at('+74:00', 'ua-mfa-duty', 'propose', { act: 'stand-down', text: 'Firing has stopped.', textHash: 'cd'.repeat(32) });
  line.at('+74:10', 'fr-mfa-duty', 'sign', { proposalId: 'p2', textHash: 'cd'.repeat(32) });
  line.play.advanceTo(at('+200:00'));
  show();
  const seen = new Set<string>();
  for (const entry of line.play.entries) for (const event of entry.events) if (event.type === 'told') {
    for (const language of ['en', 'uk'] as const) {
      const key = `${event.matter.facts.topic} ${language}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const t = telling(line.play.state, [event]);
      const m = t.messages.find((one) => one.recipient.language === language) ?? t.messages[0]!;
      const r = renderMessage(language === 'uk' ? { ...t, brief: { ...t.brief, exercise: true, speed: 1 } } : t, { ...m, recipient: { ...m.recipient, language } }, { link: 'https://h.example/cases/UA-23-test', closingHash: 'ee'.repeat(32) });
      out.push(`######## ${key}\nSUBJECT ${r.subject}\n${r.text}\n>> ${r.requires.join()} ${r.due ?? ''}\n`);
    }
  }
  writeFileSync('/tmp/look.txt', out.join('\n'));
});
