// Package gazetteer is what safir knows beforehand of the world's actors: who
// holds which office and since when, organisations, armed groups and parties,
// places and topics, each under its names in Arabic and English. States have
// their own table: see [schema.States].
//
// The knowledge is in tables that people review: persons.tsv,
// organizations.tsv, groups.tsv, places.tsv and topics.tsv. The head of each
// states its format; a bad entry is an error that names its file and line.
// What is not sure is left out: an empty date says "not known".
//
// A [Gazetteer] is read-only and may be used by many goroutines.
package gazetteer
