// title: What one article tells
// titleAr: ما يرويه مقال واحد
// folder: First look
// folderAr: نظرة أولى
// guide: yes
// shows: Event Actor
// text: The events that the newest article reports, and who took part in them. Large circles are actors, smaller ones
//   events; the colour says of what kind. Double-click on a circle to see more around it.
// textAr: الأحداث التي يرويها أحدث مقال، ومن شارك فيها. الدوائر الكبيرة أطراف، والأصغر منها أحداث، واللون يدل على النوع.
//   انقر نقرتين على دائرة لترى ما حولها.
MATCH (article:Article)
WHERE article.publishedAt IS NOT NULL AND EXISTS { (article)-[:REPORTS]->(:Event) }
WITH article ORDER BY article.publishedAt DESC, article.id LIMIT 1
MATCH (article)-[report:REPORTS]->(event:Event)
WITH event ORDER BY report.start LIMIT 10
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
OPTIONAL MATCH place = (event)-[:IN]->(:Place)
RETURN event, part, place
LIMIT 60
