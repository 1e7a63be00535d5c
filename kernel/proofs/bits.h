/* bits.h: facts about the bits of words that a proof may use.
 *
 * WP's provers take bits for numbers and find little out about them.  So they get a word's bits as
 * a predicate of which they know these axioms and nothing else.  Every axiom stands in bits.smt2 as
 * well, about words of 32 bits, where z3's bit-vector solver proves it; tools/prove asks it.
 */
#ifdef __FRAMAC__

/*@ axiomatic Bits {
      predicate BIT(integer w, integer b);
      logic integer ctz(integer w);
      axiom ctz_range: \forall integer w; 0 < w <= 0xffffffff ==> 0 <= ctz(w) < 32;
      axiom ctz_set: \forall integer w; 0 < w <= 0xffffffff ==> BIT(w, ctz(w));
      axiom ctz_least: \forall integer w, b; 0 < w <= 0xffffffff && 0 <= b < 32 &&
          BIT(w, b) ==> ctz(w) <= b;
      axiom without_least: \forall integer w, b; 0 < w <= 0xffffffff && 0 <= b < 32 ==>
          (BIT(w & (w - 1), b) <==> BIT(w, b) && b != ctz(w));
      axiom with_bit: \forall integer w, k, b;
          0 <= w <= 0xffffffff && 0 <= k < 32 && 0 <= b < 32 ==>
          (BIT(w | (1 << k), b) <==> BIT(w, b) || b == k);
      axiom no_bit: \forall integer b; 0 <= b < 32 ==> !BIT(0, b);
    } */

/*@ requires w != 0;
    terminates \true;
    assigns \nothing;
    ensures \result == ctz(w); */
int __builtin_ctz(unsigned w);

#else

#define BIT(w, b) ((w) >> (b) & 1) /* bit b of word w */

#endif
