/* bits.h: facts about the bits of words that a proof may use.
 *
 * WP's provers take bits for numbers and find little out about them.  Every axiom here stands in
 * bits.smt2 as well, about words of 32 bits, where z3's bit-vector solver proves it.
 */
/*@ axiomatic Bits {
      logic integer ctz(integer w);
      axiom ctz_range: \forall integer w; 0 < w <= 0xffffffff ==> 0 <= ctz(w) < 32;
      axiom ctz_set: \forall integer w; 0 < w <= 0xffffffff ==> ((w >> ctz(w)) & 1) == 1;
      axiom ctz_least: \forall integer w, b; 0 < w <= 0xffffffff && 0 <= b < 32 &&
          ((w >> b) & 1) == 1 ==> ctz(w) <= b;
      axiom without_least: \forall integer w, b; 0 < w <= 0xffffffff && 0 <= b < 32 ==>
          ((((w & (w - 1)) >> b) & 1) == (b == ctz(w) ? 0 : (w >> b) & 1));
      axiom with_bit: \forall integer w, k, b;
          0 <= w <= 0xffffffff && 0 <= k < 32 && 0 <= b < 32 ==>
          ((((w | (1 << k)) >> b) & 1) == (b == k ? 1 : (w >> b) & 1));
      axiom no_bit: \forall integer b; 0 <= b < 32 ==> ((0 >> b) & 1) == 0;
      axiom one_bit: \forall integer w, b; 0 <= w <= 0xffffffff && 0 <= b < 32 ==>
          0 <= ((w >> b) & 1) <= 1;
    } */

#ifdef __FRAMAC__
/*@ requires w != 0;
    terminates \true;
    assigns \nothing;
    ensures \result == ctz(w); */
int __builtin_ctz(unsigned w);
#endif
