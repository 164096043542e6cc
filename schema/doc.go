// Package schema holds what the graph is made of: actors, events, articles,
// dates, ids and the event vocabulary. It does no I/O and imports nothing
// else of safir, so that loaders and graph can both speak it.
//
// The values here are what a coder claims about one article ([Coded]). What
// several articles claim together, the graph store works out.
package schema
