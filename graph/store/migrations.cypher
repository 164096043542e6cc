// Constraints and indexes of the graph, in versions. `safir schema apply` runs
// the versions that a database lacks, in order, and keeps their names in
// :Migration nodes. A version that has been released is never edited.
// Format: a line "// version NAME" starts a version; statements end with ";"
// and say IF NOT EXISTS, so that a run that was cut can be repeated.

// version 1
CREATE CONSTRAINT articleId IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT sourceId IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT runId IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT eventId IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT actorId IF NOT EXISTS FOR (n:Actor) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT placeId IF NOT EXISTS FOR (n:Place) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT topicId IF NOT EXISTS FOR (n:Topic) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT decisionId IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT migrationId IF NOT EXISTS FOR (n:Migration) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT lockId IF NOT EXISTS FOR (n:Lock) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT blockId IF NOT EXISTS FOR (n:Block) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT profileId IF NOT EXISTS FOR (n:Profile) REQUIRE n.id IS UNIQUE;
// Events in the order of time, alone and by what questions filter on most.
CREATE INDEX eventKey IF NOT EXISTS FOR (n:Event) ON (n.key);
CREATE INDEX eventContactKey IF NOT EXISTS FOR (n:Event) ON (n.contact, n.key);
CREATE INDEX eventTypeKey IF NOT EXISTS FOR (n:Event) ON (n.type, n.key);
CREATE INDEX actorState IF NOT EXISTS FOR (n:Actor) ON (n.state);
CREATE INDEX actorKind IF NOT EXISTS FOR (n:Actor) ON (n.kind);
CREATE INDEX articlePublished IF NOT EXISTS FOR (n:Article) ON (n.publishedAt);
CREATE INDEX articleState IF NOT EXISTS FOR (n:Article) ON (n.state);
// From an id that `safir extract` printed to the node that it became.
CREATE INDEX reportsClaim IF NOT EXISTS FOR ()-[r:REPORTS]-() ON (r.claim);
CREATE INDEX mentionsClaim IF NOT EXISTS FOR ()-[r:MENTIONS]-() ON (r.claim);
// Names: the whole folded name, and its words.
CREATE FULLTEXT INDEX actorNames IF NOT EXISTS FOR (n:Actor) ON EACH [n.folded]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}};
CREATE FULLTEXT INDEX actorText IF NOT EXISTS FOR (n:Actor) ON EACH [n.folded, n.code]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
CREATE FULLTEXT INDEX eventTitles IF NOT EXISTS FOR (n:Event) ON EACH [n.title, n.titleAr]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'arabic'}};
CREATE FULLTEXT INDEX reportQuotes IF NOT EXISTS FOR ()-[r:REPORTS]-() ON EACH [r.quote]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'arabic'}};
CREATE FULLTEXT INDEX articleText IF NOT EXISTS FOR (n:Article) ON EACH [n.title, n.text]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'arabic'}};

// version 2
CREATE INDEX actorName IF NOT EXISTS FOR (n:Actor) ON (n.name);
CREATE INDEX profileActor IF NOT EXISTS FOR (n:Profile) ON (n.actor);
CREATE CONSTRAINT rejectedId IF NOT EXISTS FOR (n:Rejected) REQUIRE n.id IS UNIQUE;
