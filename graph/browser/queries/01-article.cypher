// title: One article and what it tells
// titleAr: مقال واحد وما يرويه
// folder: First look
// folderAr: نظرة أولى
// guide: yes
// shows: Article Event Actor REPORTS
// text: The newest article, the events that it reports, and who took part in them. Large circles are actors, smaller
//   ones events; the colour says of what kind. Double-click on a circle to see more around it.
// textAr: أحدث مقال، والأحداث التي يرويها، ومن شارك فيها. الدوائر الكبيرة أطراف، والأصغر منها أحداث، واللون يدل على النوع.
//   انقر نقرتين على دائرة لترى ما حولها.
MATCH (article:Article)
WHERE article.publishedAt IS NOT NULL AND EXISTS { (article)-[:REPORTS]->(:Event) }
WITH article ORDER BY article.publishedAt DESC, article.id LIMIT 1
MATCH (article)-[report:REPORTS]->(event:Event)
WITH article, report, event ORDER BY report.start LIMIT 10
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
OPTIONAL MATCH about = (event)-[:IN|ABOUT]->(:Place|Topic)
RETURN article, report, event, part, about
LIMIT 60
