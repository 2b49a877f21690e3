/** What the watch sees to beside the cases: reports under review, and holds of routine notices. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMe } from '../reads.js';
import { Holds } from '../watch/holds.js';
import { Reviews } from '../watch/reviews.js';
import { useWords } from '../words/language.js';
import { watch } from '../words/watch.js';

export default function WatchScreen(): ReactNode {
  const words = useWords(watch);
  const me = useMe().data;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.says}</p>
      {me && me.office === undefined && (
        <p>
          <Link href="/sign-in">{words.signIn}</Link>
        </p>
      )}
      <section className="reviews">
        <h2>{words.reviews}</h2>
        <p>{words.reviewsSay}</p>
        <Reviews />
      </section>
      <section>
        <h2>{words.holds}</h2>
        <p>{words.holdsSay}</p>
        <Holds />
      </section>
    </>
  );
}
