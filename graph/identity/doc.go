// Package identity decides which claims of different articles mean one actor
// and which tell one event. It is pure: no I/O, no clock, no memory.
//
// # What it promises
//
// The clusters are a function of the set of claims and decisions. The order
// in which claims arrive, how they are batched, and what was clustered before
// make no difference. The argument:
//
//  1. Every claim has keys ([Claim.Keys], [Profile.Keys]) that depend on the
//     claim alone. [Events] and [Actors] link two claims only if one of them
//     stores a key that the other searches, and the relation is symmetric.
//  2. The claims that links connect, directly or over others, are a component.
//     A component is found from any of its members by following keys until
//     nothing new is linked; who follows them, and from where, does not matter.
//  3. Within a component the clustering sorts what it looks at by values of the
//     claims, so it does not depend on the order of its input; and it looks at
//     nothing outside the component, so clustering all claims is the same as
//     clustering each component alone.
//
// So whoever changes some claims needs to look at the components that these
// claims are in, before and after, and at nothing else: the cost of adding an
// article depends on its blocks, not on the size of the graph.
//
// Two claims are never joined only because each fits a third: a cluster takes
// a claim in only if it contradicts none of its members.
package identity
