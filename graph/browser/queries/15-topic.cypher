// title: Who speaks about one topic
// titleAr: من يتحدث في موضوع واحد
// folder: Places and topics
// folderAr: الأماكن والموضوعات
// guide: no
// shows: Topic Event ABOUT
// text: The newest events about the topic with most of them. Write a topic's name between the quotes for another one.
// textAr: أحدث الأحداث عن الموضوع الأكثر تداولا. اكتب اسم موضوع بين علامتي الاقتباس لموضوع آخر.
WITH '' AS name
MATCH (topic:Topic)<-[about:ABOUT]-(:Event)
WHERE name = '' OR name IN [topic.name, topic.nameAr]
WITH topic, count(about) AS events ORDER BY events DESC, topic.id LIMIT 1
MATCH (topic)<-[about:ABOUT]-(event:Event)
WITH topic, about, event ORDER BY event.key DESC LIMIT 10
OPTIONAL MATCH part = (:Actor)-[:INITIATED|RECEIVED|JOINED|MEDIATED]->(event)
RETURN topic, about, event, part
LIMIT 80
