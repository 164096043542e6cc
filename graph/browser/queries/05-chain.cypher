// title: A chain of contacts
// titleAr: سلسلة اتصالات
// folder: Actors
// folderAr: الأطراف
// guide: yes
// shows: Actor CONTACTED
// text: Whom the most connected actor reaches through one other: two that never met, and who stands between them.
// textAr: من يصل إليه أكثر الأطراف تواصلا عبر طرف آخر: طرفان لم يلتقيا قط، ومن يقف بينهما.
MATCH (from:Actor)-[c:CONTACTED]-(:Actor)
WITH from, count(c) AS contacts ORDER BY contacts DESC, from.id LIMIT 1
MATCH (from)-[c:CONTACTED]-(between:Actor)
WITH DISTINCT from, between, c.count AS often ORDER BY often DESC, between.id LIMIT 8
MATCH (between)-[c:CONTACTED]-(to:Actor)
WHERE to <> from AND NOT EXISTS { (from)-[:CONTACTED]-(to) }
WITH from, between, to ORDER BY c.count DESC, c.last DESC LIMIT 6
MATCH chain = (from)-[:CONTACTED]-(between)-[:CONTACTED]-(to)
RETURN chain
