// Package query answers typed questions from the graph. It is the only place
// that writes Cypher for reading.
//
// Each question becomes one Cypher statement, nested fields included; all
// statements of one [Reader.Run] share one read transaction. Values travel as
// parameters, never in the text, and texts are made of fixed pieces: the same
// shape of question gives the same text, whatever its values, its cursor or
// the length of its lists, so that Neo4j's plan cache serves it.
//
// Lists are walked in the order of an index and end at the page's end.
// Pages are found by key, never by offset.
package query
