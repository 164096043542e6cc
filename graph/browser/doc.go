// Package browser is what Neo4j Browser is given, so that an analyst who
// opens it sees a picture that tells: a guide with queries to click, in
// English and Arabic; a style that gives actors and events their colours and
// captions; saved queries to drop into Favorites.
//
// The queries are files (queries/*.cypher), each with its title and text in
// both languages; guides and saved queries are made of them, so that they
// agree. Every one draws a graph of at most a few dozen nodes, whatever the
// size of the graph. The colours are in palette.tsv; the rules for single
// types of events follow from the vocabulary.
//
// [New] serves it all under /browser/. Nothing there names another host: the
// addresses in a guide are those by which it was asked for, behind a path
// prefix too.
package browser
