/* bits.h: facts about the bits of words that a proof may use.
 *
 * WP's provers take a word for a number and find out little about its bits.  So they get BIT and
 * CTZ as names of which they know the facts below, and nothing else.  A fact is written once and
 * read twice.  Frama-C takes it for true, of numbers.  z3's bit-vector solver, to which it is a
 * formula about words of 32 bits, has to find that the opposite cannot be; tools/prove asks it
 * (SMT is then defined).  The two readings stand below each other for every word of the language:
 * they agree as long as every value is a word, which is what `given` is for.
 */

/* FACT(its name, what is given, what follows, the variables) */
#define FACTS \
	FACT(ctz_index, NONZERO(w), INDEX(CTZ(w)), w) \
	FACT(ctz_bit,   NONZERO(w), BIT(w, CTZ(w)), w) \
	FACT(ctz_least, BOTH(NONZERO(w), BOTH(INDEX(b), BIT(w, b))), NOT(LESS(b, CTZ(w))), w, b) \
	FACT(one_less,  BOTH(BOTH(NONZERO(w), ONE_LESS(x, w)), INDEX(b)), \
	     EQUAL(BIT(x, b), EITHER(LESS(b, CTZ(w)), BOTH(LESS(CTZ(w), b), BIT(w, b)))), w, x, b) \
	FACT(bit_and,   BOTH(BOTH(WORD(v), WORD(w)), INDEX(b)), \
	     EQUAL(BIT(AND(v, w), b), BOTH(BIT(v, b), BIT(w, b))), v, w, b) \
	FACT(bit_or,    BOTH(BOTH(WORD(v), WORD(w)), INDEX(b)), \
	     EQUAL(BIT(OR(v, w), b), EITHER(BIT(v, b), BIT(w, b))), v, w, b) \
	FACT(bit_one,   BOTH(INDEX(k), INDEX(b)), EQUAL(BIT(ONE_AT(k), b), SAME(b, k)), k, b) \
	FACT(bit_zero,  INDEX(b), NOT(BIT(ZERO, b)), b)

#if defined __FRAMAC__

#define NOT(p)         (!(p))
#define BOTH(p, q)     ((p) && (q))
#define EITHER(p, q)   ((p) || (q))
#define EQUAL(p, q)    ((p) <==> (q))
#define WORD(w)        (0 <= (w) <= 0xffffffff)
#define NONZERO(w)     (0 < (w) <= 0xffffffff)
#define INDEX(b)       (0 <= (b) < 32)
#define LESS(b, k)     ((b) < (k))
#define SAME(b, k)     ((b) == (k))
#define ONE_LESS(x, w) ((x) == (w) - 1)
#define ZERO           0
#define ONE_AT(k)      (1 << (k))
#define AND(v, w)      ((v) & (w))
#define OR(v, w)       ((v) | (w))
#define CTZ(w)         ctz(w)
#define FACT(name, given, e, ...) axiom name: \forall integer __VA_ARGS__; given ==> e;

/*@ axiomatic Bits {
      predicate BIT(integer w, integer b); // bit b of word w is 1
      logic integer ctz(integer w);        // the number of zeros below the least 1 in w
      FACTS
    } */

/*@ requires w != 0;
    terminates \true;
    assigns \nothing;
    ensures \result == ctz(w); */
int __builtin_ctz(unsigned w);

#elif defined SMT

(set-logic QF_BV)
(define-sort Word () (_ BitVec 32))
(declare-const v Word)
(declare-const w Word)
(declare-const x Word)
(declare-const b Word)
(declare-const k Word)
(define-fun bit ((w Word) (b Word)) Bool (= (_ bv1 32) (bvand (_ bv1 32) (bvlshr w b))))
; n if the n low bits of w are zeros, else 0; and how many are zeros below the least 1 of w
(define-fun skip ((w Word) (n Word)) Word (ite (= w (bvshl (bvlshr w n) n)) n (_ bv0 32)))
(define-fun ctz ((w Word)) Word
	(let ((a (skip w (_ bv16 32))))
	(let ((c (bvadd a (skip (bvlshr w a) (_ bv8 32)))))
	(let ((d (bvadd c (skip (bvlshr w c) (_ bv4 32)))))
	(let ((e (bvadd d (skip (bvlshr w d) (_ bv2 32)))))
	(bvadd e (skip (bvlshr w e) (_ bv1 32))))))))
#define NOT(p)         (not p)
#define BOTH(p, q)     (and p q)
#define EITHER(p, q)   (or p q)
#define EQUAL(p, q)    (= p q)
#define WORD(w)        true
#define NONZERO(w)     (not (= w (_ bv0 32)))
#define INDEX(b)       (bvult b (_ bv32 32))
#define LESS(b, k)     (bvult b k)
#define SAME(b, k)     (= b k)
#define ONE_LESS(x, w) (= x (bvsub w (_ bv1 32)))
#define ZERO           (_ bv0 32)
#define ONE_AT(k)      (bvshl (_ bv1 32) k)
#define AND(v, w)      (bvand v w)
#define OR(v, w)       (bvor v w)
#define BIT(w, b)      (bit w b)
#define CTZ(w)         (ctz w)
#define FACT(name, given, e, ...) \
	(push) (echo #name) (assert (not (=> given e))) (check-sat) (pop)
FACTS

#else

#define BIT(w, b) ((w) >> (b) & 1)

#endif
