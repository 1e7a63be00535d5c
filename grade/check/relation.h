/* relation.h: is the relation of a layer without code right?
 *
 * Such a layer says in other words what the layers below do: lists in the place of links.  What is
 * to be judged is the relation between the two, a formula that a student writes.  It must
 *   1. hold of every pair of states that calls lead to;
 *   2. tell what the abstract state is: hold of no such concrete state with another abstract one;
 *   3. be kept: from each pair that it holds of, whether calls lead there or not, each call leads
 *      to such a pair, with one result.  That is what a proof needs, and what a relation that says
 *      too little fails.
 */
#ifndef RELATION_H
#define RELATION_H

#include "store.h"

/* Can the relation not be judged, for want of one?  Says why. */
bool relation_is_missing(const struct layer_spec *layer, const void *hi, const void *lo);

/* Judges it over all states that were found: the layer's world, then the underlay's.  Returns 0, or
 * 1 with a counterexample. */
int relation_judge(const struct layer_spec *layer, const struct store *found,
                   const struct call *all, unsigned calls);

#endif
