// Package local runs a private Neo4j: Community edition with Neo4j Browser,
// of one pinned version, on the loopback address, over a data folder of its
// own. It is what `safir up` and the tests stand on where no Neo4j is given.
//
// It needs Java 17 or newer and, the first time, Maven, which fetches Neo4j
// into the user's cache folder. A fetch is all or nothing; later runs and
// other processes use the same copy. Once for each Java, an archive of the
// loaded classes is made beside it (140 MB), which halves the time of a start.
//
// What it promises:
//
//   - One process at a time uses a data folder. A second one gets an
//     [ErrLocked] that says who holds it.
//   - The password is made at random on the first start and kept in the data
//     folder, readable by the user alone. It is never an argument of a
//     process.
//   - Memory is bounded by [Config]; no usage is reported to anybody.
//   - Neo4j ends with its parent, also when the parent is killed: a small
//     shell script (watchdog.sh) stands between the two and holds a pipe whose
//     other end only the parent has. That needs no help of the kernel, so it
//     is the same on Linux and macOS; other systems are not served.
//   - The data folder's lock is inherited by Neo4j, so it is free only when
//     Neo4j has ended. A start over the data of a parent that was just killed
//     waits for that.
//   - Every fault that a user can mend is an error that says how.
package local
