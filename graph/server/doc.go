// Package server puts the graph's questions on HTTP: GraphQL at /graphql with
// GraphiQL at / to write it in, and what an operator needs around it.
//
//	/graphql    GraphQL over HTTP, by its specification
//	/           GraphiQL, embedded: no other host is asked for anything
//	/browser/*  what Neo4j Browser is given, by a handler passed in
//	/healthz    200 while the process lives
//	/readyz     200 while questions can be answered, else 503 with the reason
//	/metrics    Prometheus
//
// What it promises:
//
//   - Nothing that a client sends costs more than is configured: bytes,
//     time, operations at once and requests per token are bounded here, what a
//     document may ask for is bounded by the [Engine] before it runs.
//   - A fault inside one request, a panic included, is that request's alone.
//     The client sees a code and the id of the request, the log the rest.
//   - Neither a token nor the text or variables of an operation is logged.
//   - Other web sites get nothing: no CORS unless configured, no GET that a
//     browser would send for them unasked, no foreign host name on an open
//     server.
//   - Beyond the loopback address it listens only with tokens and TLS.
package server
