// title: What is new since yesterday
// titleAr: الجديد منذ أمس
// folder: First look
// folderAr: نظرة أولى
// guide: yes
// shows: Event Actor
// text: What the articles of the newest day and the day before tell. Days are counted back from the newest article, so
//   that the picture is never empty.
// textAr: ما ترويه مقالات أحدث يوم واليوم الذي قبله. تحسب الأيام رجوعا من أحدث مقال، فلا تكون الصورة فارغة.
MATCH (newest:Article) WHERE newest.publishedAt IS NOT NULL
WITH max(newest.publishedAt) AS today
MATCH (article:Article)-[:REPORTS]->(event:Event)
WHERE article.publishedAt >= today - duration('P1D')
WITH event, max(article.publishedAt) AS told ORDER BY told DESC, event.contact DESC, event.key DESC LIMIT 8
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
RETURN event, part
LIMIT 80
