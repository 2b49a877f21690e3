/** An instant as people write it: a date and 24 hours, in UTC, with Kyiv's time beside it to compare. */
import { useId } from 'react';
import type { ReactNode } from 'react';
import { useSpeaks } from '../words/language.js';
import { clockIn, fromField } from '../words/times.js';

interface Parts {
  label: string;
  /** `2027-03-27T20:00`, as `fromField` reads it; empty: not given. */
  value: string;
  change: (value: string) => void;
  seconds?: boolean;
  optional?: boolean;
}

/** Browsers show their own time fields as the machine is set, with AM and PM on some; here it is 24 hours for all. */
const TIME = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?';

export function UtcField({ label, value, change, seconds = false, optional = false }: Parts): ReactNode {
  const { say, language } = useSpeaks();
  const id = useId();
  const [date = '', time = ''] = value.split('T');
  const put = (newDate: string, newTime: string): void =>
    change(newDate === '' && newTime === '' ? '' : `${newDate}T${newTime}`);
  const instant = fromField(value);
  return (
    <fieldset className="utc-field">
      <legend>{label}</legend>
      <input
        id={`${id}-date`}
        type="date"
        aria-label={`${label}: ${say.date}`}
        value={date}
        required={!optional}
        max="9999-12-31"
        onChange={({ target }) => put(target.value, time)}
      />
      <input
        id={`${id}-time`}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        aria-label={`${label}: ${say.time}`}
        placeholder={seconds ? '20:00:00' : '20:00'}
        pattern={TIME}
        value={time}
        required={!optional}
        onChange={({ target }) => put(date, target.value)}
      />
      <span className="beside">
        UTC{instant !== undefined && ` = ${say.kyiv} ${clockIn('Europe/Kyiv', Date.parse(instant), language)}`}
      </span>
    </fieldset>
  );
}
