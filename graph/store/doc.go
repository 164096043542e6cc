// Package store keeps the graph in Neo4j: it connects, applies the versioned
// constraints and indexes, writes coded articles and resolves identity while
// it does.
//
// What the graph shows is a function of the set of claims (what each article
// tells, kept on REPORTS and MENTIONS) and of people's decisions. Neither the
// order of writing, nor how articles are batched, nor who writes at the same
// time, nor a crash in between makes a difference: see [Store.Write].
package store
